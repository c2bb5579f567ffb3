package web

import (
	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/mycases"
)

// Screens is the table of screens: nothing is served as a page that is not here, and nothing here is left unserved. Its
// ids are those of the inventory of screens; a state without a sample, or that no test of the product reaches, fails.
var Screens = []frame.Screen{
	frame.ErrorScreen,

	// Cases
	{ID: "C02", Name: "case", Path: "/cases/{receipt}", Who: door.Applicant, States: []string{
		"action_needed", "interview", "paused", "transferred", "corrected", "approved", "card", "denied", "closed", "reopened", "status_only", "quiet",
	}},

	// Signing in
	{ID: "S01", Name: "sign_in", Path: "/sign-in", Who: door.Anyone, Acts: []string{""}, Secret: []string{"password"}, States: []string{"sign_in_failed", "wait"}},
}

// Samples are the states of all screens.
func Samples() []frame.Sample {
	var all []frame.Sample
	for _, area := range []func() []frame.Sample{frame.Samples, account.Samples, mycases.Samples} {
		all = append(all, area()...)
	}
	return all
}
