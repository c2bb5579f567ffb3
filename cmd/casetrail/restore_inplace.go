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
		note := func(was logpg.State) error {
			earlier, err := noted(ctx, conn)
			if err != nil {
				return err
			}
			u := unfinished{manifest{Log: was}, known}.goesOn(earlier)
			if err := ofEpoch(known, u.From.Log.Epoch); err != nil {
				return err
			}
			from, known = u.From, u.Known
			return u.note(ctx, conn)
		}
		if c.onEventStore() {
			return renewEventStore(ctx, c.Log, note)
		}
		return renewDatabase(ctx, conn, note)
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

// renewDatabase begins the epoch once it is noted where the log stood in the old one.
func renewDatabase(ctx context.Context, conn *pgx.Conn, note func(was logpg.State) error) error {
	var there bool
	if err := conn.QueryRow(ctx, "select to_regclass('es.meta') is not null").Scan(&there); err != nil {
		return err
	}
	if !there {
		return misuse("there is no log in this database: restore it first, or give the folder of a backup")
	}
	was, err := logpg.StateOf(ctx, conn)
	if err != nil {
		return err
	}
	if err := note(was); err != nil {
		return err
	}
	return logpg.NewEpoch(ctx, conn)
}

func renewEventStore(ctx context.Context, url string, note func(was logpg.State) error) error {
	log, err := esdb.Open(ctx, url, esdb.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // nothing is under way
	info, err := log.Info(ctx)
	if err != nil {
		return err
	}
	if err := note(logpg.State{Identity: logpg.Identity{Store: info.Store}, Epoch: info.Epoch, Head: info.Head}); err != nil {
		return err
	}
	_, err = log.NewEpoch(ctx)
	return err
}
