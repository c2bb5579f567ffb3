package deliveries

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/projections"
)

// The states of a message.
const (
	Requested = "requested"
	Sent      = "sent"
	Delivered = "delivered" // its carrier says that it has arrived
	Failed    = "failed"    // will be tried again
	Bounced   = "bounced"
	InDoubt   = "in_doubt" // nobody knows whether it has left
	GivenUp   = "given_up"
)

// Delivery is one row.
type Delivery struct {
	Stream        string
	ID            uuid.UUID
	Channel       string
	Template      string
	Edition       string
	Language      string
	RecipientKind string
	RecipientID   string
	Receipt       string // of the case that it is about; empty for none
	State         string
	Why           string // the code of a failure or bounce, or why it was given up
	Code          string // what the other side answered last, unless it took the message
	Attempts      int
	Resend        bool
	NotAfter      time.Time
	NextAt        *time.Time // due from then on; nil when it has ended
	RequestedAt   time.Time
	DoneAt        *time.Time
}

// Deliveries answers from the table.
type Deliveries struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Deliveries { return &Deliveries{pool} }

var selectSQL = `
	select stream, id, channel, template, edition, language, recipient_kind, recipient_id, receipt, state, why, code, attempts,
		resend, not_after, next_at, requested_at, done_at
	from ` + projections.Schema(Projection) + `.deliveries d`

const troubled = `state in ('failed', 'bounced', 'in_doubt', 'given_up')`

var (
	dueSQL = selectSQL + `
	where channel = $1 and next_at <= $2
		and not exists (select from app.sends s where s.delivery = d.id and s.lease_until > now() and s.started_at <= now() + interval '1 minute')
	order by next_at limit $3`
	ofRecipientSQL = selectSQL + ` where recipient_kind = $1 and recipient_id = $2 order by requested_at desc limit $3`
	ofCaseSQL      = selectSQL + ` where receipt = $1 and receipt <> '' order by requested_at desc limit $2`
	troublesSQL    = selectSQL + `
	where ` + troubled + ` order by requested_at desc limit $1`
	troublesOfSQL = selectSQL + `
	where recipient_kind = $1 and recipient_id = $2 and requested_at >= $3 and ` + troubled + ` order by requested_at desc limit $4`
)

// Due is what a sender of this channel may take up now, longest due first, and nobody is sending just now. A message
// whose sender died in the middle is due again: the row in app.sends says so. The time is that of the servers, which set
// next_at; the database's own clock may go differently, and counts for leases only.
func (d *Deliveries) Due(ctx context.Context, channel string, now time.Time, limit int) ([]Delivery, error) {
	return d.query(ctx, dueSQL, channel, now, limit)
}

// OfRecipient is what was sent to somebody, newest first.
func (d *Deliveries) OfRecipient(ctx context.Context, kind, id string, limit int) ([]Delivery, error) {
	return d.query(ctx, ofRecipientSQL, kind, id, limit)
}

// OfCase is what was sent about a case, newest first.
func (d *Deliveries) OfCase(ctx context.Context, receipt string, limit int) ([]Delivery, error) {
	return d.query(ctx, ofCaseSQL, receipt, limit)
}

// Troubles is what has not arrived as it should, for the staff to see, newest first.
func (d *Deliveries) Troubles(ctx context.Context, limit int) ([]Delivery, error) {
	return d.query(ctx, troublesSQL, limit)
}

// TroublesOf is what has not reached somebody as it should, of what was asked for since then, newest first.
func (d *Deliveries) TroublesOf(ctx context.Context, kind, id string, since time.Time, limit int) ([]Delivery, error) {
	return d.query(ctx, troublesOfSQL, kind, id, since, limit)
}

func (d *Deliveries) query(ctx context.Context, sql string, args ...any) ([]Delivery, error) {
	rows, err := d.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Delivery])
}
