package frame

import (
	"net/http"

	"github.com/casetrail/casetrail/adapters/door"
)

const year = 365 * 24 * 3600

// choiceCookie holds how somebody likes to see a page: nothing about a person or a case.
func choiceCookie(name string) string { return "__Host-" + name }

// Choose remembers in this browser how somebody likes to see a page.
func (v *Visit) Choose(name, value string) {
	http.SetCookie(v.w, door.Cookie(choiceCookie(name), value, year))
}

// Chosen is what was chosen last in this browser. It may be anything: browsers send what they like.
func (v *Visit) Chosen(name string) string {
	c, err := v.r.Cookie(choiceCookie(name))
	if err != nil {
		return ""
	}
	return c.Value
}
