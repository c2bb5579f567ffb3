package links

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
)

// Link is an account's view on a case.
type Link struct {
	Receipt  string
	Account  uuid.UUID
	Kind     string // of person: access.KindApplicant, …
	Tier     string // access.TierStatus or access.TierFull
	Since    time.Time
	Upgraded *time.Time // when a link by receipt number became a full one
}

// Code is an access code that was mailed, without the code.
type Code struct {
	Number  int // counts the codes of the case
	Why     string
	Issued  time.Time
	Expires time.Time
	Fate    string // "" while it may still be used: see access
	Wrong   int    // how often somebody had the code and not the birth date
	UsedBy  *string
	UsedAt  *time.Time
}

// Links answers from the tables.
type Links struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Links { return &Links{pool} }

var (
	linksTable = projections.Schema(Projection) + ".links"
	codesTable = projections.Schema(Projection) + ".codes"
)

const linkColumns = "receipt, account, kind, tier, since, upgraded"

// OfAccount is every case that an account sees.
func (l *Links) OfAccount(ctx context.Context, account uuid.UUID) ([]Link, error) {
	rows, err := l.pool.Query(ctx,
		"select "+linkColumns+" from "+linksTable+" where account = $1 order by since, receipt", account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Link])
}

// OfCase is who sees a case, oldest link first, and what became of its codes, the last one first.
func (l *Links) OfCase(ctx context.Context, receipt string) ([]Link, []Code, error) {
	rows, err := l.pool.Query(ctx,
		"select "+linkColumns+" from "+linksTable+" where stream = $1 order by since, account", stream(receipt))
	if err != nil {
		return nil, nil, err
	}
	links, err := pgx.CollectRows(rows, pgx.RowToStructByName[Link])
	if err != nil {
		return nil, nil, err
	}
	rows, err = l.pool.Query(ctx,
		"select number, why, issued, expires, fate, wrong, used_by, used_at from "+codesTable+
			" where stream = $1 order by number desc", stream(receipt))
	if err != nil {
		return nil, nil, err
	}
	codes, err := pgx.CollectRows(rows, pgx.RowToStructByName[Code])
	return links, codes, err
}

func stream(receipt string) string { return eventstore.Stream(access.Decider.Category, receipt) }
