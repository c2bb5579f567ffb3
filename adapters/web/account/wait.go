package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
)

// waitPage says how the limits of signing in work. It says the same to everybody: nothing about an account.
func waitPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("wait.title"), Body: waitBody(), Back: &parts.Link{Href: "/sign-in", Text: v.T("wait.back")}}
}
