package httpapi

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/limits"
)

// Names of the cookies. The prefix makes browsers hold them to Secure, to this host and to the path /; loopback counts
// as secure for browsers and curl alike.
const (
	sessionName = "__Host-session"
	deviceName  = "__Host-device"
)

func sessionCookie(r *http.Request) string {
	c, err := r.Cookie(sessionName)
	if err != nil || len(c.Value) > 128 {
		return ""
	}
	return c.Value
}

func device(r *http.Request) uuid.UUID {
	c, err := r.Cookie(deviceName)
	if err != nil {
		return uuid.Nil
	}
	id, err := uuid.Parse(c.Value)
	if err != nil {
		return uuid.Nil
	}
	return id
}

func cookie(name, value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// keep is the cookie of a session that begins or goes on.
func keep(token string) http.Cookie {
	return *cookie(sessionName, token, int(limits.SessionLife.Seconds()))
}

// Keep sets that cookie, for pages outside this API.
func Keep(w http.ResponseWriter, token string) {
	c := keep(token)
	http.SetCookie(w, &c)
}

// drop is the cookie of a session that is over.
func drop() http.Cookie { return *cookie(sessionName, "", -1) }

// remember is the cookie by which a device is known again, for notices about new ones. It authorizes nothing.
func remember(id uuid.UUID) http.Cookie {
	const year = 365 * 24 * 3600
	return *cookie(deviceName, id.String(), year)
}
