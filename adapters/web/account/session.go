package account

import (
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindSession(b *frame.Binder) {
	b.Show("S10", showSession)
	b.Do("S10", "", extend)
	b.Show("S11", showSignedOut)
	b.Show("S17", showTimedOut)
	b.Show("S16", showSignOut)
	b.Do("S16", "", p.signOut)
	b.Show("S12", p.showProve)
	b.Do("S12", "", p.prove)
	b.Show("S15", showKept)
	b.Do("S15", "discard", discardKept)
}

// signedIn: a session whose holder has proved everything.
func signedIn(v *frame.Visit) bool { return v.Bearer.Stage == workflow.StageFull }

func showSession(v *frame.Visit) (frame.Page, error) {
	if !signedIn(v) {
		return frame.Page{}, domain.ErrSignedOut
	}
	return sessionPage(v, sessionEnd(v.Bearer, v.At), ""), nil
}

func sessionPage(v *frame.Visit, until time.Time, state string) frame.Page {
	return frame.Page{State: state, Title: v.T("session.title"), Body: sessionBody(v.Form(""), until, state != "")}
}

// extend has no more to do than to be asked: each request is use. The page's script sends it, and so does the button here.
// After the end it is no form that was lost, so there is nothing to come back to.
func extend(v *frame.Visit) (frame.Next, error) {
	if !signedIn(v) {
		return frame.To("/signed-out/timeout"), nil
	}
	return frame.Here(sessionPage(v, sessionEnd(v.Bearer, v.At), "extended")), nil
}

// sessionEnd is when a session ends in which nothing more is done. The time of the last use is kept to half a minute, so
// the latest half minute is nobody's.
func sessionEnd(t workflow.Token, now time.Time) time.Time {
	idle := limits.IdleApplicant
	if t.Holder.Kind == domain.Staff {
		idle = limits.IdleStaff
	}
	end := now.Add(idle - 30*time.Second)
	if last := t.Started.Add(limits.SessionLife); last.Before(end) {
		return last
	}
	return end
}
