package access

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// Why a dispute is rejected.
const (
	WhyHolder   = "holder"   // the person used the code, with another account
	WhyTrusted  = "trusted"  // somebody used it whom the person had asked to
	WhyUnproved = "unproved" // whoever said so did not show who they are
)

// Rejections are the reasons for which a dispute is rejected.
var Rejections = []string{WhyHolder, WhyTrusted, WhyUnproved}

// What is told to who settles a dispute.
var (
	ErrNoDispute      = &domain.Error{Kind: domain.NotFound, Code: "access.dispute_unknown", Message: "Nobody has disputed the use of this access code."}
	ErrDisputeSettled = &domain.Error{Kind: domain.Refused, Code: "access.dispute_settled", Message: "This report was settled already."}
)

// UpholdDispute says that the link was wrong: it ends, the code that made it is void, and a letter brings a new one. A
// letter that is under way already, with a code that works, is the new one. The limits of letters do not hold: nobody is
// to wait until somebody else's look at their case ends.
type UpholdDispute struct {
	Code    uuid.UUID
	New     secret.Ref
	Expires time.Time
}

func (c UpholdDispute) decide(s State, act domain.Act) ([]Event, error) {
	code, err := s.settling(c.Code, act)
	switch {
	case err != nil:
		return nil, err
	case c.New.IsZero() || !c.Expires.After(act.At):
		return nil, ErrCodeIncomplete
	}
	events := []Event{DisputeUpheld{Code: code.Ref.ID, By: code.Disputed.By, Account: code.Account}}
	if last, _ := s.Last(); !last.Alive(act.At) {
		events = append(events, CodeReissued{Code: c.New, Issued: act.At, Expires: c.Expires, Replaces: last.Ref.ID, Why: WhyDisputed})
	}
	return events, nil
}

// RejectDispute says that the link was right: everything stays as it is.
type RejectDispute struct {
	Code uuid.UUID
	Why  string
}

func (c RejectDispute) decide(s State, act domain.Act) ([]Event, error) {
	code, err := s.settling(c.Code, act)
	switch {
	case err != nil:
		return nil, err
	case !slices.Contains(Rejections, c.Why):
		return nil, ErrReason
	}
	return []Event{DisputeRejected{Code: code.Ref.ID, By: code.Disputed.By, Account: code.Account, Why: c.Why}}, nil
}

// settling is the code whose open dispute somebody settles who may.
func (s State) settling(id uuid.UUID, act domain.Act) (Code, error) {
	if !agency(act) {
		return Code{}, ErrNoDispute
	}
	for _, c := range s.Codes {
		switch {
		case c.Ref.ID != id || c.Disputed.Times == 0:
		case !c.Disputed.Open():
			return Code{}, ErrDisputeSettled
		default:
			return c, nil
		}
	}
	return Code{}, ErrNoDispute
}

// DisputeUpheld says that somebody used the code who should not have: their link has ended, the code is void.
type DisputeUpheld struct {
	Code    uuid.UUID `json:"code" log:"public,the id of the reference of the code that was spent"`
	By      uuid.UUID `json:"by" log:"public,an id of ours: the account that had disputed it"`
	Account uuid.UUID `json:"account" log:"public,an id of ours: the account that spent the code, and no longer sees the case"`
}

// EventType is the stored name.
func (DisputeUpheld) EventType() string { return "access.dispute_upheld" }

func (e DisputeUpheld) evolve(s State) State {
	return s.settled(e.Code).change(e.Code, func(c *Code) { c.Fate = Voided }).link(e.Account, "")
}

// DisputeRejected says that whoever used the code was right to.
type DisputeRejected struct {
	Code    uuid.UUID `json:"code" log:"public,the id of the reference of the code that was spent"`
	By      uuid.UUID `json:"by" log:"public,an id of ours: the account that had disputed it"`
	Account uuid.UUID `json:"account" log:"public,an id of ours: the account that spent the code"`
	Why     string    `json:"why" log:"public,one of a list"`
}

// EventType is the stored name.
func (DisputeRejected) EventType() string { return "access.dispute_rejected" }

func (e DisputeRejected) evolve(s State) State { return s.settled(e.Code) }

// settled closes the dispute of a code.
func (s State) settled(id uuid.UUID) State {
	return s.change(id, func(c *Code) { c.Disputed.By = uuid.Nil })
}
