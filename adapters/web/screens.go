package web

import (
	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/mycases"
	"github.com/casetrail/casetrail/adapters/web/office"
	"github.com/casetrail/casetrail/adapters/web/public"
)

// Screens is the table of screens: nothing is served as a page that is not here, and nothing here is left unserved. Its
// ids are those of the inventory of screens; a state without a sample, or that no test of the product reaches, fails.
var Screens = []frame.Screen{
	frame.ErrorScreen,

	// For everybody
	{ID: "P01", Name: "start", Path: "/", Who: door.Anyone, States: []string{"signed_in"}},
	{ID: "P04", Name: "status_check", Path: "/status", Who: door.Anyone, Acts: []string{""}, States: []string{
		"found", "not_a_receipt", "birth_date_malformed", "status_proof_missing", "status_no_match", "wait",
	}},

	// Cases
	{ID: "C02", Name: "case", Path: "/cases/{receipt}", Who: door.Applicant, States: []string{
		"action_needed", "interview", "paused", "transferred", "corrected", "approved", "card", "denied", "closed", "reopened", "status_only", "quiet",
	}},
	{ID: "C03", Name: "history", Path: "/cases/{receipt}/history", Who: door.Applicant, States: []string{"corrected", "filtered", "filtered_empty"}},

	// Signing in
	{ID: "S01", Name: "sign_in", Path: "/sign-in", Who: door.Anyone, Acts: []string{""}, Secret: []string{"password"}, States: []string{"sign_in_failed", "wait"}},

	// The door of staff
	{ID: "E01", Name: "enrol", Path: "/enrol/{staff}/{token}", Who: door.Anyone, Acts: []string{""}, States: []string{"staff_link_unknown", "staff_link_used", "staff_link_expired"}},
	{ID: "E02", Name: "enrol_password", Path: "/enrol/password", Who: door.Enrolling, Acts: []string{""}, Secret: []string{"password"}, States: []string{"password_too_short"}},
	{ID: "E03", Name: "enrol_app", Path: "/enrol/app", Who: door.Enrolling, Acts: []string{"", "again"}, Secret: []string{"code"}, States: []string{"not_offered", "staff_wrong_code"}},
	{ID: "E04", Name: "staff_sign_in", Path: "/staff/sign-in", Who: door.Anyone, Acts: []string{""}, Secret: []string{"password"}, States: []string{"sign_in_failed", "wait"}},
	{ID: "E05", Name: "staff_sign_in_code", Path: "/staff/sign-in/code", Who: door.StaffPending, Acts: []string{""}, Secret: []string{"code"}, States: []string{"session_wrong_code", "wait"}},
}

// Samples are the states of all screens.
func Samples() []frame.Sample {
	var all []frame.Sample
	for _, area := range []func() []frame.Sample{frame.Samples, public.Samples, account.Samples, mycases.Samples, office.Samples} {
		all = append(all, area()...)
	}
	return all
}
