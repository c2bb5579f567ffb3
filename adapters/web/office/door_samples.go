package office

import (
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
)

func signInSamples() []frame.Sample {
	typed := url.Values{"email": {"olga@example.com"}}
	return []frame.Sample{
		{Screen: "E04", Page: signInPage},
		{Screen: "E04", State: "sign_in_failed", Page: signInPage, Failed: workflow.ErrSignIn, Typed: typed},
		{Screen: "E04", State: "wait", Page: signInPage, Failed: workflow.ErrWait.After(20 * time.Minute), Typed: typed},
		{Screen: "E05", Page: codePage},
		{Screen: "E05", State: "session_wrong_code", Page: codePage, Failed: frame.At("code", session.ErrWrongCode.With("left", "4"))},
		{Screen: "E05", State: "wait", Page: codePage, Failed: workflow.ErrWait.After(10 * time.Minute)},
	}
}

func enrolSamples() []frame.Sample {
	const path, seed = "/enrol/00000000-0000-4000-8000-000000000002/sample", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	app := func(seed string) func(v *frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			page, _ := appPage(v, "Casetrail", seed) // an address of a sample's seed can be made
			return page
		}
	}
	return []frame.Sample{
		{Screen: "E01", Path: path, Page: enrolPage},
		{Screen: "E01", State: "staff_link_unknown", Path: path, Page: enrolPage, Failed: staff.ErrLinkWrong},
		{Screen: "E01", State: "staff_link_used", Path: path, Page: enrolPage, Failed: staff.ErrLinkUsed},
		{Screen: "E01", State: "staff_link_expired", Path: path, Page: enrolPage, Failed: staff.ErrLinkExpired},
		{Screen: "E02", Page: newPasswordPage},
		{Screen: "E02", State: "password_too_short", Page: newPasswordPage, Failed: frame.At("password", vault.ErrTooShort.With("min", "8"))},
		{Screen: "E03", Page: app(seed)},
		{Screen: "E03", State: "not_offered", Page: app("")},
		{Screen: "E03", State: "staff_wrong_code", Page: app(seed), Failed: frame.At("code", staff.ErrWrongCode.With("left", "4"))},
	}
}
