package access

import (
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
	code, refused, err := s.prove(proof{c.Account, c.Code, c.BirthDateMatches, c.Known}, act.At)
	switch {
	case err != nil || len(refused) > 0:
		return refused, err
	case s.Links[c.Account] == TierFull:
		return nil, nil
	case !code.Alive(act.At):
		return nil, code.reason()
	case s.Links[c.Account] == TierStatus:
		return []Event{Upgraded{Account: c.Account, Kind: c.Kind, Code: code.Ref.ID, At: act.At}}, nil
	}
	return []Event{Linked{Account: c.Account, Kind: c.Kind, Tier: TierFull, Code: code.Ref.ID, At: act.At}}, nil
}

// proof is what somebody shows who has the letter.
type proof struct {
	account          uuid.UUID
	code             secret.Presented
	birthDateMatches bool
	known            bool
}

// prove is the code of the letter. A wrong birth date beside a code that is alive is remembered: then there are events.
func (s State) prove(p proof, at time.Time) (Code, []Event, error) {
	code, right := s.matching(p.code)
	switch {
	case !p.known || !right:
		return Code{}, nil, ErrNoMatch
	case p.birthDateMatches:
		return code, nil, nil
	case code.Alive(at):
		return Code{}, s.refuseBirthDate(p.account, code), nil
	}
	return Code{}, nil, ErrNoMatch
}

// compared is with how many codes one is compared at least: hardly a case has had more letters.
const compared = 4

// matching is the code that was shown, if it was ever right. It compares with all of them, and with nothing where there are
// few, so that the time it takes tells neither which it is nor whether there are any.
func (s State) matching(shown secret.Presented) (found Code, right bool) {
	if shown == nil {
		return Code{}, false
	}
	for i := range max(len(s.Codes), compared) {
		var c Code
		if i < len(s.Codes) {
			c = s.Codes[i]
		}
		if shown.Is(c.Ref) && !c.Ref.IsZero() {
			found, right = c, true
		}
	}
	return found, right
}

// reason is why a code that is not alive does not work.
func (c Code) reason() error {
	if c.Disputed.Open() {
		return c.disputed()
	}
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
	return s.spend(e.Code, e.Account, e.Kind, e.At).link(e.Account, TierFull)
}

// spend marks the code as used.
func (s State) spend(code, account uuid.UUID, kind string, at time.Time) State {
	return s.change(code, func(c *Code) { c.Fate, c.Account, c.UsedBy, c.UsedAt = Used, account, kind, at })
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
