package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgdump"
	"github.com/casetrail/casetrail/domain"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

type backupCommand struct {
	stores
	Dir string `arg:"" help:"Folder to make. Move the files of the keys elsewhere, and delete them sooner: an old backup of the keys brings erased people back."`
}

// taken is what is said of a backup.
type taken struct {
	Dir  string   `json:"dir"`
	Log  manifest `json:"log"`
	Keys manifest `json:"keys"`
}

// Run saves both databases while the servers run. The folder has its name once it is whole.
func (c backupCommand) Run(ctx context.Context, t terminal) (err error) {
	if c.onEventStore() {
		return misuse("this saves a log that is in the database. Save the event store with its own tools, and the keys with pg_dump")
	}
	if _, err := os.Lstat(c.Dir); err == nil {
		return misuse("%s exists already", c.Dir)
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	if err := core.keysApart(ctx); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(c.Dir), "."+filepath.Base(c.Dir)+".*") // for its owner only
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	b := taken{Dir: c.Dir}
	// The log first: whoever is named in it has a key by then.
	if b.Log, err = core.saveLog(ctx, t, dir); err != nil {
		return err
	}
	if b.Keys, err = core.saveKeys(ctx, dir); err != nil {
		return err
	}
	if err := os.Rename(dir, c.Dir); err != nil {
		return err
	}
	return t.answer(b, func(w io.Writer) {
		fmt.Fprintf(w, "Saved in %s, up to position %d of the log.\nKeep %s and %s apart from %s: together with the root secrets they open everything.\n",
			c.Dir, b.Log.Log.Head, keysDump, keysManifest, logDump)
	})
}

// keysApart refuses to save keys together with what they open.
func (c *core) keysApart(ctx context.Context) error {
	var same bool
	err := c.keysPool.QueryRow(ctx, "select to_regclass('es.events') is not null").Scan(&same)
	if err == nil && same {
		err = misuse("the keys lie in the database of the log: a backup of both would bring erased people back. Give them one of their own: CASETRAIL_KEYS_URL")
	}
	return err
}

// saveLog saves the log, and what else cannot be made anew. Read models are left out: they are made from the log, and hold
// personal data in clear, which no erasure reaches in a backup.
func (c *core) saveLog(ctx context.Context, t terminal, dir string) (m manifest, err error) {
	m = manifest{Of: "log", File: logDump}
	err = snapshot(ctx, c.stores.Database, func(tx pgx.Tx, id string) error {
		if m.Log, err = logpg.StateOf(ctx, tx); err != nil {
			return err
		}
		args := []string{"--snapshot=" + id, "--exclude-table-data=es.meta"}
		others, err := otherSchemas(ctx, tx)
		if err != nil {
			return err
		}
		for _, schema := range others {
			args = append(args, "--exclude-schema="+pgx.Identifier{schema}.Sanitize())
		}
		if err := tx.QueryRow(ctx, "select now()").Scan(&m.Taken); err != nil {
			return err
		}
		return pgdump.Save(ctx, c.stores.Database, filepath.Join(dir, m.File), args...)
	})
	if err != nil {
		return m, err
	}
	sum, err := c.sumTo(ctx, t, m.Log.Head)
	if err != nil {
		return m, err
	}
	m.Sum = &sum
	return writeManifest(dir, logManifest, m)
}

// sumTo runs through the log up to a position.
func (c *core) sumTo(ctx context.Context, t terminal, head domain.Position) (transfer.Sum, error) {
	shown := t.progress("checking", "events", int64(head))
	defer shown.end()
	return transfer.Sums(transfer.Until(ctx, c.log, head), shown.add)
}

// otherSchemas are those in which nothing lies that a restore needs. Extensions are made again in theirs.
func otherSchemas(ctx context.Context, tx pgx.Tx) ([]string, error) {
	rows, err := tx.Query(ctx, `
		select nspname from pg_namespace n
		where nspname not in ('es', 'app', 'public', 'information_schema') and nspname not like 'pg\_%'
			and not exists (select from pg_extension e where e.extnamespace = n.oid)`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func (c *core) saveKeys(ctx context.Context, dir string) (m manifest, err error) {
	m = manifest{Of: "keys", File: keysDump}
	if m.Log, err = logpg.StateOf(ctx, c.pool); err != nil { // known to have been reached, wherever a restored log ends
		return m, err
	}
	err = snapshot(ctx, c.stores.keysURL(), func(tx pgx.Tx, id string) error {
		if err := tx.QueryRow(ctx, "select now()").Scan(&m.Taken); err != nil {
			return err
		}
		return pgdump.Save(ctx, c.stores.keysURL(), filepath.Join(dir, m.File), "--snapshot="+id)
	})
	if err != nil {
		return m, err
	}
	f, err := os.OpenFile(filepath.Join(dir, erasuresFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return m, err
	}
	if err := errors.Join(c.writeErasures(ctx, f), f.Close()); err != nil {
		return m, err
	}
	return writeManifest(dir, keysManifest, m)
}

// snapshot holds one moment of a database, for us and for a program that is told its name.
func snapshot(ctx context.Context, url string, do func(tx pgx.Tx, id string) error) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // the transaction has ended, one way or the other
	if _, err := conn.Exec(ctx, "set idle_in_transaction_session_timeout = 0"); err != nil {
		return err
	}
	return pgx.BeginTxFunc(ctx, conn, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var id string
		if err := tx.QueryRow(ctx, "select pg_export_snapshot()").Scan(&id); err != nil {
			return err
		}
		return do(tx, id)
	})
}
