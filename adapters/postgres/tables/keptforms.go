package tables

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

// KeptForms keeps in app.kept_forms what somebody sent when the session was over. It comes sealed and leaves sealed.
type KeptForms struct{ pool *pgxpool.Pool }

// KeptForm is one of them; the zero KeptForm is none.
type KeptForm struct {
	ID     uuid.UUID
	Sealed []byte
	Kept   time.Time
}

// ErrFormTooLarge answers a form that is too much to keep.
var ErrFormTooLarge = errors.New("the form is too large to be kept")

// NewKeptForms keeps forms through the pool.
func NewKeptForms(pool *pgxpool.Pool) *KeptForms { return &KeptForms{pool} }

// Keep keeps a form for limits.KeptFormLife. Beyond limits.KeptForms, the holder's oldest go: whoever posts without being
// signed in fills no disk.
func (s *KeptForms) Keep(ctx context.Context, holder domain.Actor, sealed []byte) (uuid.UUID, error) {
	if len(sealed) > limits.KeptFormSize {
		return uuid.Nil, ErrFormTooLarge
	}
	id := uuid.New()
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := lockHolder(ctx, tx, holder); err != nil {
			return err
		}
		// The clock, not the start of the transaction: it may have waited for the lock, and the latest is the one kept last.
		_, err := tx.Exec(ctx, `
			insert into app.kept_forms (id, holder_kind, holder_id, sealed, expires_at)
			values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))`,
			id, holder.Kind, holder.ID, sealed, limits.KeptFormLife.Seconds())
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			delete from app.kept_forms where id in (
				select id from app.kept_forms where holder_kind = $1 and holder_id = $2 order by created_at desc, id offset $3)`,
			holder.Kind, holder.ID, limits.KeptForms)
		return err
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("keep a form: %w", err)
	}
	return id, nil
}

// Latest is the form that was kept last for the holder and has not expired, or none.
func (s *KeptForms) Latest(ctx context.Context, holder domain.Actor) (KeptForm, error) {
	var f KeptForm
	err := s.pool.QueryRow(ctx, `
		select id, sealed, created_at from app.kept_forms
		 where holder_kind = $1 and holder_id = $2 and expires_at > now()
		 order by created_at desc, id limit 1`, holder.Kind, holder.ID).Scan(&f.ID, &f.Sealed, &f.Kept)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return KeptForm{}, nil
	case err != nil:
		return KeptForm{}, fmt.Errorf("find a kept form: %w", err)
	}
	f.Kept = f.Kept.UTC()
	return f, nil
}

// Drop forgets one form of the holder; another's stays.
func (s *KeptForms) Drop(ctx context.Context, holder domain.Actor, id uuid.UUID) error {
	return s.delete(ctx, "holder_kind = $1 and holder_id = $2 and id = $3", holder.Kind, holder.ID, id)
}

// DropHolder forgets all forms of the holder.
func (s *KeptForms) DropHolder(ctx context.Context, holder domain.Actor) error {
	return s.delete(ctx, "holder_kind = $1 and holder_id = $2", holder.Kind, holder.ID)
}

// Sweep deletes forms that have expired.
func (s *KeptForms) Sweep(ctx context.Context) error {
	return s.delete(ctx, "expires_at <= now()")
}

func (s *KeptForms) delete(ctx context.Context, which string, args ...any) error {
	if _, err := s.pool.Exec(ctx, "delete from app.kept_forms where "+which, args...); err != nil {
		return fmt.Errorf("drop kept forms: %w", err)
	}
	return nil
}
