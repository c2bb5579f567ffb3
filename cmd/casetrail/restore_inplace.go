package main

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/eventstore/esdb"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
)

// inPlace begins a new epoch where everything has been restored already, on any store.
func (c restoreCommand) inPlace(ctx context.Context, _ terminal, known []head) (from manifest, _ []head, err error) {
	err = connected(ctx, c.Database, func(conn *pgx.Conn) error {
		if err := deserted(ctx, conn); err != nil {
			return err
		}
		if c.onEventStore() {
			from.Log, err = renewEventStore(ctx, c.Log, known)
		} else {
			from.Log, err = renewDatabase(ctx, conn, known)
		}
		return err
	})
	return from, known, err
}

// deserted refuses while a server is connected: it would go on in the old epoch.
func deserted(ctx context.Context, conn *pgx.Conn) error {
	var servers int
	err := conn.QueryRow(ctx, `
		select count(*) from pg_stat_activity
		where datname = current_database() and application_name in ('casetrail', 'casetrail-behind')`).Scan(&servers)
	if err == nil && servers > 0 {
		err = misuse("servers are connected to this database: stop them first")
	}
	return err
}

// renewDatabase answers where the log stood in the old epoch.
func renewDatabase(ctx context.Context, conn *pgx.Conn, known []head) (logpg.State, error) {
	was, err := logpg.StateOf(ctx, conn)
	if err != nil {
		return was, err
	}
	if err := ofEpoch(known, was.Epoch); err != nil {
		return was, err
	}
	return was, logpg.NewEpoch(ctx, conn)
}

func renewEventStore(ctx context.Context, url string, known []head) (was logpg.State, err error) {
	log, err := esdb.Open(ctx, url, esdb.Options{})
	if err != nil {
		return was, err
	}
	defer func() { _ = log.Close() }() // nothing is under way
	info, err := log.Info(ctx)
	if err != nil {
		return was, err
	}
	was.Store, was.Epoch, was.Head = info.Store, info.Epoch, info.Head
	if err := ofEpoch(known, was.Epoch); err != nil {
		return was, err
	}
	_, err = log.NewEpoch(ctx)
	return was, err
}
