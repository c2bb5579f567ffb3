package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/readmodels"
)

// tablesEqualAFold fills new tables in another database from the whole log, and compares every row of every table. It
// answers how many rows there are.
func (f *fleet) tablesEqualAFold() (rows int) {
	f.t.Helper()
	if n := f.count(`select count(*) from app.parked`); n > 0 {
		f.t.Errorf("%d streams are parked", n)
	}
	fresh := f.rebuild()
	for _, p := range readmodels.All() {
		for _, table := range f.tablesOf(fresh, p.Schema()) {
			lived, folded := f.rowsOf(f.core.pool, table), f.rowsOf(fresh, table)
			rows += len(lived)
			for text, n := range lived {
				if folded[text] != n {
					f.t.Errorf("%s: a row that a fold of the log does not have: %s", table, text)
				}
			}
			for text, n := range folded {
				if lived[text] != n {
					f.t.Errorf("%s: a row is missing that a fold of the log has: %s", table, text)
				}
			}
		}
	}
	return rows
}

// rebuild folds the log, up to its head, into a database of its own.
func (f *fleet) rebuild() *pgxpool.Pool {
	f.t.Helper()
	pool, err := postgres.Open(f.t.Context(), pgtest.New(f.t), postgres.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(pool.Close)
	engine, err := projections.New(f.core.log, f.core.codec, pool, f.core.logger, readmodels.All()...)
	if err != nil {
		f.t.Fatal(err)
	}
	if err := engine.Prepare(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(f.t.Context(), time.Minute)
	ended := make(chan error, 1)
	go func() { ended <- engine.Run(ctx) }()
	reached, err := engine.Wait(ctx, f.head())
	cancel()
	if stopped := <-ended; err != nil || stopped != nil || !reached.Reached {
		f.t.Fatalf("the log cannot be folded: %v, %v, at %d", err, stopped, reached.Position)
	}
	return pool
}

func (f *fleet) tablesOf(in *pgxpool.Pool, schema string) []string {
	f.t.Helper()
	rows, err := in.Query(f.t.Context(), `select schemaname || '.' || tablename from pg_tables where schemaname = $1`, schema)
	if err != nil {
		f.t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) == 0 {
		f.t.Fatalf("%s has no tables: %v", schema, err)
	}
	return names
}

// rowsOf is every row as text, and how often it is there.
func (f *fleet) rowsOf(in *pgxpool.Pool, table string) map[string]int {
	f.t.Helper()
	rows, err := in.Query(f.t.Context(), `select t::text from `+table+` t`)
	if err != nil {
		f.t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		f.t.Fatal(err)
	}
	all := map[string]int{}
	for _, l := range lines {
		all[l]++
	}
	return all
}

func (f *fleet) count(sql string) (n int) {
	f.t.Helper()
	if err := f.core.pool.QueryRow(f.t.Context(), sql).Scan(&n); err != nil {
		f.t.Fatal(err)
	}
	return n
}
