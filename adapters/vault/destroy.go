package vault

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

// ErrHeld answers the destruction of a key under a legal hold.
var ErrHeld = &domain.Error{
	Kind: domain.Refused, Code: "legal_hold",
	Message: "A legal hold protects this person's record. It cannot be erased until the hold ends.",
}

// A person that never had a key gets a tombstone too. One destroyed before stays as it is, with its first certificate.
const destroy = `
INSERT INTO keys.subjects AS s (subject, wrapped, destroyed_at, certificate) VALUES ($1, NULL, now(), $2)
ON CONFLICT (subject) DO UPDATE SET
  wrapped = NULL, destroyed_at = coalesce(s.destroyed_at, now()), certificate = coalesce(s.certificate, $2)
WHERE s.destroyed_at IS NOT NULL OR s.held_until IS NULL OR s.held_until <= now()`

// Destroy erases a person: the key is gone for ever and leaves a tombstone that names the certificate. Doing it again
// changes nothing. This process forgets the key at once, others within a minute.
//
// The wrapped key is gone from the table at the commit; the database's own old row versions, its write-ahead log and
// its backups hold it until they are vacuumed, recycled and expired, and useless without the root secrets.
func (k *Keys) Destroy(ctx context.Context, subject personal.Subject, certificate uuid.UUID) error {
	defer k.cache.drop(subject) // also after an error: it may have been committed
	tag, err := k.pool.Exec(ctx, destroy, subject, certificate)
	if err != nil {
		return fmt.Errorf("destroying a key: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return ErrHeld
	}
	return nil
}

const hold = `UPDATE keys.subjects SET held_until = $2 WHERE subject = $1 AND destroyed_at IS NULL`

// Hold refuses the destruction of a person's key until then; a moment that has passed lifts it. It makes the key if
// there is none yet; what is destroyed already cannot be held: eventstore.ErrErased.
func (k *Keys) Hold(ctx context.Context, subject personal.Subject, until time.Time) error {
	if err := k.Fresh().Ensure(ctx, subject); err != nil {
		return err
	}
	tag, err := k.pool.Exec(ctx, hold, subject, until)
	if err != nil {
		return fmt.Errorf("holding a key: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return eventstore.ErrErased // destroyed between the two statements
	}
	return nil
}
