package frame

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// show answers with the page of the screen.
func (v *Visit) show() {
	page, err := v.frame.shows[v.Screen.ID](v)
	if err != nil {
		v.turnAway(err)
		return
	}
	v.write(page)
}

// run does what was sent, and answers with what follows.
func (v *Visit) run(do Do) {
	next, err := do(v)
	switch {
	case err != nil:
		v.again(err)
	case next.page != nil:
		v.write(*next.page)
	default:
		v.sentAgain()
		http.Redirect(v.w, v.r, next.to, http.StatusSeeOther)
	}
}

// again shows the screen with what was typed and what was wrong. What is no problem of the form turns the visitor away.
func (v *Visit) again(err error) {
	problems, ok := v.explain(err)
	if !ok {
		v.turnAway(err)
		return
	}
	v.problems, v.failed = problems, err
	v.show()
}

// turnAway answers instead of the screen: with where to go on, with the way to sign in for who is not, with a page that
// says what is wrong for everybody else.
func (v *Visit) turnAway(err error) {
	var on elsewhere
	switch {
	case errors.As(err, &on):
		http.Redirect(v.w, v.r, string(on), http.StatusSeeOther)
	case is(err, door.ErrNotHere) && v.arrived():
		http.Redirect(v.w, v.r, v.Home(), http.StatusSeeOther)
	case is(err, domain.ErrSignedOut):
		v.comeBack()
		http.Redirect(v.w, v.r, v.doorstep(), http.StatusSeeOther)
	case is(err, workflow.ErrProveAgain):
		v.comeBack()
		http.Redirect(v.w, v.r, "/confirm-it-is-you", http.StatusSeeOther)
	default:
		v.trouble(err)
	}
}

// doorstep is where somebody goes on who has proved too little for this screen.
func (v *Visit) doorstep() string {
	staff := v.Screen.Who == door.Officer || v.Screen.Who == door.StaffPending || v.Screen.Who == door.Enrolling
	switch stage := v.Bearer.Stage; {
	case v.Screen.Who == door.Resetting:
		return "/forgot-password"
	case v.Bearer.Holder.Kind == domain.Staff && stage == workflow.StageCode:
		return "/staff/sign-in/code"
	case v.Bearer.Holder.Kind == domain.Staff && stage == workflow.StageEnrol:
		return "/enrol/password"
	case stage == workflow.StageCode:
		return "/sign-in/code"
	case stage == workflow.StageSignUp:
		return "/sign-up/next"
	case staff:
		return "/staff/sign-in"
	}
	return "/sign-in"
}

// write puts the shell around a page and sends it; whole, or not at all.
func (v *Visit) write(p Page) {
	if v.failed != nil {
		p = v.spoilt(p)
	}
	if p.File != nil {
		v.send(*p.File)
		return
	}
	var b bytes.Buffer
	if err := v.shell(p).Render(v.ctx, &b); err != nil {
		v.frame.Logger.Error("a page could not be made", "screen", v.Screen.ID, "state", p.State, "error", err.Error())
		http.Error(v.w, v.T("trouble.no_page"), http.StatusInternalServerError)
		return
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.Header().Set("Content-Language", v.Language())
	v.w.Header().Add("Vary", "Cookie, Accept-Language")
	v.w.WriteHeader(p.status())
	_, _ = v.w.Write(b.Bytes()) // the reader has gone: nothing to do
}
