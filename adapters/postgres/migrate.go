package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var appFiles embed.FS

//go:embed keys/*.sql
var keyFiles embed.FS

// migrations are one set of files and the table that says which of them ran.
// They only go forward: a mistake is mended by the next one.
type migrations struct {
	files  embed.FS
	folder string
	table  string
}

var (
	app  = migrations{appFiles, "migrations", "casetrail_migrations"}
	keys = migrations{keyFiles, "keys", "casetrail_keys_migrations"}
)

// Migrate brings schema app up to date. Any number of servers may call it at
// once: one does the work, the others wait for it. It needs a connection of
// its own, not one through a pooler in transaction mode.
func Migrate(ctx context.Context, url string) error { return app.run(ctx, url) }

// MigrateKeys brings schema keys up to date, in the database of the keys.
func MigrateKeys(ctx context.Context, url string) error { return keys.run(ctx, url) }

// Queryer is what Version and Pending read through: a pool or a connection.
type Queryer interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Version answers the newest migration that ran in this database (0: none yet)
// and the newest that this program has.
func Version(ctx context.Context, db Queryer) (current, newest int64, err error) {
	return app.version(ctx, db)
}

// Pending says whether this program needs migrations that have not run yet. A
// database that is ahead of the program is fine: migrations keep the previous
// program running.
func Pending(ctx context.Context, db Queryer) (bool, error) { return app.pending(ctx, db) }

// PendingKeys is Pending for the database of the keys.
func PendingKeys(ctx context.Context, db Queryer) (bool, error) { return keys.pending(ctx, db) }

func (m migrations) run(ctx context.Context, url string) (err error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return errURL
	}
	setDefault(config.RuntimeParams, "application_name", "casetrail migrate")
	// A migration that waits for a lock holds up everybody behind it.
	setDefault(config.RuntimeParams, "lock_timeout", milliseconds(10*time.Second))
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := await(ctx, 30*time.Second, db.PingContext); err != nil {
		return err
	}
	// Every second, for a minute: the library's own pace is 5 s.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return err
	}
	files, err := fs.Sub(m.files, m.folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithTableName(m.table), goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate (%s): %w", m.folder, err)
	}
	return nil
}

func (m migrations) version(ctx context.Context, db Queryer) (current, newest int64, err error) {
	names, err := fs.Glob(m.files, m.folder+"/*.sql")
	if err != nil {
		return 0, 0, err
	}
	for _, name := range names {
		n, err := goose.NumericComponent(name)
		if err != nil {
			return 0, 0, err
		}
		newest = max(newest, n)
	}
	err = db.QueryRow(ctx, "select coalesce(max(version_id), 0) from "+m.table+" where is_applied").Scan(&current)
	var said *pgconn.PgError
	if errors.As(err, &said) && said.Code == "42P01" { // no such table: nothing ever ran
		return 0, newest, nil
	}
	return current, newest, err
}

func (m migrations) pending(ctx context.Context, db Queryer) (bool, error) {
	current, newest, err := m.version(ctx, db)
	return current < newest, err
}
