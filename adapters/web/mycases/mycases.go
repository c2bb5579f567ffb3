// Package mycases has the screens of an account holder's cases: what to do first, adding a case, and reading how it stands
// and what happened in it.
package mycases

import (
	"slices"

	"github.com/casetrail/casetrail/adapters/react"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Pages are those screens, over what they read and run.
type Pages struct {
	Reading  *reading.Reader
	Linking  workflow.Linking
	Access   workflow.Access
	Accounts workflow.Accounts
	Parties  react.Parties // where the letters of a case go
}

// Bind binds them.
func (p Pages) Bind(b *frame.Binder) {
	p.bindHome(b)
	p.bindAddCase(b)
	p.bindAccessCode(b)
	p.bindUpgrade(b)
	p.bindDispute(b)
	p.bindAskCode(b)
	p.bindAdded(b)
	p.bindNewCode(b)
	p.bindList(b)
	p.bindFindCase(b)
	p.bindRemoveCase(b)
	p.bindCase(b)
	p.bindHistory(b)
}

// Samples are their states.
func Samples() []frame.Sample {
	return slices.Concat(homeSamples(), addSamples(), listSamples(), caseSamples(), historySamples())
}
