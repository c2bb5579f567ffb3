package links

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections/rows"
)

// state is the rows of one case.
type state struct {
	links    []link
	codes    []code
	disputes []dispute
}

type link struct {
	Stream   string
	Receipt  string
	Account  uuid.UUID
	Kind     string
	Tier     string
	Since    time.Time
	Upgraded *time.Time
}

type code struct {
	Stream  string
	Number  int
	Receipt string
	Code    uuid.UUID
	Why     string
	Issued  time.Time
	Expires time.Time
	Fate    string
	Wrong   int
	UsedBy  *string
	UsedAt  *time.Time
}

var model = rows.Model[state]{Add: add, Tables: []rows.Table[state]{
	rows.Of("links", "stream, account", func(s *state) *[]link { return &s.links }),
	rows.Of("codes", "stream, number", func(s *state) *[]code { return &s.codes }),
	rows.Of("disputes", "stream, number", func(s *state) *[]dispute { return &s.disputes }),
}}

func add(s *state, f domain.Fact) error {
	switch e := f.Event.(type) {
	case access.CodeIssued:
		s.issue(f.Stream, e)
	case access.CodeReissued:
		s.end(access.Replaced, func(code) bool { return true })
		s.issue(f.Stream, access.CodeIssued{Code: e.Code, Issued: e.Issued, Expires: e.Expires, Why: e.Why})
	case access.CodeVoided:
		s.end(access.Voided, named(e.Code))
	case access.CodeExpired:
		s.end(access.Expired, named(e.Code))
	case access.BirthDateRefused:
		if last := len(s.codes) - 1; last >= 0 {
			s.codes[last].Wrong++
		}
	case access.Linked:
		s.unlink(e.Account)
		s.links = append(s.links, link{f.Stream, receiptOf(f.Stream), e.Account, e.Kind, e.Tier, e.At, nil})
		s.spend(e.Code, e.Kind, e.At)
	case access.Upgraded:
		s.upgrade(e.Account, e.At)
		s.spend(e.Code, e.Kind, e.At)
	case access.Unlinked:
		s.unlink(e.Account)
	case access.CodeDisputed:
		s.dispute(f.Stream, e)
	case access.DisputeUpheld:
		s.unlink(e.Account)
		s.void(e.Code)
		return s.settle(f, e.Code, Upheld, "")
	case access.DisputeRejected:
		return s.settle(f, e.Code, Rejected, e.Why)
	}
	return nil
}

func (s *state) issue(stream string, e access.CodeIssued) {
	s.codes = append(s.codes, code{
		Stream: stream, Number: len(s.codes) + 1, Receipt: receiptOf(stream), Code: e.Code.ID, Why: e.Why, Issued: e.Issued, Expires: e.Expires,
	})
}

// end says what became of the codes that could still be used.
func (s *state) end(fate string, of func(code) bool) {
	for i, c := range s.codes {
		if c.Fate == "" && of(c) {
			s.codes[i].Fate = fate
		}
	}
}

// spend does nothing when no code was named: a link by receipt number spends none.
func (s *state) spend(id uuid.UUID, by string, at time.Time) {
	for i, c := range s.codes {
		if c.Code == id {
			s.codes[i].Fate, s.codes[i].UsedBy, s.codes[i].UsedAt = access.Used, &by, &at
		}
	}
}

func (s *state) upgrade(account uuid.UUID, at time.Time) {
	for i, l := range s.links {
		if l.Account == account {
			s.links[i].Tier, s.links[i].Upgraded = access.TierFull, &at
		}
	}
}

func (s *state) unlink(account uuid.UUID) {
	s.links = slices.DeleteFunc(s.links, func(l link) bool { return l.Account == account })
}

func named(id uuid.UUID) func(code) bool { return func(c code) bool { return c.Code == id } }

func receiptOf(stream string) string {
	_, receipt := eventstore.Split(stream)
	return receipt
}
