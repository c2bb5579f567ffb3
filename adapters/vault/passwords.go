package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"
)

// again keeps the first row, and keeps it from being forgotten before an event can name it.
const again = `ON CONFLICT (id) DO UPDATE SET created_at = now()`

// Put keeps a password. The same id again keeps the first, without an error.
func (v *Vault) Put(ctx context.Context, id uuid.UUID, password []byte) error {
	hash, err := v.hash(ctx, password)
	if err != nil {
		return err
	}
	const put = `INSERT INTO app.vault (id, kind, hash) VALUES ($1, $2, $3) ` + again
	if _, err := v.pool.Exec(ctx, put, id, kindPassword, hash); err != nil {
		return fmt.Errorf("keeping a password: %w", err)
	}
	return nil
}

// Shared hashes a password once and answers what keeps it under many ids: for simulated people.
func (v *Vault) Shared(ctx context.Context, password []byte) (put func(ctx context.Context, ids ...uuid.UUID) error, err error) {
	hash, err := v.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, ids ...uuid.UUID) error {
		const put = `INSERT INTO app.vault (id, kind, hash) SELECT unnest($1::uuid[]), $2, $3 ` + again
		if _, err := v.pool.Exec(ctx, put, ids, kindPassword, hash); err != nil {
			return fmt.Errorf("keeping passwords: %w", err)
		}
		return nil
	}, nil
}

// Verify compares a password. An unknown id costs the same and answers false. ErrCrowded when the queue is full.
func (v *Vault) Verify(ctx context.Context, id uuid.UUID, password []byte) (bool, error) {
	hash := v.nobody
	const find = `SELECT hash FROM app.vault WHERE id = $1 AND kind = $2`
	err := v.pool.QueryRow(ctx, find, id, kindPassword).Scan(&hash)
	known := err == nil
	if !known && !errors.Is(err, pgx.ErrNoRows) {
		return false, fmt.Errorf("looking up a password: %w", err)
	}
	right, cost, err := v.compare(ctx, hash, password)
	if err != nil || !right || !known {
		return false, err
	}
	if weaker(cost, v.cost) {
		return true, v.strengthen(ctx, id, hash, password)
	}
	return true, nil
}

// strengthen hashes a password anew that was just proved right, unless somebody else did it meanwhile.
func (v *Vault) strengthen(ctx context.Context, id uuid.UUID, old string, password []byte) error {
	hash, err := v.hash(ctx, password)
	if errors.Is(err, ErrCrowded) {
		return nil // it can wait for the next sign-in
	}
	if err != nil {
		return err
	}
	if _, err := v.pool.Exec(ctx, `UPDATE app.vault SET hash = $3 WHERE id = $1 AND hash = $2`, id, old, hash); err != nil {
		return fmt.Errorf("strengthening a password: %w", err)
	}
	return nil
}

func weaker(is, wanted argon2id.Params) bool {
	return is.Memory < wanted.Memory || is.Iterations < wanted.Iterations
}

func (v *Vault) hash(ctx context.Context, password []byte) (hash string, err error) {
	err = v.gate.pass(ctx, func() error {
		hash, err = argon2id.CreateHash(v.peppered(password), &v.cost)
		return err
	})
	return hash, err
}

func (v *Vault) compare(ctx context.Context, hash string, password []byte) (right bool, cost argon2id.Params, err error) {
	err = v.gate.pass(ctx, func() error {
		is, params, err := argon2id.CheckHash(v.peppered(password), hash)
		if err != nil {
			return errors.New("a stored password hash does not decode")
		}
		right, cost = is, *params
		return nil
	})
	return right, cost, err
}

// peppered is what is hashed: keyboards differ in how they compose the same letters, so NFKC comes first.
func (v *Vault) peppered(password []byte) string {
	return string(keyed(v.secrets.roots().Pepper, "password", string(norm.NFKC.Bytes(password))))
}
