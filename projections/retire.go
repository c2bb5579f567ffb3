package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrInUse means that a server still feeds a version.
var ErrInUse = errors.New("a server still feeds it")

// Old is a version that is in the database and not in this binary: of the binary before, or of the next one.
type Old struct {
	Schema  string
	Version int
	Fed     bool          // by a server that runs now
	Idle    time.Duration // since it was fed last
}

// Old lists what other binaries have left, or are using: by schema.
func (e *Engine) Old(ctx context.Context) ([]Old, error) {
	mine, err := e.schemas(nil)
	if err != nil {
		return nil, err
	}
	rows, err := e.pool.Query(ctx, `
		select split_part(c.name, '#', 1) as schema, max(c.version), coalesce(max(l.until) > clock_timestamp(), false),
		       greatest(interval '0', clock_timestamp() - coalesce(max(l.until), max(c.updated_at)))
		from app.checkpoints c left join app.leases l on l.name = $2 || c.name
		where split_part(c.name, '#', 1) like '%\_v' || c.version and split_part(c.name, '#', 1) <> all($1)
		group by 1 order by 1`, mine, leaseOf)
	if err != nil {
		return nil, fmt.Errorf("old versions cannot be listed: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Old])
}

// Retire drops the older versions of the named projections (none named: of all) at once, and answers their schemas.
// ErrInUse when a server still feeds one: then nothing is dropped.
func (e *Engine) Retire(ctx context.Context, names ...string) ([]string, error) {
	names, err := e.known(names)
	if err != nil {
		return nil, err
	}
	all, err := e.Old(ctx)
	if err != nil {
		return nil, err
	}
	var gone []string
	for _, o := range all {
		switch {
		case !e.olderThanMine(o, names):
		case o.Fed:
			return nil, fmt.Errorf("%s: %w", o.Schema, ErrInUse)
		default:
			gone = append(gone, o.Schema)
		}
	}
	return gone, e.retire(ctx, gone)
}

// retireIdle drops the older versions that nobody has fed for a while, once those of this binary are there.
func (e *Engine) retireIdle(ctx context.Context) error {
	unbuilt, err := e.Unbuilt(ctx)
	if err != nil || len(unbuilt) > 0 {
		return err
	}
	names, err := e.known(nil)
	if err != nil {
		return err
	}
	all, err := e.Old(ctx)
	if err != nil {
		return err
	}
	var gone []string
	for _, o := range all {
		if e.olderThanMine(o, names) && !o.Fed && o.Idle > e.KeepOld {
			gone = append(gone, o.Schema)
		}
	}
	return e.retire(ctx, gone)
}

func (e *Engine) olderThanMine(o Old, names []string) bool {
	for _, name := range names {
		p, err := e.find(name)
		if err == nil && o.Version < p.Version && o.Schema == p.ofVersion(o.Version).Schema() {
			return true
		}
	}
	return false
}

func (e *Engine) retire(ctx context.Context, schemas []string) error {
	for _, schema := range schemas {
		err := e.exclusively(ctx, func(tx pgx.Tx) error { return drop(ctx, tx, schema) })
		if err != nil {
			return fmt.Errorf("%s is not retired: %w", schema, err)
		}
		e.logger.InfoContext(ctx, "projections: an old version is retired", "schema", schema)
	}
	return nil
}
