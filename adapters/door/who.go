package door

import (
	"strings"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Who may call a route: what its caller has proved.
type Who string

// The callers.
const (
	Anyone       Who = "anyone"
	SigningUp    Who = "signing_up"    // confirmed an address, has not finished
	Holder       Who = "holder"        // of an account, signed in or still signing up
	CodePending  Who = "code_pending"  // the password was right
	Resetting    Who = "resetting"     // followed the link to a new password
	Applicant    Who = "applicant"     // signed in
	Enrolling    Who = "enrolling"     // staff behind the enrolment link
	StaffPending Who = "staff_pending" // staff whose password was right
	Officer      Who = "officer"       // staff, signed in
	SignedIn     Who = "signed_in"     // whoever holds a live token, at any stage
	Gateway      Who = "gateway"       // of text messages, known by its signature; no token opens this
	Program      Who = "program"       // an API client with an access token; no browser's session is one
)

// Everyone lists the callers.
var Everyone = []Who{Anyone, SigningUp, Holder, CodePending, Resetting, Applicant, Enrolling, StaffPending, Officer, SignedIn, Gateway, Program}

// ErrNotHere is the answer for what does not exist, and for what is not the caller's to see.
var ErrNotHere = &domain.Error{Kind: domain.NotFound, Code: "not_found", Message: "There is no such page or record, or it is not yours to see."}

// Words is how documentation names the caller.
func (w Who) Words() string { return strings.ReplaceAll(string(w), "_", " ") }

// Admit says whether the bearer of a token may come to a route. Who has proved too little is told to sign in; who is
// somebody else finds nothing.
func (w Who) Admit(t workflow.Token) error {
	kind, stage := t.Holder.Kind, t.Stage
	applicant, staff := kind == domain.Applicant, kind == domain.Staff
	ok := false
	switch w {
	case Anyone:
		return nil
	case SignedIn:
		ok = kind != ""
	case SigningUp:
		ok = applicant && stage == workflow.StageSignUp
	case Holder:
		ok = applicant && (stage == workflow.StageSignUp || stage == workflow.StageFull)
	case CodePending:
		ok = applicant && stage == workflow.StageCode
	case Resetting:
		ok = applicant && stage == workflow.StageReset
	case Applicant:
		ok = applicant && stage == workflow.StageFull
	case Enrolling:
		ok = staff && stage == workflow.StageEnrol
	case StaffPending:
		ok = staff && stage == workflow.StageCode
	case Officer:
		ok = staff && stage == workflow.StageFull
	}
	switch {
	case ok:
		return nil
	case kind == "" || stage != workflow.StageFull:
		return domain.ErrSignedOut
	}
	return ErrNotHere
}
