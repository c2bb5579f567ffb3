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

// What is told to who reports a use of a code, after the same proof as to Redeem.
var (
	ErrCodeUnused   = &domain.Error{Kind: domain.Refused, Code: "access.code_unused", Message: "Nobody has used this access code. You can add the case with it."}
	ErrCodeDisputed = &domain.Error{Kind: domain.Refused, Code: "access.code_disputed", Message: "This access code was used, and somebody told us that it was not them. We are looking into it."}
	ErrDisputeOwn   = &domain.Error{Kind: domain.Refused, Code: "access.dispute_own", Message: "This access code was used with your own account."}
	ErrDisputeLimit = &domain.Error{Kind: domain.Refused, Code: "access.dispute_limit", Message: "We have looked into the use of this access code several times. Call us."}
)

// Dispute says of a code that was used: it was neither me nor somebody who helps me. The letter and the birth date are the
// proof, as they are to Redeem.
type Dispute struct {
	Account          uuid.UUID // who says so
	Code             secret.Presented
	BirthDateMatches bool // compared by the workflow with the date on file
	Known            bool // there is such a case, and it may be linked
}

func (c Dispute) decide(s State, act domain.Act) ([]Event, error) {
	if !own(act, c.Account) {
		return nil, ErrNoMatch
	}
	code, refused, err := s.prove(proof{c.Account, c.Code, c.BirthDateMatches, c.Known}, act.At)
	switch {
	case err != nil || len(refused) > 0:
		return refused, err
	case code.Alive(act.At):
		return nil, ErrCodeUnused
	case code.Fate != Used || code.Disputed.Open():
		return nil, code.reason()
	case code.Account == c.Account:
		return nil, ErrDisputeOwn
	case code.Disputed.Times >= limits.Disputes:
		return nil, ErrDisputeLimit
	}
	return []Event{CodeDisputed{Code: code.Ref.ID, By: c.Account, Account: code.Account, At: act.At}}, nil
}

// Disputed is what was said against the use of a code.
type Disputed struct {
	By    uuid.UUID // the account that says that it was not its holder; nobody while none is open
	At    time.Time
	Times int // also those that were settled
}

// Open says whether it is still to be settled.
func (d Disputed) Open() bool { return d.By != uuid.Nil }

// disputed is why a code opens nothing whose use is being looked into.
func (c Code) disputed() error {
	return ErrCodeDisputed.With("by", c.UsedBy).With("on", civil.Of(c.UsedAt).String()).With("reported", civil.Of(c.Disputed.At).String())
}

// CodeDisputed says that somebody who has the letter says that they did not use its code.
type CodeDisputed struct {
	Code    uuid.UUID `json:"code" log:"public,the id of the reference of the code that was spent"`
	By      uuid.UUID `json:"by" log:"public,an id of ours: the account that says so"`
	Account uuid.UUID `json:"account" log:"public,an id of ours: the account that spent the code"`
	At      time.Time `json:"at" log:"public,an instant; told to who shows the same code later"`
}

// EventType is the stored name.
func (CodeDisputed) EventType() string { return "access.code_disputed" }

func (e CodeDisputed) evolve(s State) State {
	return s.change(e.Code, func(c *Code) {
		c.Disputed = Disputed{By: e.By, At: e.At, Times: c.Disputed.Times + 1}
	})
}

// change changes one code.
func (s State) change(id uuid.UUID, how func(*Code)) State {
	s.Codes = slices.Clone(s.Codes)
	for i, c := range s.Codes {
		if c.Ref.ID == id {
			how(&s.Codes[i])
		}
	}
	return s
}
