// Package account holds the screens of an account: creating it, signing in to it, and its settings.
package account

import (
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Pages are the screens of an account.
type Pages struct {
	SignUp      workflow.SignUp
	SignIn      workflow.SignIn
	StaffSignIn workflow.SignIn
	Settings    workflow.Settings
	Recovery    workflow.Recovery
	Accounts    workflow.Accounts
	Reading     *reading.Reader
	Opener      workflow.Opener // of addresses, for their holders
	Issuer      string          // as authenticator apps show it
}

// Bind binds them to the table.
func (p Pages) Bind(b *frame.Binder) {
	p.bindSignUp(b)
	p.bindSignIn(b)
	p.bindForgotten(b)
	if p.Recovery.Questions {
		p.bindQuestions(b)
	}
	p.bindSession(b)
	p.bindSettings(b)
}

// Samples are their states, each with a made-up model.
func Samples() []frame.Sample {
	all := append(signUpSamples(), signInSamples()...)
	all = append(all, resetSamples()...)
	all = append(all, sessionSamples()...)
	all = append(all, settingsSamples()...)
	all = append(all, textCodesSamples()...)
	return append(all, alertsSamples()...)
}
