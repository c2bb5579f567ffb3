// Package public has the screens that everybody may see: the start page, the status of a case without an account, help,
// which number is which, the notices that a site owes its visitors, and what people ask who write programs.
package public

import (
	"context"
	"slices"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Pages are those screens.
type Pages struct {
	StatusCheck workflow.StatusCheck
	Rule        func(name string) limits.Rule                                                     // in force
	Live        func(ctx context.Context, receipt string) (casefile.View, domain.Revision, error) // folded from the log
}

// Bind binds them.
func (p Pages) Bind(b *frame.Binder) {
	p.bindStart(b)
	p.bindStatusCheck(b)
	p.bindHelp(b)
	p.bindNotices(b)
	p.bindNumbers(b)
	p.bindDevelopers(b)
}

// Samples are their states.
func Samples() []frame.Sample {
	return slices.Concat(startSamples(), statusSamples(), helpSamples(), noticeSamples(), numbersSamples(), developersSamples())
}
