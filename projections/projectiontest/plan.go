package projectiontest

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Plan is how the database would answer a query, after it has looked at what the tables hold.
func (b *Bench) Plan(t testing.TB, sql string, args ...any) string {
	t.Helper()
	if _, err := b.Pool.Exec(t.Context(), "analyze"); err != nil {
		t.Fatal(err)
	}
	rows, err := b.Pool.Query(t.Context(), "explain "+sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// Indexed fails when a query reads all of a table of the projections.
func (b *Bench) Indexed(t testing.TB, sql string, args ...any) {
	t.Helper()
	plan := b.Plan(t, sql, args...)
	for _, p := range b.projections {
		for _, table := range b.tables(t, p) {
			if strings.Contains(plan, "Seq Scan on "+table+" ") {
				t.Errorf("the query reads all of %s:\n%s", table, plan)
			}
		}
	}
}
