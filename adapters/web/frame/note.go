package frame

import (
	"encoding/base64"
	"net/http"

	"github.com/casetrail/casetrail/adapters/door"
)

// Note leaves a short text with this browser, for its next pages: what was typed and must not stand in an address. Empty
// takes it away.
func (v *Visit) Note(name, text string, seconds int) {
	if text == "" {
		seconds = -1
	}
	http.SetCookie(v.w, door.Cookie(noteCookie(name), base64.RawURLEncoding.EncodeToString([]byte(text)), seconds))
}

// Noted is what was left under a name; empty when nothing was, or it cannot be read.
func (v *Visit) Noted(name string) string {
	c, err := v.r.Cookie(noteCookie(name))
	if err != nil || len(c.Value) > 1024 {
		return ""
	}
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return ""
	}
	return string(text)
}

func noteCookie(name string) string { return "__Host-" + name }
