package projections

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// compare collects what differs. Whoever the live tables have already erased is blanked in those that were made: erasures
// may reach them early, when a newer version of the projection passes the event.
func (v *verifier) compare(ctx context.Context, tx pgx.Tx) error {
	for stream, why := range v.unfoldable {
		if !v.parked(stream) {
			v.verdict.Differences = append(v.verdict.Differences, Difference{Stream: stream, Kind: Underivable, Key: "position=" + fmt.Sprint(why.position)})
		}
	}
	if v.made.opens() {
		if err := v.erasures(ctx, tx); err != nil {
			return err
		}
	}
	rows, err := tx.Query(ctx, `
		select c.relname, array(
			select a.attname::text from pg_index i
			cross join unnest(i.indkey) with ordinality k (attnum, n)
			join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
			where i.indrelid = c.oid and i.indisprimary order by k.n)
		from pg_class c where c.relnamespace = to_regnamespace($1) and c.relname in (select relname from (`+tablesOf+`) t)
		order by 1`, v.live.Schema())
	if err != nil {
		return err
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[table])
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := v.compareTable(ctx, tx, comparison{v, t.Name, t.Columns}); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) parked(stream string) bool {
	for _, p := range v.verdict.Parked {
		if p.Stream == stream {
			return true
		}
	}
	return false
}

// erasures finds subjects that the log erases and the live tables do not know as erased.
func (v *verifier) erasures(ctx context.Context, tx pgx.Tx) error {
	live, made := v.live.Schema()+"."+erasedTable, v.made.Schema()+"."+erasedTable
	rows, err := tx.Query(ctx, `select '', $1::text, 'subject=' || subject, $2::text, '{}'::text[] from (
		select subject from `+made+` except select subject from `+live+`) lost limit $3`, erasedTable, Lost, MostDifferences)
	if err != nil {
		return err
	}
	lost, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Difference])
	if err != nil {
		return err
	}
	v.verdict.Differences = append(v.verdict.Differences, lost...)
	for _, c := range v.made.Personal {
		_, err := tx.Exec(ctx, `update `+c.Table+` set `+c.Column+` = null
			where `+c.Column+` is not null and `+c.Subject+` in (select subject from `+live+`)`)
		if err != nil {
			return err
		}
	}
	return nil
}

// comparison is that of one table.
type comparison struct {
	*verifier
	table string
	key   []string // the primary key
}

func (v *verifier) compareTable(ctx context.Context, tx pgx.Tx, c comparison) error {
	if len(c.key) == 0 {
		return fmt.Errorf("table %s has no primary key, by which its rows could be found", c.table)
	}
	if may := v.live.MayLack[c.table]; may != "" {
		if _, err := tx.Exec(ctx, `delete from `+c.made()+` made where (`+may+`) and not exists (select from `+c.live()+` live where `+c.match()+`)`); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `analyze `+c.made()); err != nil {
		return err
	}
	var rows int
	if err := tx.QueryRow(ctx, `select count(*) from `+c.live()+c.where(), c.args()...).Scan(&rows); err != nil {
		return err
	}
	v.verdict.Rows += rows
	found, err := tx.Query(ctx, c.sql(), c.args()...)
	if err != nil {
		return err
	}
	different, err := pgx.CollectRows(found, pgx.RowToStructByPos[Difference])
	v.verdict.Differences = append(v.verdict.Differences, different...)
	return err
}

func (c comparison) live() string {
	return c.verifier.live.Schema() + "." + pgx.Identifier{c.table}.Sanitize()
}

func (c comparison) made() string {
	return c.verifier.made.Schema() + "." + pgx.Identifier{c.table}.Sanitize()
}

func (c comparison) match() string {
	var terms []string
	for _, k := range c.key {
		k = pgx.Identifier{k}.Sanitize()
		terms = append(terms, "live."+k+" = made."+k)
	}
	return strings.Join(terms, " and ")
}

// where narrows a table to what is compared.
func (c comparison) where() string {
	switch {
	case c.verifier.live.Order != ByStream:
		return ""
	case c.of.some():
		return " where stream = any($1) and stream <> all($2)"
	}
	return " where stream <> all($1)"
}

func (c comparison) args() []any {
	if c.verifier.live.Order != ByStream {
		return nil
	}
	aside := []string{}
	for _, p := range c.verdict.Parked {
		aside = append(aside, p.Stream)
	}
	for stream := range c.unfoldable {
		aside = append(aside, stream)
	}
	if c.of.some() {
		return []any{c.of.Streams, aside}
	}
	return []any{aside}
}

// sql compares whole rows, and looks only into those that differ.
func (c comparison) sql() string {
	first := pgx.Identifier{c.key[0]}.Sanitize()
	stream, rest := "''", c.key
	if c.verifier.live.Order == ByStream {
		stream, rest = "coalesce(live.stream, made.stream)", c.key[1:]
	}
	key := []string{"', '", "null"}
	for _, k := range rest {
		name := pgx.Identifier{k}.Sanitize()
		key = append(key, "'"+k+"=' || coalesce(live."+name+", made."+name+")")
	}
	return `
		select ` + stream + `, '` + c.table + `', concat_ws(` + strings.Join(key, ", ") + `),
			case when live.` + first + ` is null then '` + string(Lost) + `' when made.` + first + ` is null then '` + string(Surplus) + `'
				else '` + string(Differs) + `' end,
			case when live.` + first + ` is null or made.` + first + ` is null then '{}' else array(
				select key from jsonb_each(to_jsonb(live)) a join jsonb_each(to_jsonb(made)) b using (key)
				where a.value is distinct from b.value order by key) end
		from (select * from ` + c.live() + c.where() + `) live full join (select * from ` + c.made() + c.where() + `) made on ` + c.match() + `
		where row(live.*) is distinct from row(made.*)
		order by 1, 3 limit ` + fmt.Sprint(MostDifferences)
}

func (x Extent) some() bool { return len(x.Streams) > 0 || x.Sample > 0 }
