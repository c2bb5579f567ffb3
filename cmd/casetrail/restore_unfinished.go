package main

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// unfinished is what a restore has to finish. It is noted in the database before the new epoch begins and deleted at the end:
// should the restore be cut short, nobody serves meanwhile, and what is known of the old epoch is not forgotten.
type unfinished struct {
	From  manifest `json:"from"`
	Known []head   `json:"known"`
}

var errUnfinished = errors.New("a restore of this database was cut short, and erased people may be back in it: `casetrail restore --in-place` does the rest")

// note keeps it in the database.
func (u unfinished) note(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "create table if not exists app.unfinished_restore (one boolean primary key default true check (one), noted jsonb not null)")
	if err == nil {
		_, err = conn.Exec(ctx, "insert into app.unfinished_restore (noted) values ($1) on conflict (one) do update set noted = excluded.noted", u)
	}
	return err
}

// noted is what a restore that was cut short has left; nil: there was none.
func noted(ctx context.Context, conn *pgx.Conn) (*unfinished, error) {
	left, err := cutShort(ctx, conn)
	if err != nil || !left {
		return nil, err
	}
	var u unfinished
	err = conn.QueryRow(ctx, "select noted from app.unfinished_restore").Scan(&u)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &u, err
}

func cutShort(ctx context.Context, db interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
},
) (left bool, err error) {
	err = db.QueryRow(ctx, "select to_regclass('app.unfinished_restore') is not null").Scan(&left)
	return left, err
}

// goesOn takes over what an earlier restore has left. Behind its head lies only what it recorded itself, unless the log was
// restored to an earlier moment since.
func (u unfinished) goesOn(earlier *unfinished) unfinished {
	switch {
	case earlier == nil:
		return u
	case u.From.Log.Head < earlier.From.Log.Head:
		u.From.Log.Epoch = earlier.From.Log.Epoch
	default:
		u.From = earlier.From
	}
	u.Known = slices.Concat(u.Known, earlier.Known)
	return u
}

// finish lets servers in.
func finish(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "drop table app.unfinished_restore")
	return err
}

// finished refuses a database in which a restore has something left to do.
func (s stores) finished(ctx context.Context, pool *pgxpool.Pool) error {
	left, err := cutShort(ctx, pool)
	if err == nil && left && !s.restoring {
		err = errUnfinished
	}
	return err
}
