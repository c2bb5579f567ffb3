package access

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// The tiers of a link.
const (
	TierStatus = "status" // receipt number and birth date: status and history
	TierFull   = "full"   // with the access code: everything
)

// What became of a code. Alive is "".
const (
	Used     = "used"
	Replaced = "replaced"
	Expired  = "expired"
	Voided   = "voided"
)

// The kinds of people whose account links a case.
const (
	KindApplicant      = "applicant"
	KindRepresentative = "representative"
)

// State is what decisions read.
type State struct {
	Codes []Code // oldest first; only the last one can be alive
	Wrong int    // wrong birth dates beside the last code
	Links map[uuid.UUID]string
}

// Code is one access code that was issued for this case.
type Code struct {
	Ref     secret.Ref
	Issued  time.Time
	Expires time.Time
	Fate    string
	Account uuid.UUID // that used it
	UsedBy  string    // the kind of person
	UsedAt  time.Time

	Disputed Disputed
}

// Alive says whether the code still opens the case at a moment.
func (c Code) Alive(at time.Time) bool { return c.Fate == "" && at.Before(c.Expires) }

// Last is the code issued last, if any.
func (s State) Last() (Code, bool) {
	if len(s.Codes) == 0 {
		return Code{}, false
	}
	return s.Codes[len(s.Codes)-1], true
}

// Command is what can be asked of this aggregate.
type Command interface {
	decide(State, domain.Act) ([]Event, error)
}

// Event is what can happen to it.
type Event interface {
	domain.Event
	evolve(State) State
}

// Decider is the behavior of the aggregate.
var Decider = domain.Decider[State, Command, Event]{
	Category: "access",
	Decide:   Decide,
	Evolve:   Evolve,
	Catalog: domain.Catalog{
		domain.Stored[CodeIssued](),
		domain.Stored[CodeReissued](),
		domain.Stored[CodeVoided](),
		domain.Stored[CodeExpired](),
		domain.Stored[Linked](),
		domain.Stored[Upgraded](),
		domain.Stored[BirthDateRefused](),
		domain.Stored[Unlinked](),
		domain.Stored[CodeDisputed](),
		domain.Stored[DisputeUpheld](),
		domain.Stored[DisputeRejected](),
	},
	Errors: []*domain.Error{
		ErrNoMatch, ErrCodeExpired, ErrCodeUsed, ErrCodeReplaced, ErrCodeVoided,
		ErrTooManyLetters, ErrCodeIncomplete, ErrNoNeed, ErrReason, ErrKind,
		ErrCodeUnused, ErrCodeDisputed, ErrDisputeOwn, ErrDisputeLimit, ErrNoDispute, ErrDisputeSettled,
	},
}

// Decide answers a command with what happens.
func Decide(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) }

// Evolve is the state after an event.
func Evolve(s State, e Event) State { return e.evolve(s) }

// ErrNoMatch is the one answer to everything that must not be told apart: no such case, a protected one, a wrong code,
// a wrong birth date, somebody else's link.
var ErrNoMatch = &domain.Error{Kind: domain.NotFound, Code: "access.no_match", Message: "We could not find a case that matches what you entered. Check the receipt number, the access code and the date of birth."}

// ErrKind means that the caller named a kind of person that does not exist.
var ErrKind = &domain.Error{Kind: domain.Invalid, Code: "access.kind_unknown", Message: "A case is linked by an applicant or by a representative."}

// ErrReason means that the caller named a reason that does not exist.
var ErrReason = &domain.Error{Kind: domain.Invalid, Code: "access.reason_unknown", Message: "Choose one of the listed reasons."}

// own says that the actor speaks for this account: nobody links or unlinks another's.
func own(act domain.Act, account uuid.UUID) bool {
	return account != uuid.Nil && act.By.Kind == domain.Applicant && act.By.ID == account.String()
}

// agency says that the actor may handle codes.
func agency(act domain.Act) bool {
	switch act.By.Kind {
	case domain.Staff, domain.Operator, domain.Reacting:
		return true
	}
	return false
}
