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

// Indexed fails when a query reads a whole table.
func (b *Bench) Indexed(t testing.TB, sql string, args ...any) {
	t.Helper()
	if plan := b.Plan(t, sql, args...); strings.Contains(plan, "Seq Scan") {
		t.Errorf("the query reads a whole table:\n%s", plan)
	}
}
