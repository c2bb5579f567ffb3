package directory

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/projections"
)

// The states of an account. Locked is no state of the table: a lock ends by itself.
const (
	Pending   = "pending"   // registered; the link was not followed yet
	Confirmed = "confirmed" // signing up
	Active    = "active"
	Locked    = "locked" // active, and nobody may sign in just now
	Lapsed    = "lapsed" // nobody followed the link in time
	Erased    = "erased"
)

// Account is one row.
type Account struct {
	ID          uuid.UUID
	Number      string // the online account number; empty until it is active
	Language    string
	Role        string
	State       string
	Address     *string  // nil when it was erased
	Methods     []string // the ways to sign in that were proved
	CodesLeft   int      // backup codes
	LockedUntil *time.Time
	Created     time.Time
	Activated   *time.Time
}

// Directory answers from the table.
type Directory struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Directory { return &Directory{pool} }

var accountSQL = `
	select id, number, language, role, address, methods, codes_left, locked_until, created, activated,
		case when state = 'active' and locked_until > now() then 'locked' else state end as state
	from ` + projections.Schema(Projection) + `.accounts where id = $1`

// Account is the account of an id; account.ErrUnknown when the table has none.
func (d *Directory) Account(ctx context.Context, id uuid.UUID) (Account, error) {
	rows, err := d.pool.Query(ctx, accountSQL, id)
	if err != nil {
		return Account{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Account])
	if errors.Is(err, pgx.ErrNoRows) {
		return Account{}, account.ErrUnknown
	}
	return a, err
}
