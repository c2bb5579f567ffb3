package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgdump"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

type restoreCommand struct {
	stores
	Dir      string   `arg:"" optional:"" help:"Folder of a backup. Restored into empty databases."`
	InPlace  bool     `name:"in-place" help:"Another tool restored the databases: only do what comes after."`
	KeysFrom string   `name:"keys" help:"Folder with the backup of the keys, when it is another: best the newest there is." placeholder:"DIR"`
	KeepKeys bool     `name:"keep-keys" help:"The keys database was not lost: leave it as it is."`
	Erasures []string `name:"erasures" help:"What 'casetrail account erasures' printed later than the backup: erased again." placeholder:"FILE"`
	Known    []string `name:"known" help:"A Casetrail-Position that somebody remembers: what is missing up to there was lost." placeholder:"POSITION"`
}

// restored is what is said of a restore.
type restored struct {
	Store  uuid.UUID    `json:"store"`
	Epoch  uuid.UUID    `json:"epoch"` // new
	Sum    transfer.Sum `json:"sum"`   // of what was restored
	Erased erasedAgain  `json:"erased_again"`
	Lost   lost         `json:"lost"`
}

// Run restores. When it fails, nothing serves from what is there: openCore refuses. Begin again with empty databases, or with
// --in-place.
func (c restoreCommand) Run(ctx context.Context, t terminal) error {
	if (c.Dir == "") != c.InPlace || c.InPlace && (c.KeysFrom != "" || c.KeepKeys) || c.KeepKeys && c.KeysFrom != "" {
		return misuse("restore takes the folder of a backup, with --keys DIR or --keep-keys if need be; or --in-place alone")
	}
	if c.onEventStore() && !c.InPlace {
		return misuse("a backup is of a log in the database. Restore the event store with its own tools, then run `casetrail restore --in-place`")
	}
	known, err := knownHeads(c.Known)
	if err != nil {
		return err
	}
	ledger, err := ledgers(c.Erasures)
	if err != nil {
		return err
	}
	if _, err := c.loadSecrets(); err != nil { // better now than when everything is back
		return err
	}
	if c.Database == "" {
		return misuse("no database: set DATABASE_URL")
	}
	bring := c.load
	if c.InPlace {
		bring = c.inPlace
	}
	from, known, err := bring(ctx, t, known)
	if err != nil {
		if ctx.Err() != nil && !c.InPlace {
			fmt.Fprintln(t.err, "Interrupted. What came back is not whole: begin again with empty databases.")
		}
		return interrupted(ctx, err)
	}
	if err := c.migrate(ctx); err != nil {
		return err
	}
	c.restoring = true
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	r, err := core.settle(ctx, t, from, ledger, known)
	if ctx.Err() != nil {
		fmt.Fprintln(t.err, "Interrupted. Nobody serves before `casetrail restore --in-place` has done the rest.")
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%w; nobody serves before `casetrail restore --in-place` has done the rest", err)
	}
	if err := connected(ctx, c.Database, func(conn *pgx.Conn) error { return finish(ctx, conn) }); err != nil {
		return err
	}
	return t.answer(r, func(w io.Writer) { showRestored(w, r) })
}

// load brings the dumps into empty databases, and begins an epoch. It answers what was restored, and how far its log is known
// to have been.
func (c restoreCommand) load(ctx context.Context, t terminal, known []head) (from manifest, _ []head, err error) {
	if from, err = readManifest(c.Dir, logManifest, "log"); err != nil {
		return from, nil, err
	}
	if err := ofEpoch(known, from.Log.Epoch); err != nil {
		return from, nil, err
	}
	if err := empty(ctx, c.Database); err != nil {
		return from, nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	if !c.KeepKeys {
		then, err := c.loadKeys(ctx, t)
		if err != nil {
			return from, nil, err
		}
		known = append(known, then)
	}
	fmt.Fprintln(t.err, "Restoring the log …")
	if err := pgdump.Restore(ctx, c.Database, filepath.Join(c.Dir, from.File)); err != nil {
		return from, nil, err
	}
	return from, known, connected(ctx, c.Database, func(conn *pgx.Conn) error {
		if err := (unfinished{from, known}).note(ctx, conn); err != nil {
			return err
		}
		return logpg.Revive(ctx, conn, from.Log.Identity)
	})
}

// loadKeys answers also where the log stood when they were saved.
func (c restoreCommand) loadKeys(ctx context.Context, t terminal) (head, error) {
	dir := cmp.Or(c.KeysFrom, c.Dir)
	m, err := readManifest(dir, keysManifest, "keys")
	if err != nil {
		return head{}, err
	}
	if c.keysURL() == c.Database {
		return head{}, misuse("the keys need a database of their own: set CASETRAIL_KEYS_URL")
	}
	if err := empty(ctx, c.keysURL()); err != nil {
		return head{}, fmt.Errorf("CASETRAIL_KEYS_URL: %w", err)
	}
	fmt.Fprintln(t.err, "Restoring the keys …")
	then := head{m.Log.Epoch, m.Log.Head, m.Taken, "the backup of the keys"}
	return then, pgdump.Restore(ctx, c.keysURL(), filepath.Join(dir, m.File))
}

// empty refuses a database in which something is, besides what extensions brought along.
func empty(ctx context.Context, url string) error {
	return connected(ctx, url, func(conn *pgx.Conn) error {
		var tables int
		err := conn.QueryRow(ctx, `
			select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname <> 'information_schema' and n.nspname not like 'pg\_%'
				and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`).Scan(&tables)
		if err == nil && tables > 0 {
			err = misuse("this database is not empty; create a new one, for example with createdb, and name it")
		}
		return err
	})
}

func connected(ctx context.Context, url string, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // what was to be done is done
	return do(conn)
}
