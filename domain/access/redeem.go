package access

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// What is told to who shows a code that was once right, with the right birth date.
var (
	ErrCodeExpired  = &domain.Error{Kind: domain.Refused, Code: "access.code_expired", Message: "This access code has expired. Ask for a new letter."}
	ErrCodeUsed     = &domain.Error{Kind: domain.Refused, Code: "access.code_used", Message: "This access code was already used. If that was not you or someone who helps you, tell us."}
	ErrCodeReplaced = &domain.Error{Kind: domain.Refused, Code: "access.code_replaced", Message: "A newer letter replaced this access code. Use the code in the newest letter."}
	ErrCodeVoided   = &domain.Error{Kind: domain.Refused, Code: "access.code_voided", Message: "This access code no longer works. Ask for a new letter."}
)

// Redeem links the case in full with the code from the letter.
type Redeem struct {
	Account          uuid.UUID
	Kind             string // the kind of person, to be told to whoever comes later with the same code
	Code             secret.Presented
	BirthDateMatches bool // compared by the workflow with the date on file
	Known            bool // there is such a case, and it may be linked
}

func (c Redeem) decide(s State, act domain.Act) ([]Event, error) {
	if !own(act, c.Account) {
		return nil, ErrNoMatch
	}
	if !linksCases(c.Kind) {
		return nil, ErrKind
	}
	code, right := s.matching(c.Code)
	switch {
	case !c.Known || !right:
		return nil, ErrNoMatch
	case !c.BirthDateMatches && code.Alive(act.At):
		return s.refuseBirthDate(c.Account, code), nil
	case !c.BirthDateMatches:
		return nil, ErrNoMatch
	case s.Links[c.Account] == TierFull:
		return nil, nil
	case !code.Alive(act.At):
		return nil, code.reason()
	case s.Links[c.Account] == TierStatus:
		return []Event{Upgraded{Account: c.Account, Kind: c.Kind, Code: code.Ref.ID, At: act.At}}, nil
	}
	return []Event{Linked{Account: c.Account, Kind: c.Kind, Tier: TierFull, Code: code.Ref.ID, At: act.At}}, nil
}

// matching is the code that was shown, if it was ever right. It compares with all of them, so that the time it takes
// does not tell which.
func (s State) matching(shown secret.Presented) (found Code, right bool) {
	if shown == nil {
		return Code{}, false
	}
	for _, c := range s.Codes {
		if shown.Is(c.Ref) {
			found, right = c, true
		}
	}
	return found, right
}

// reason is why a code that is not alive does not work.
func (c Code) reason() error {
	switch c.Fate {
	case Used:
		return ErrCodeUsed.With("by", c.UsedBy).With("on", civil.Of(c.UsedAt).String())
	case Replaced:
		return ErrCodeReplaced
	case Voided:
		return ErrCodeVoided
	}
	return ErrCodeExpired
}

// refuseBirthDate remembers a wrong date beside the right code. The one that uses the tries up voids the code at once.
func (s State) refuseBirthDate(account uuid.UUID, code Code) []Event {
	left := max(0, limits.WrongBirthDates-s.Wrong-1)
	events := []Event{BirthDateRefused{Account: account, Left: left}}
	if left == 0 {
		events = append(events, CodeVoided{Code: code.Ref.ID, Why: WhyBirthDates})
	}
	return events
}

// Upgraded says that a link by receipt became a full one. The code is spent.
type Upgraded struct {
	Account uuid.UUID `json:"account" log:"public,an id of ours"`
	Kind    string    `json:"kind" log:"public,one of a list"`
	Code    uuid.UUID `json:"code" log:"public,the id of the reference of the code that was spent"`
	At      time.Time `json:"at" log:"public,an instant; told to who shows the same code later"`
}

// EventType is the stored name.
func (Upgraded) EventType() string { return "access.upgraded" }

func (e Upgraded) evolve(s State) State {
	return s.spend(e.Code, e.Kind, e.At).link(e.Account, TierFull)
}

// spend marks the code as used.
func (s State) spend(code uuid.UUID, by string, at time.Time) State {
	s.Codes = slices.Clone(s.Codes)
	for i, c := range s.Codes {
		if c.Ref.ID == code {
			s.Codes[i].Fate, s.Codes[i].UsedBy, s.Codes[i].UsedAt = Used, by, at
		}
	}
	return s
}

// BirthDateRefused says that somebody who has the letter gave a wrong birth date. It answers like an unknown case.
type BirthDateRefused struct {
	Account uuid.UUID `json:"account" log:"public,an id of ours"`
	Left    int       `json:"left" log:"public,a count; not told to the person"`
}

// EventType is the stored name.
func (BirthDateRefused) EventType() string { return "access.birth_date_refused" }

// Refused is the answer, now and at every repeat.
func (BirthDateRefused) Refused() *domain.Error { return ErrNoMatch }

func (BirthDateRefused) evolve(s State) State {
	s.Wrong++
	return s
}
