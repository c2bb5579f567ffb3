package projections

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const tablesOf = `
	select relname from pg_class
	where relnamespace = to_regnamespace($1) and relkind in ('r', 'p') and not relispartition and relname <> '` + erasedTable + `'
	order by relname`

// checkTables holds the tables to what the engine relies on: that a stream's rows can be found, and that what is
// personal can be blanked.
func (p Projection) checkTables(ctx context.Context, tx pgx.Tx) error {
	if p.Order == ByStream {
		if err := p.checkKeys(ctx, tx); err != nil {
			return err
		}
	}
	for _, c := range p.Personal {
		if err := p.checkColumn(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

func (p Projection) checkKeys(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, `
		select t.relname from (`+tablesOf+`) t
		where not exists (
			select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
			where i.indrelid = ($1 || '.' || quote_ident(t.relname))::regclass and i.indisprimary and a.attname = 'stream')`,
		p.Schema())
	if err != nil {
		return err
	}
	wrong, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err == nil && len(wrong) > 0 {
		err = fmt.Errorf("the primary key of %v does not start with the column stream", wrong)
	}
	return err
}

func (p Projection) checkColumn(ctx context.Context, tx pgx.Tx, c Column) error {
	var blankable, owned bool
	err := tx.QueryRow(ctx, `
		select coalesce(bool_or(column_name = $3 and is_nullable = 'YES'), false),
		       coalesce(bool_or(column_name = $4 and data_type = 'uuid'), false)
		from information_schema.columns where table_schema = $1 and table_name = $2`,
		p.Schema(), c.Table, c.Column, c.Subject).Scan(&blankable, &owned)
	switch {
	case err != nil:
		return err
	case !blankable:
		return fmt.Errorf("personal column %s.%s must exist and take NULL", c.Table, c.Column)
	case !owned:
		return fmt.Errorf("subject column %s.%s must exist and be a uuid", c.Table, c.Subject)
	}
	return nil
}
