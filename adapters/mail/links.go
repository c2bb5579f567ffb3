package mail

import (
	"net/url"
	"strings"
)

// Links makes the addresses that messages point to.
type Links struct{ Base string } // https://example.gov, without a path

// Confirm is the page that confirms an e-mail address. Opening it changes nothing; its button does.
func (l Links) Confirm(account, token string) string { return l.to("confirm", account, token) }

// Enrol is the page on which invited staff begin.
func (l Links) Enrol(staff, token string) string { return l.to("enrol", staff, token) }

// Reset is the page that leads to a new password. Opening it changes nothing; its button does.
func (l Links) Reset(recovery, token string) string { return l.to("reset", recovery, token) }

// SignUp is the page on which an account begins.
func (l Links) SignUp() string { return l.to("sign-up") }

// SignIn is the page to sign in on.
func (l Links) SignIn() string { return l.to("sign-in") }

func (l Links) to(parts ...string) string {
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.TrimSuffix(l.Base, "/") + "/" + strings.Join(parts, "/")
}
