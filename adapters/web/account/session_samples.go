package account

import (
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

func sessionSamples() []frame.Sample {
	return []frame.Sample{
		{Screen: "S10", Page: sampleSession("")},
		{Screen: "S10", State: "extended", Page: sampleSession("extended")},
		{Screen: "S11", Page: signedOutPage},
		{Screen: "S17", Page: sampleTimedOut("")},
		{Screen: "S17", State: "kept", Page: sampleTimedOut("kept")},
		{Screen: "S17", State: "lost", Page: sampleTimedOut("lost")},
		{Screen: "S16", Page: signOutPage},
		{Screen: "S12", Page: sampleProve(false)},
		{Screen: "S12", State: "with_app", Page: sampleProve(true)},
		{Screen: "S12", State: "wrong_password", Page: sampleProve(false), Failed: frame.At("password", workflow.ErrPassword)},
		{Screen: "S12", State: "session_wrong_code", Page: sampleProve(true), Failed: frame.At("code", session.ErrWrongCode.With("left", "2"))},
		{Screen: "S12", State: "wait", Page: sampleProve(false), Failed: workflow.ErrWait.After(20 * time.Minute)},
		{Screen: "S15", Page: sampleKept(false)},
		{Screen: "S15", State: "unsent", Page: sampleKept(true)},
		{Screen: "S15", State: "none", Page: nothingKeptPage},
	}
}

func sampleSession(state string) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page {
		return sessionPage(v, sessionEnd(workflow.Token{Started: v.At}, v.At), state)
	}
}

func sampleProve(app bool) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page { return provePage(v, app) }
}

func sampleTimedOut(form string) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page { return timedOutPage(v, form) }
}

func sampleKept(unsent bool) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page {
		form := v.Form("")
		form.ID, form.Action = "form-kept", "/cases/add"
		form.Values = url.Values{"receipt_number": {"IOE0912345678"}, "birth_date_year": {"1980"}, "birth_date_month": {"7"}, "birth_date_day": {"31"}}
		return keptPage(v, frame.Offer{Kept: v.At.Add(-4 * time.Minute), Form: form, Again: []string{"access_code"}, Unsent: unsent})
	}
}
