package main

import "testing"

// Who confirms the address and leaves before the password signs up again, and is mailed the way back to the same account.
func TestWhoLeftBeforeThePasswordSignsUpAgain(t *testing.T) {
	t.Parallel()
	const email = "ana@example.org"
	p := serveProduct(t)
	p.confirm(p.visitor(), email)
	first := confirmLink.FindStringSubmatch(p.mails(1, email, "/confirm/")[0].Text)
	second := p.registered(email)
	again := confirmLink.FindStringSubmatch(p.mails(2, email, "/confirm/")[1].Text)
	if again[1] != first[1] || again[1] == second.String() {
		t.Fatalf("the mail leads to account %s, not to %s", again[1], first[1])
	}
	v := p.visitor()
	v.must(200, v.do("POST", "/api/v1/sign-up/"+again[1]+"/confirmation", map[string]string{"token": again[2]}))
	p.choosesPassword(v)
	p.registered(email)
	p.mails(1, email, "already")
}
