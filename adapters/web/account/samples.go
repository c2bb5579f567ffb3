package account

import (
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

func signInSamples() []frame.Sample {
	typed := url.Values{"email": {"ana@example.com"}}
	return []frame.Sample{
		{Screen: "S01", Page: signInPage},
		{Screen: "S01", State: "sign_in_failed", Page: signInPage, Failed: workflow.ErrSignIn, Typed: typed},
		{Screen: "S01", State: "wait", Page: signInPage, Failed: workflow.ErrWait.After(20 * time.Minute), Typed: typed},
	}
}
