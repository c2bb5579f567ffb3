package rows

import (
	"reflect"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Table is one table of a model.
type Table[S any] struct {
	read  func(b *pgx.Batch, all map[string]*S, of []string) // nil: it follows from what the others hold
	watch func(s *S) (save func(*pgx.Batch))                 // save writes what has changed since
	put   func(s *S, put func(table string, values ...any))
}

// Of is a table whose rows are a part of the state. The fields of R are its columns in their order, named alike, the first
// of them the stream. Its primary key has one column or two, as in "stream, number".
func Of[S, R any](name, key string, part func(*S) *[]R) Table[S] {
	t := Derived(name, key, func(s *S) []R { return slices.Clone(*part(s)) })
	q := queriesOf[R](name, key)
	t.read = func(b *pgx.Batch, all map[string]*S, of []string) {
		b.Queue(q.read, of).Query(func(found pgx.Rows) error {
			rows, err := pgx.CollectRows(found, pgx.RowToStructByPos[R])
			for _, r := range rows {
				to := part(all[reflect.ValueOf(r).Field(0).String()])
				*to = append(*to, r)
			}
			return err
		})
	}
	return t
}

// Derived is a table whose rows follow from what the other tables hold; nothing is read from it. No two rows have one key.
func Derived[S, R any](name, key string, rows func(*S) []R) Table[S] {
	q := queriesOf[R](name, key)
	return Table[S]{
		watch: func(s *S) func(*pgx.Batch) {
			was := rows(s)
			return func(b *pgx.Batch) { save(b, q, was, rows(s)) }
		},
		put: func(s *S, put func(string, ...any)) {
			for _, r := range rows(s) {
				put(name, values(r)...)
			}
		},
	}
}

// save queues how the rows that were become those that are.
func save[R any](b *pgx.Batch, q queries, was, are []R) {
	old := make(map[[2]any]R, len(was))
	for _, r := range was {
		old[q.key(r)] = r
	}
	for _, r := range are {
		before, known := old[q.key(r)]
		delete(old, q.key(r))
		if !known || !reflect.DeepEqual(before, r) {
			b.Queue(q.write, values(r)...)
		}
	}
	for _, r := range was {
		key := q.key(r)
		if _, gone := old[key]; gone {
			b.Queue(q.remove, key[:len(q.keys)]...)
		}
	}
}
