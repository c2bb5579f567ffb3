package links

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/keyset"
)

// The outcomes of a dispute.
const (
	Open     = ""
	Upheld   = "upheld"   // the link was wrong: it has ended, and the code is void
	Rejected = "rejected" // everything stays as it is
)

// Dispute is what the holder of a letter said against the use of its code, and what became of that.
type Dispute struct {
	Number     int // counts those of the case
	Receipt    string
	Code       uuid.UUID // id of the reference of the code
	CodeNumber int       // counts the codes of the case
	By         uuid.UUID // the account that says that it was not its holder
	Account    uuid.UUID // the account that used the code
	Kind       string    // of person who used it: access.KindApplicant, …
	UsedAt     time.Time
	Opened     time.Time
	Outcome    string
	Why        string // of a rejection: access.WhyHolder, …
	Settled    *time.Time
}

var disputesSQL = `
	select number, receipt, code, code_number, by, account, kind, used_at, opened, outcome, why, settled
	from ` + projections.Schema(Projection) + `.disputes `

// Disputes is a page of those that are open, the one that waits longest first, and the cursor of the next page; empty after
// the last.
func (l *Links) Disputes(ctx context.Context, cursor string, limit int) (page []Dispute, next string, err error) {
	after, err := keyset.Parse(cursor)
	if err != nil {
		return nil, "", err
	}
	where, args := "where outcome = ''", []any{keyset.Limit(limit)}
	if after != nil {
		id, err := uuid.Parse(after.ID)
		if err != nil {
			return nil, "", keyset.ErrCursor
		}
		where, args = where+" and (opened, code) > ($2, $3)", append(args, after.At, id)
	}
	found, err := l.disputes(ctx, disputesSQL+where+" order by opened, code limit $1", args...)
	if err != nil {
		return nil, "", err
	}
	page, next = keyset.Page(found, limit, func(d Dispute) keyset.Key { return keyset.Key{At: d.Opened, ID: d.Code.String()} })
	return page, next, nil
}

// DisputesOf is what was said against the use of one code, the newest first; access.ErrNoDispute when nothing was.
func (l *Links) DisputesOf(ctx context.Context, receipt string, code uuid.UUID) ([]Dispute, error) {
	found, err := l.disputes(ctx, disputesSQL+"where stream = $1 and code = $2 order by number desc", stream(receipt), code)
	if err == nil && len(found) == 0 {
		err = access.ErrNoDispute
	}
	return found, err
}

func (l *Links) disputes(ctx context.Context, sql string, args ...any) ([]Dispute, error) {
	rows, err := l.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Dispute])
}

type dispute struct {
	Stream     string
	Number     int
	Receipt    string
	Code       uuid.UUID
	CodeNumber int
	By         uuid.UUID
	Account    uuid.UUID
	Kind       string
	UsedAt     time.Time
	Opened     time.Time
	Outcome    string
	Why        string
	Settled    *time.Time
}

func (s *state) dispute(stream string, e access.CodeDisputed) {
	d := dispute{
		Stream: stream, Number: len(s.disputes) + 1, Receipt: receiptOf(stream), Code: e.Code, By: e.By, Account: e.Account, Opened: e.At,
	}
	for _, c := range s.codes {
		if c.Code == e.Code && c.UsedBy != nil {
			d.CodeNumber, d.Kind, d.UsedAt = c.Number, *c.UsedBy, *c.UsedAt
		}
	}
	s.disputes = append(s.disputes, d)
}

// settle says what became of the open dispute of a code.
func (s *state) settle(f domain.Fact, code uuid.UUID, outcome, why string) error {
	act, err := f.Act()
	if err != nil {
		return err
	}
	for i, d := range s.disputes {
		if d.Code == code && d.Outcome == Open {
			s.disputes[i].Outcome, s.disputes[i].Why, s.disputes[i].Settled = outcome, why, &act.At
		}
	}
	return nil
}

// void ends a code that was used.
func (s *state) void(id uuid.UUID) {
	for i, c := range s.codes {
		if c.Code == id {
			s.codes[i].Fate = access.Voided
		}
	}
}
