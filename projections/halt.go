package projections

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Why a projection is halted. An operator has to act; a restart tries again, and a rebuild starts it again, too.
const (
	AheadOfLog   = "ahead_of_log"     // its checkpoint is beyond the log's head: the log was restored without it
	OtherEpoch   = "other_epoch"      // its checkpoint belongs to the log before a restore
	LogHasHole   = "log_has_hole"     // the log misses a position
	LogForbidden = "log_forbidden"    // the log refuses this server
	Landslide    = "landslide"        // many streams failed within a minute: it is not they who are wrong
	Retired      = "retired"          // its tables are gone: it was retired, or never prepared
	EraseFailed  = "erase_unreadable" // an erasure does not decode: going on would keep what must go
)

// halt ends the work on one projection, the others go on. Its reason is one of the above or what codeOf answers.
type halt struct{ reason string }

func (h *halt) Error() string { return "halted: " + h.reason }

// halt writes down why, for people on any server.
func (w *worker) halt(ctx context.Context, h *halt) error {
	w.engine.logger.ErrorContext(ctx, "projections: halted",
		"projection", w.Name, "version", w.Version, "position", w.at, "code", h.reason)
	return w.persist(ctx, func() error {
		_, err := w.engine.pool.Exec(ctx, `
			update app.checkpoints set halted = $3 where name = $1 and owner = $2`,
			w.checkpoint(), w.owner, h.reason)
		return err
	})
}

// cleared waits until somebody has taken the reason away.
func (w *worker) cleared(ctx context.Context) error {
	for reason := "unknown"; reason != ""; {
		pause(ctx, lookAgain)
		err := w.persist(ctx, func() error {
			var owner uuid.UUID
			err := w.engine.pool.QueryRow(ctx, `
				select coalesce(owner, $2), halted from app.checkpoints where name = $1`, w.checkpoint(), uuid.Nil).Scan(&owner, &reason)
			switch {
			case errors.Is(err, pgx.ErrNoRows):
				return errRetired
			case err == nil && owner != w.owner:
				return errLost
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
