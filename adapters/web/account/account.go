// Package account has the screens of an account holder's own matters: signing up, signing in and out, and how they prove
// who they are.
package account

import (
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Pages are those screens, over the workflows that they run.
type Pages struct {
	SignUp   workflow.SignUp
	SignIn   workflow.SignIn
	Accounts workflow.Accounts
	Reading  *reading.Reader
	Issuer   string // as authenticator apps show it
}

// Bind binds them.
func (p Pages) Bind(b *frame.Binder) {
	p.bindSignUp(b)
	p.bindSignIn(b)
}

// Samples are their states.
func Samples() []frame.Sample {
	return append(signUpSamples(), signInSamples()...)
}
