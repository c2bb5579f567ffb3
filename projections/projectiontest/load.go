package projectiontest

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/projections"
)

// Load fills empty tables from all that has happened, stream by stream, as a rebuild does.
func (b *Bench) Load(t testing.TB) {
	t.Helper()
	b.reset(t)
	for _, p := range b.projections {
		rows, err := b.folded(p)
		if err == nil {
			err = pgx.BeginFunc(t.Context(), b.Pool, func(tx pgx.Tx) error { return Copy(t.Context(), tx, p.Schema(), rows) })
		}
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
	}
	b.applied = len(b.facts)
}

// folded are the rows of a projection by table.
func (b *Bench) folded(p projections.Projection) (map[string][][]any, error) {
	rows, folds := map[string][][]any{}, map[string]projections.Fold{}
	for _, f := range b.facts {
		if !slices.Contains(p.Types, f.Event.EventType()) {
			continue
		}
		if folds[f.Stream] == nil {
			folds[f.Stream] = p.Load(f.Stream)
		}
		if err := folds[f.Stream].Add(f); err != nil {
			return nil, err
		}
	}
	for _, fold := range folds {
		fold.Rows(func(table string, values ...any) { rows[table] = append(rows[table], values) })
	}
	return rows, nil
}

// Copy writes rows, by table, into the tables of a schema.
func Copy(ctx context.Context, tx pgx.Tx, schema string, rows map[string][][]any) error {
	for table, values := range rows {
		name := pgx.Identifier{schema, table}
		found, err := tx.Query(ctx, "select * from "+name.Sanitize()+" limit 0")
		if err != nil {
			return err
		}
		found.Close()
		var columns []string
		for _, f := range found.FieldDescriptions() {
			columns = append(columns, f.Name)
		}
		if _, err := tx.CopyFrom(ctx, name, columns, pgx.CopyFromRows(values)); err != nil {
			return err
		}
	}
	return nil
}
