package main

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/readmodels"
)

// rebuilding sets filling read models anew beside what that cannot do without: reading the log, decoding the events that
// the model reads, and copying the rows that come of it into tables without indexes.
func (b *bench) rebuilding(t *testing.T) {
	f := b.fill(t, middle)
	b.serve(t, f).stop() // and the tables are filled
	core, engine, err := f.stores.openEngine(t.Context())
	must(t, err)
	defer core.close()
	for _, c := range []struct {
		name   string
		models []projections.Projection
	}{{"the case list", []projections.Projection{cases.Projection}}, {"all read models, one after the other", readmodels.All()}} {
		models, floors := c.models, make([]*floor, len(c.models))
		for i, m := range models {
			floors[i] = core.floor(t, m)
		}
		row := figure{
			Scenario: "rebuild", What: c.name + ", 200,000 events", Unit: "events/s",
			Against: "read, decode, COPY", atLeast: 0.5,
		}
		b.alternate(t, row, middle, func(ctx context.Context) error {
			for _, m := range models {
				if err := engine.Rebuild(ctx, m.Name, nil); err != nil {
					return err
				}
			}
			return nil
		}, func(ctx context.Context) error {
			for _, l := range floors {
				if err := l.run(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// floor is the least that a rebuild of one read model takes.
type floor struct {
	core  *core
	types []string
	rows  map[string][]byte // of each table, as COPY sends them
}

func (c *core) floor(t *testing.T, of projections.Projection) *floor {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.stores.Database)
	must(t, err)
	defer conn.Close(t.Context())
	l := &floor{core: c, types: of.Types, rows: map[string][]byte{}}
	rows, err := conn.Query(t.Context(), "select table_name from information_schema.tables where table_schema = $1", of.Schema())
	must(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	for _, table := range tables {
		var out bytes.Buffer
		from := pgx.Identifier{of.Schema(), table}.Sanitize()
		_, err := conn.PgConn().CopyTo(t.Context(), &out, "copy "+from+" to stdout (format binary)")
		must(t, err)
		l.rows[table] = out.Bytes()
		_, err = conn.Exec(t.Context(), fmt.Sprintf("drop table if exists public.%[1]q; create table public.%[1]q (like %[2]s)", "floor_"+table, from))
		must(t, err)
	}
	return l
}

func (l *floor) run(ctx context.Context) error {
	if err := l.decode(ctx); err != nil {
		return err
	}
	var all errgroup.Group
	for table, rows := range l.rows {
		all.Go(func() error {
			return l.core.pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error {
				into := pgx.Identifier{"public", "floor_" + table}.Sanitize()
				_, err := c.Exec(ctx, "truncate "+into)
				if err == nil {
					_, err = c.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(rows), "copy "+into+" from stdin (format binary)")
				}
				return err
			})
		})
	}
	return all.Wait()
}

// decode reads the log, and decodes on all cores what it has read while it reads on.
func (l *floor) decode(ctx context.Context) error {
	info, err := l.core.log.Info(ctx)
	if err != nil {
		return err
	}
	batches := make(chan []eventstore.Recorded, 8)
	all, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() error {
			for events := range batches {
				for _, r := range events {
					if !slices.Contains(l.types, r.Type) {
						continue
					}
					if _, err := l.core.codec.Fact(r); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	all.Go(func() error {
		defer close(batches)
		for batch, err := range l.core.log.Follow(ctx, 0) {
			if err != nil {
				return err
			}
			select {
			case batches <- batch.Events:
			case <-ctx.Done():
				return nil
			}
			if batch.Through >= info.Head {
				return nil
			}
		}
		return ctx.Err()
	})
	return all.Wait()
}
