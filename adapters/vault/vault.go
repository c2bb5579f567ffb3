package vault

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/limits"
)

// The kinds of rows.
const (
	kindPassword = "password"
	kindSeed     = "seed"
)

// Vault keeps passwords and authenticator seeds in table app.vault.
type Vault struct {
	pool    *pgxpool.Pool
	secrets *Secrets
	cost    argon2id.Params
	gate    *gate
	nobody  string // a hash of no password, for unknown ids
	decoy   []byte // a sealed seed of nobody, for unknown ids
}

// Cost is what hashing one password takes. A larger one applies to old passwords as they are used.
type Cost struct {
	Memory     uint32 // KiB
	Iterations uint32
}

// StandardCost is OWASP's first choice for argon2id: some 70 ms on one core.
var StandardCost = Cost{Memory: 46 << 10, Iterations: 1}

// New keeps its rows in the database of the pool. It hashes as many passwords at once as there are cores; others wait
// for limits.HashQueue.
func New(pool *pgxpool.Pool, s *Secrets, cost Cost) (*Vault, error) {
	v := &Vault{
		pool: pool, secrets: s,
		cost: argon2id.Params{Memory: cost.Memory, Iterations: cost.Iterations, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		gate: newGate(runtime.NumCPU(), limits.HashQueue),
	}
	var err error
	if v.nobody, err = argon2id.CreateHash(string(mustKey()), &v.cost); err != nil {
		return nil, err
	}
	v.decoy, err = s.roots().Master.seal(newSeed(), boundTo(kindSeed, uuid.Nil))
	return v, err
}

// Forget deletes rows; unknown ids are fine.
func (v *Vault) Forget(ctx context.Context, ids ...uuid.UUID) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := v.pool.Exec(ctx, `DELETE FROM app.vault WHERE id = ANY($1::uuid[])`, texts(ids)); err != nil {
		return fmt.Errorf("forgetting vault rows: %w", err)
	}
	return nil
}

// ForgetInert deletes rows that no event names, unless they were written again since that moment: then an event is about
// to name them.
func (v *Vault) ForgetInert(ctx context.Context, since time.Time, ids ...uuid.UUID) error {
	const forget = `DELETE FROM app.vault WHERE id = ANY($1::uuid[]) AND created_at < $2`
	if _, err := v.pool.Exec(ctx, forget, texts(ids), since); err != nil {
		return fmt.Errorf("forgetting inert vault rows: %w", err)
	}
	return nil
}

// Written answers the rows written from one moment until before another, the oldest first. The sweeper asks for a
// stretch that ended a day ago, and forgets those that no event names.
func (v *Vault) Written(ctx context.Context, from, until time.Time) ([]uuid.UUID, error) {
	const written = `SELECT id FROM app.vault WHERE created_at >= $1 AND created_at < $2 ORDER BY created_at, id`
	rows, err := v.pool.Query(ctx, written, from, until)
	if err != nil {
		return nil, fmt.Errorf("listing vault rows: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, fmt.Errorf("listing vault rows: %w", err)
	}
	return ids, nil
}

// texts are ids as an array that pgx also encodes when a pooler forbids it to ask the server for types.
func texts(ids []uuid.UUID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return texts
}
