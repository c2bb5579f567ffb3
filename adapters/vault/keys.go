package vault

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

// Keys holds one AES-256 key per person, wrapped under the master key, in a database of their own.
//
// Keys that exist are remembered for at most a minute, so another process may still open and seal with a key for a
// minute after it was destroyed. That a key does not exist is never remembered: it may be made a moment later.
type Keys struct {
	pool    *pgxpool.Pool
	secrets *Secrets
	cache   *keyCache // nil remembers nothing
	decoy   []byte    // a wrapped key of nobody
}

var _ eventstore.Keys = (*Keys)(nil)

const (
	cachedFor  = time.Minute
	cachedKeys = 20_000 // some 4 MB
)

// NewKeys keeps keys in the keys database.
func NewKeys(pool *pgxpool.Pool, s *Secrets) (*Keys, error) {
	decoy, err := wrap(s, uuid.Nil)
	if err != nil {
		return nil, err
	}
	return &Keys{pool, s, newKeyCache(cachedKeys, cachedFor, time.Now), decoy}, nil
}

// Fresh is the same keys without a memory: it asks the database each time and does the same work whether a key exists
// or not, so the time it takes tells nothing about a person.
func (k *Keys) Fresh() eventstore.Keys { return &Keys{k.pool, k.secrets, nil, k.decoy} }

// ensure answers a row for each key made and each tombstone met. DO UPDATE meets the latest version of a row, whatever
// the statement's snapshot; it writes nothing, because the WHERE that follows never holds for a living key.
const ensure = `
INSERT INTO keys.subjects AS s (subject, wrapped)
SELECT * FROM unnest($1::uuid[], $2::bytea[])
ON CONFLICT (subject) DO UPDATE SET subject = s.subject WHERE s.destroyed_at IS NOT NULL
RETURNING destroyed_at IS NOT NULL`

// Ensure makes the keys that do not exist yet. One tombstone among them is eventstore.ErrErased.
func (k *Keys) Ensure(ctx context.Context, subjects ...personal.Subject) error {
	_, missing := k.cache.find(subjects)
	if len(missing) == 0 {
		return nil
	}
	wrapped := make([][]byte, len(missing))
	for i, subject := range missing {
		var err error
		if wrapped[i], err = wrap(k.secrets, subject); err != nil {
			return err
		}
	}
	rows, err := k.pool.Query(ctx, ensure, texts(missing), wrapped)
	if err != nil {
		return fmt.Errorf("making keys: %w", err)
	}
	erased, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	if err != nil {
		return fmt.Errorf("making keys: %w", err)
	}
	if slices.Contains(erased, true) {
		return eventstore.ErrErased
	}
	return nil
}

const open = `
SELECT asked, s.wrapped FROM unnest($1::uuid[]) AS asked LEFT JOIN keys.subjects AS s ON s.subject = asked`

// Open answers the keys that exist, with one query for those not remembered; a destroyed or unknown one is left out.
// A key that does not open with these root secrets is eventstore.ErrKey: it must not look like an erased one.
func (k *Keys) Open(ctx context.Context, subjects ...personal.Subject) (map[personal.Subject][]byte, error) {
	found, missing := k.cache.find(subjects)
	if len(missing) == 0 {
		return found, nil
	}
	ticket := k.cache.begin()
	rows, err := k.pool.Query(ctx, open, texts(missing))
	if err != nil {
		return nil, fmt.Errorf("opening keys: %w", err)
	}
	var subject uuid.UUID
	var wrapped []byte
	_, err = pgx.ForEachRow(rows, []any{&subject, &wrapped}, func() error {
		key, err := k.unwrap(subject, wrapped)
		if key != nil {
			found[subject] = key
			k.cache.keep(ticket, subject, key)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening keys: %w", err)
	}
	return found, nil
}

func wrap(s *Secrets, subject personal.Subject) ([]byte, error) {
	return s.roots().Master.seal(mustKey(), boundTo("key", subject))
}

// unwrap answers nil for a key that does not exist, after the work of unwrapping one.
func (k *Keys) unwrap(subject personal.Subject, wrapped []byte) ([]byte, error) {
	if wrapped == nil {
		_, err := k.secrets.roots().Master.open(k.decoy, boundTo("key", uuid.Nil))
		return nil, err
	}
	key, err := k.secrets.roots().Master.open(wrapped, boundTo("key", subject))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", eventstore.ErrKey, err)
	}
	return key, nil
}

// boundTo keeps a sealed value in its row and in its use.
func boundTo(use string, id uuid.UUID) []byte { return append([]byte(use+" "), id[:]...) }
