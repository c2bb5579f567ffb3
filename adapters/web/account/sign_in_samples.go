package account

import (
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

var sampleWays = ways{Mail: "a•••@example.com", Text: "0142", App: true, Codes: 8}

// What became of a text message with a code.
var sampleLate, sampleFailed = reach{State: "text_late"}, reach{State: "text_failed"}

func signInSamples() []frame.Sample {
	typed := url.Values{"email": {"ana@example.com"}}
	wait := workflow.ErrWait.After(20 * time.Minute)
	all := []frame.Sample{
		{Screen: "S01", Page: signInPage},
		{Screen: "S01", State: "sign_in_failed", Page: signInPage, Failed: workflow.ErrSignIn, Typed: typed},
		{Screen: "S01", State: "wait", Page: signInPage, Failed: wait, Typed: typed},
		{Screen: "S03", Page: sampleOther(sampleWays)},
		{Screen: "S03", State: "none", Page: sampleOther(ways{Mail: "a•••@example.com"})},
		{Screen: "S03", State: "wait", Page: sampleOther(sampleWays), Failed: wait},
		{Screen: "S03", State: "text_limit", Page: sampleOther(sampleWays), Failed: workflow.ErrTextLimit.After(8 * time.Minute)},
		{Screen: "S04", Page: waitPage},
	}
	return append(all, codeSamples()...)
}

func codeSamples() []frame.Sample {
	byMail := secondStep{By: account.MethodMail, Ways: sampleWays}
	byApp, byBackup, byText, both, unsent, resent, over := byMail, byMail, byMail, byMail, byMail, byMail, byMail
	byApp.By, byBackup.By, resent.Resent, over.Over = account.MethodAuthenticator, account.MethodBackup, true, true
	byText.By, both.By, unsent.By, unsent.Unsent = session.ByText, session.ByMailText, session.ByText, true
	late, failed := byText, both
	late.Reach, failed.Reach = sampleLate, sampleFailed
	wrong := frame.At("code", session.ErrWrongCode.With("left", "3"))
	return []frame.Sample{
		{Screen: "S02", Page: sampleCode(byMail)},
		{Screen: "S02", State: "authenticator", Page: sampleCode(byApp)},
		{Screen: "S02", State: "backup", Page: sampleCode(byBackup)},
		{Screen: "S02", State: "text", Page: sampleCode(byText)},
		{Screen: "S02", State: "mail_text", Page: sampleCode(both)},
		{Screen: "S02", State: "text_late", Page: sampleCode(late)},
		{Screen: "S02", State: "text_failed", Page: sampleCode(failed)},
		{Screen: "S02", State: "unsent", Page: sampleCode(unsent)},
		{Screen: "S02", State: "text_limit", Page: sampleCode(byText), Failed: workflow.ErrTextLimit.After(8 * time.Minute)},
		{Screen: "S02", State: "resent", Page: sampleCode(resent)},
		{Screen: "S02", State: "session_wrong_code", Page: sampleCode(byMail), Failed: wrong},
		{Screen: "S02", State: "used_up", Page: sampleCode(over)},
		{Screen: "S02", State: "wait", Page: sampleCode(byMail), Failed: workflow.ErrWait.After(8 * time.Minute)},
	}
}

func sampleCode(s secondStep) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page {
		s.Until = v.At.Add(8 * time.Minute)
		return codePage(v, s)
	}
}

func sampleOther(w ways) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page { return otherMethodsPage(v, w) }
}
