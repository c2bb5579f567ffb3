package caselist

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
)

// Asked is something that the agency waits for in one of an account's cases.
type Asked struct {
	Receipt string
	Form    string
	Tier    string // of the account's link
	casefile.Ask
}

// asksSQL takes the whole history's say, not the status's: a transfer does not answer a request.
var asksSQL = `
	select m.receipt, m.form, m.tier, h.number, h.code, h.occurred, h.params
	from (select c.stream, c.receipt, c.form, l.tier` + mineSQL + `) m
	join ` + projections.Schema(cases.Projection) + `.history h on h.stream = m.stream
	where h.public and h.corrected = '' and h.corrects is null and h.code = any($2)
	order by m.receipt, h.occurred desc, h.number desc`

// saying is an entry that may ask for something.
type saying struct {
	Receipt, Form, Tier string
	Number              int
	Code                string
	Occurred            time.Time
	Params              map[string]string
}

// Asks is what the agency waits for in an account's cases: what falls due first comes first.
func (l *List) Asks(ctx context.Context, account uuid.UUID, now time.Time) ([]Asked, error) {
	rows, err := l.pool.Query(ctx, asksSQL, account, casefile.AskCodes)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[saying])
	if err != nil {
		return nil, err
	}
	var asked []Asked
	for of := range chunk(all) {
		history := make([]casefile.Entry, 0, len(of))
		for _, s := range of {
			history = append(history, casefile.Entry{Number: s.Number, Code: s.Code, Occurred: civil.Of(s.Occurred), Params: s.Params})
		}
		for _, a := range casefile.Asks(history, now) {
			asked = append(asked, Asked{of[0].Receipt, of[0].Form, of[0].Tier, a})
		}
	}
	slices.SortStableFunc(asked, func(a, b Asked) int { return a.Compare(b.Ask) })
	return asked, nil
}

// chunk cuts what is said where another case begins.
func chunk(all []saying) func(yield func([]saying) bool) {
	return func(yield func([]saying) bool) {
		for len(all) > 0 {
			n := slices.IndexFunc(all, func(s saying) bool { return s.Receipt != all[0].Receipt })
			if n < 0 {
				n = len(all)
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}
