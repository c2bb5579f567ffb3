package access

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// Why a code is issued.
const (
	WhyReceived  = "received"  // the paper case came in
	WhyRequested = "requested" // the person asked for a new letter
	WhyReissued  = "reissued"  // the agency sends a new letter
	WhyOnline    = "online"    // an account that sees the status asked for it
	WhyPhone     = "phone"     // the person asked for it, and was recognized, on the phone
	WhyInPerson  = "in_person" // the same at an office
)

// Whys are the reasons for which a letter may have gone out: also because somebody else had used the code before.
var Whys = append([]string{WhyOnline, WhyDisputed}, AgencyWhys...)

// AgencyWhys are the reasons for which the agency issues a code.
var AgencyWhys = []string{WhyReceived, WhyRequested, WhyReissued, WhyPhone, WhyInPerson}

// ErrNoNeed answers an account that asks for a code and sees everything already.
var ErrNoNeed = &domain.Error{Kind: domain.Refused, Code: "access.no_need", Message: "Your account has full access to this case. You need no access code."}

// ErrCodeIncomplete means that the caller named no code, or one that is dead already.
var ErrCodeIncomplete = &domain.Error{Kind: domain.Invalid, Code: "access.code_incomplete", Message: "An access code needs a reference and an expiry in the future."}

// ErrTooManyLetters means that the letters of the day or of the month are used up; RetryAfter says when the next may go.
var ErrTooManyLetters = &domain.Error{Kind: domain.Limited, Code: "access.too_many_letters", Message: "A letter with an access code was already sent. At most one goes out a day, and four in 30 days."}

// IssueCode issues the code that a letter will bring; a code that was alive dies with it.
type IssueCode struct {
	Code    secret.Ref
	Expires time.Time
	Why     string
}

func (c IssueCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.mayAsk(act, c.Why); err != nil {
		return nil, err
	}
	switch {
	case c.Code.IsZero() || !c.Expires.After(act.At):
		return nil, ErrCodeIncomplete
	}
	if wait := s.nextLetter(act.At); wait > 0 {
		return nil, ErrTooManyLetters.After(wait)
	}
	if old, ok := s.Last(); ok {
		return []Event{CodeReissued{Code: c.Code, Issued: act.At, Expires: c.Expires, Replaces: old.Ref.ID, Why: c.Why}}, nil
	}
	return []Event{CodeIssued{Code: c.Code, Issued: act.At, Expires: c.Expires, Why: c.Why}}, nil
}

// mayAsk: the agency, for a reason of its own, and whoever has linked the case for its status.
func (s State) mayAsk(act domain.Act, why string) error {
	switch tier := s.linked(act); {
	case agency(act) && !slices.Contains(AgencyWhys, why):
		return ErrReason
	case agency(act):
		return nil
	case tier == "":
		return ErrNoMatch
	case tier == TierFull:
		return ErrNoNeed
	case why != WhyOnline:
		return ErrReason
	}
	return nil
}

// linked is how much of the case an account sees that acts; empty for everybody else.
func (s State) linked(act domain.Act) string {
	id, err := uuid.Parse(act.By.ID)
	if err != nil || act.By.Kind != domain.Applicant {
		return ""
	}
	return s.Links[id]
}

// NextLetter is when one more letter may go: at that moment or before it, now.
func (s State) NextLetter(now time.Time) time.Time { return now.Add(max(s.nextLetter(now), 0)) }

// nextLetter is how long to wait until one more letter may go; zero when it may go now.
func (s State) nextLetter(now time.Time) time.Duration {
	var wait time.Duration
	for _, name := range []string{limits.LetterDay, limits.LetterMonth} {
		rule, _ := limits.Find(name)
		if n := len(s.Codes); n >= rule.Max {
			wait = max(wait, s.Codes[n-rule.Max].Issued.Add(rule.Window).Sub(now))
		}
	}
	return wait
}

// CodeIssued says that the case has its first code.
type CodeIssued struct {
	Code    secret.Ref `json:"code" log:"public,a reference: the code itself is derived from a key outside the log"`
	Issued  time.Time  `json:"issued" log:"public,an instant; letters are limited by it"`
	Expires time.Time  `json:"expires" log:"public,an instant"`
	Why     string     `json:"why" log:"public,one of a list"`
}

// EventType is the stored name.
func (CodeIssued) EventType() string { return "access.code_issued" }

func (e CodeIssued) evolve(s State) State {
	s.Codes = append(slices.Clone(s.Codes), Code{Ref: e.Code, Issued: e.Issued, Expires: e.Expires})
	s.Wrong = 0
	return s
}

// CodeReissued says that a new code took the place of the last one, which is dead from now on.
type CodeReissued struct {
	Code     secret.Ref `json:"code" log:"public,a reference: the code itself is derived from a key outside the log"`
	Issued   time.Time  `json:"issued" log:"public,an instant; letters are limited by it"`
	Expires  time.Time  `json:"expires" log:"public,an instant"`
	Replaces uuid.UUID  `json:"replaces" log:"public,the id of the reference that it replaces"`
	Why      string     `json:"why" log:"public,one of a list"`
}

// EventType is the stored name.
func (CodeReissued) EventType() string { return "access.code_reissued" }

func (e CodeReissued) evolve(s State) State {
	s = s.fate(Replaced)
	return CodeIssued{Code: e.Code, Issued: e.Issued, Expires: e.Expires}.evolve(s)
}

// fate ends the last code, unless it had ended already.
func (s State) fate(fate string) State {
	s.Codes = slices.Clone(s.Codes)
	if n := len(s.Codes); n > 0 && s.Codes[n-1].Fate == "" {
		s.Codes[n-1].Fate = fate
	}
	return s
}
