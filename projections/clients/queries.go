package clients

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/keyset"
	"github.com/casetrail/casetrail/projections/rows"
)

// The states of a client.
const (
	Working   = "working"
	Suspended = "suspended"
	Closed    = "closed"
)

// Client is an API client as those see it who manage it.
type Client struct {
	ID          uuid.UUID
	OwnerKind   string
	OwnerID     string
	Name        *string // nil when it was erased
	Contact     *string // nil when it was erased
	Environment string
	Scopes      []string
	State       string
	Why         string // of a suspension
	Credentials rows.JSON[[]Credential]
	Registered  time.Time
}

// Credential is one that was not revoked.
type Credential struct {
	Number int       `json:"number"`
	Issued time.Time `json:"issued"`
}

// Clients answers from the table.
type Clients struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Clients { return &Clients{pool} }

var selectSQL = `
	select id, owner_kind, owner_id, name, contact, environment, scopes, state, why, credentials, registered
	from ` + projections.Schema(Projection) + `.clients `

// Client is one of them; client.ErrUnknown when there is none. Whoever owner names sees only their own; uuid.Nil, which is
// staff, all.
func (c *Clients) Client(ctx context.Context, id, owner uuid.UUID) (Client, error) {
	found, err := c.query(ctx, selectSQL+"where id = $1 and "+ownedSQL, id, owner)
	if err == nil && len(found) == 0 {
		err = client.ErrUnknown
	}
	if err != nil {
		return Client{}, err
	}
	return found[0], nil
}

// ownedSQL is true for staff, for whom $2 is nil.
const ownedSQL = "($2 = '00000000-0000-0000-0000-000000000000'::uuid or owner_kind = 'applicant' and owner_id = $2::uuid::text)"

// List is a page of those that an owner sees, the newest first, and the cursor of the next page; empty after the last.
func (c *Clients) List(ctx context.Context, owner uuid.UUID, cursor string, limit int) (page []Client, next string, err error) {
	after, err := keyset.Parse(cursor)
	if err != nil {
		return nil, "", err
	}
	where, args := "where true", []any{keyset.Limit(limit), owner}
	if after != nil {
		where, args = "where (registered, id::text) < ($3, $4)", append(args, after.At, after.ID)
	}
	found, err := c.query(ctx, selectSQL+where+" and "+ownedSQL+" order by registered desc, id::text desc limit $1", args...)
	if err != nil {
		return nil, "", err
	}
	page, next = keyset.Page(found, limit, func(c Client) keyset.Key { return keyset.Key{At: c.Registered, ID: c.ID.String()} })
	return page, next, nil
}

func (c *Clients) query(ctx context.Context, sql string, args ...any) ([]Client, error) {
	found, err := c.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(found, pgx.RowToStructByName[Client])
}
