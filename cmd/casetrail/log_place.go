package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

// isURL tells the URL of a store from the name of a file.
func isURL(place string) bool { return strings.Contains(place, "://") }

// isEventStore tells an EventStoreDB or KurrentDB from a database.
func isEventStore(url string) bool {
	return strings.HasPrefix(url, "esdb://") || strings.HasPrefix(url, "esdb+discover://")
}

// openLogAt opens the log of a store, with what it takes to close it. Neither keys nor secrets are needed: what is sealed
// stays sealed.
func (s stores) openLogAt(ctx context.Context, url string) (log eventstore.Log, done func(), err error) {
	if isEventStore(url) {
		log, err := esdb.Open(ctx, url, esdb.Options{})
		if err != nil {
			return nil, nil, err
		}
		return log, func() { _ = log.Close() }, nil // nothing of ours is under way
	}
	pool, err := postgres.Open(ctx, url, postgres.Options{
		Name: "casetrail-log", MaxConns: 4, Pooled: s.Pooled, ConnectWait: 15 * time.Second,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("database: %w", err)
	}
	log, err = logpg.Open(ctx, pool, logpg.Options{})
	if err != nil {
		pool.Close()
		if errors.Is(err, logpg.ErrNotMigrated) {
			err = errNotMigrated
		}
		return nil, nil, err
	}
	return log, func() {
		_ = log.Close() // nothing of ours is queued
		pool.Close()
	}, nil
}

// source is a log to read from its beginning, in a store or in a file.
type source struct {
	name   string // as messages say it: a URL may hold a password
	events transfer.Events
	rows   transfer.Events // the same as it stands there, also where a reader would refuse to go on
	dense  bool
	total  int64 // events, 0: not known
	close  func()
}

// openSource opens what lies at a place; none named: the log that is configured. A store is read up to its head of now.
func (s stores) openSource(ctx context.Context, place string) (source, error) {
	if place == "" {
		if err := s.knowsLog(); err != nil {
			return source{}, err
		}
		if place = s.logURL(); place == "" {
			return source{}, misuse("no log: set DATABASE_URL, or name a store's URL or a file")
		}
	} else if !isURL(place) {
		return openFile(place)
	}
	log, done, err := s.openLogAt(ctx, place)
	if err != nil {
		return source{}, err
	}
	info, err := log.Info(ctx)
	if err != nil {
		done()
		return source{}, err
	}
	from := source{name: "the log " + info.Store.String(), dense: info.Dense, close: done}
	from.events = transfer.Until(ctx, log, info.Head)
	from.rows = from.events
	if table, ok := log.(*logpg.Log); ok {
		from.rows = table.Scan(ctx, info.Head)
	}
	if info.Dense {
		from.total = int64(info.Head)
	}
	return from, nil
}

func openFile(name string) (source, error) {
	opened, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return source{}, misuse("there is no file %s; a store is named by its URL", name)
	}
	if err != nil {
		return source{}, err
	}
	file, err := transfer.Open(opened)
	if err != nil {
		_ = opened.Close() // it was only read
		return source{}, fmt.Errorf("%s: %w", name, err)
	}
	from := source{name: name, events: file.Events(), rows: file.Events(), dense: file.Header.Dense}
	if from.dense {
		from.total = int64(file.Header.Head)
	}
	from.close = func() {
		file.Close()
		_ = opened.Close() // it was only read
	}
	return from, nil
}
