// Package office has the screens of the agency's staff: how they come in, what waits for them, and what they record.
package office

import (
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Pages are those screens, over the workflows that they run and the queries that they ask.
type Pages struct {
	SignIn    workflow.SignIn // through the door of staff
	Enrolment workflow.Enrolment
	Officer   workflow.Officer
	Cases     workflow.Cases
	Reading   *reading.Reader
	Agency    string // as texts about a case name it
	Issuer    string // as authenticator apps show it
}

// Bind binds them.
func (p Pages) Bind(b *frame.Binder) {
	p.bindSignIn(b)
	p.bindEnrol(b)
	p.bindWork(b)
	p.bindSearch(b)
	p.bindFile(b)
	p.bindDeliveries(b)
	p.bindRecord(b)
	p.bindTransfer(b)
	p.bindAccessCode(b)
	p.bindReceive(b)
	p.bindQueue(b)
	p.bindDisputes(b)
}

// Samples are their states.
func Samples() []frame.Sample {
	var all []frame.Sample
	for _, of := range []func() []frame.Sample{signInSamples, enrolSamples, workSamples, searchSamples, fileSamples, deliverySamples, recordSamples, receiveSamples, queueSamples, disputeSamples} {
		all = append(all, of()...)
	}
	return all
}
