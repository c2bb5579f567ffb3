package door

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/limits"
)

// Names of the cookies. The prefix makes browsers hold them to Secure, to this host and to the path /; loopback counts
// as secure for browsers and curl alike.
const (
	SessionName = "__Host-session"
	deviceName  = "__Host-device"
)

// Session is the token that a browser brings; empty when it brings none.
func Session(r *http.Request) string {
	c, err := r.Cookie(SessionName)
	if err != nil || len(c.Value) > 128 {
		return ""
	}
	return c.Value
}

// Device is the id by which a browser is known again; zero when it is new.
func Device(r *http.Request) uuid.UUID {
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

// Cookie is one that only this host reads, and no script.
func Cookie(name, value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// Keep is the cookie of a session that begins or goes on.
func Keep(token string) *http.Cookie {
	return Cookie(SessionName, token, int(limits.SessionLife.Seconds()))
}

// Drop is the cookie of a session that is over.
func Drop() *http.Cookie { return Cookie(SessionName, "", -1) }

// Remember is the cookie by which a device is known again, for notices about new ones. It authorizes nothing.
func Remember(id uuid.UUID) *http.Cookie {
	const year = 365 * 24 * 3600
	return Cookie(deviceName, id.String(), year)
}
