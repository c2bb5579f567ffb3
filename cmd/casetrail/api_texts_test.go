package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/mail"
)

// textTo waits for the n-th text message to a number and answers its code.
func (p *product) textTo(number string, n int) string {
	p.t.Helper()
	return sixDigits.FindString(p.mails(n, number, "")[n-1].Text)
}

// Signing up with text messages, then signing in with one code that goes both ways.
func TestSignUpWithTextMessages(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	const number = "+12025550121"
	v := p.visitor()
	p.confirm(v, "tess@example.org")
	p.choosesPassword(v)
	v.must(422, v.do("POST", "/api/v1/account/texts", map[string]string{"phone": "416-555-0121"}))
	v.must(202, v.do("POST", "/api/v1/account/texts", map[string]string{"phone": "(202) 555-0121"}))
	first := p.textTo(number, 1)
	v.must(202, v.do("POST", "/api/v1/account/texts", map[string]string{}))
	second := p.textTo(number, 2)
	if first != second {
		v.must(409, v.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": first}))
	}
	v.must(200, v.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": second}))
	v.must(200, v.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": p.signUpCode(v)}))
	backup := v.must(201, v.do("POST", "/api/v1/account/backup-codes", nil)).Body["codes"].([]any)
	v.must(200, v.do("POST", "/api/v1/account/role", map[string]string{"role": "applicant"}))
	v.must(200, v.do("POST", "/api/v1/account/activation", nil))
	tess := &person{visitor: v, email: "tess@example.org"}

	in := p.visitor()
	opened := in.must(201, in.do("POST", "/api/v1/session", map[string]string{"email": tess.email, "password": goodPassword}))
	if opened.text("method") != "mail_text" {
		t.Fatalf("the code goes by %q", opened.text("method"))
	}
	code := p.textTo(number, 3)
	if mailed := sixDigits.FindString(p.mails(1, tess.email, "para iniciar sesión:")[0].Text); mailed != code {
		t.Fatal("two ways, two codes")
	}
	in.must(200, in.do("POST", "/api/v1/session/code", map[string]string{"by": "mail_text", "code": code}))

	t.Run("one code of a sign-in by text", func(t *testing.T) {
		v := p.visitor()
		v.must(201, v.do("POST", "/api/v1/session", map[string]string{"email": tess.email, "password": goodPassword, "method": "text"}))
		code, session := p.textTo(number, 4), p.token(v).Session
		got := atOnce(many, func(int) reply {
			return v.copy().do("POST", "/api/v1/session/code", map[string]string{"by": "text", "code": code})
		})
		for _, r := range got {
			if r.Status != 200 && r.Status != 401 && r.Status != 429 {
				t.Errorf("%d: %s", r.Status, r.Raw)
			}
		}
		p.once(t, "session-"+session.String(), "session.code_verified")
	})
	t.Run("where no more text messages go", func(t *testing.T) {
		s := p.stores
		s.Limits += ",text_number=1"
		other := serveOn(t, s)
		w := other.visitor()
		opened := w.must(201, w.do("POST", "/api/v1/session", map[string]string{"email": tess.email, "password": goodPassword, "method": "text"}))
		if opened.text("method") != "mail" {
			t.Errorf("the code goes by %q, not by mail", opened.text("method"))
		}
		refused := w.must(429, w.do("POST", "/api/v1/session/codes/text", nil))
		if refused.text("code") != "text.limit" || refused.Header.Get("Retry-After") == "" {
			t.Errorf("%s", refused.Raw)
		}
		w.must(200, w.do("POST", "/api/v1/session/code", map[string]string{"by": "backup", "code": backup[0].(string)}))
	})
}

// takesText adds a mobile number to an account.
func (w *person) takesText(p *product, number string) {
	w.t.Helper()
	w.must(202, w.do("POST", "/api/v1/account/methods/text", map[string]string{"phone": number}))
	w.must(200, w.do("POST", "/api/v1/account/methods/text/entry", map[string]string{"code": p.textTo(number, 1)}))
}

// The second step of a reset by text message, which goes to the number that was proved before.
func TestAForgottenPasswordByText(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	ana.takesText(p, "+12025550137")
	v := p.bearer(p.forgotten(ana.email))
	is := v.must(200, v.do("GET", "/api/v1/password-reset", nil))
	if got := fmt.Sprint(is.Body["ways"]); got != "[mail_text text mail backup]" {
		t.Fatalf("the ways are %s", got)
	}
	v.must(202, v.do("POST", "/api/v1/password-reset/codes", nil))
	first := p.textTo("+12025550137", 2)
	p.mails(1, ana.email, first)
	v.must(202, v.do("POST", "/api/v1/password-reset/codes/text", nil))
	code := p.textTo("+12025550137", 3)
	v.must(422, v.do("POST", "/api/v1/password-reset/codes/authenticator", nil))
	if first != code {
		v.must(409, v.do("POST", "/api/v1/password-reset/code", map[string]string{"by": "text", "code": first}))
	}
	v.must(200, v.do("POST", "/api/v1/password-reset/code", map[string]string{"by": "text", "code": code}))
	v.must(200, v.do("POST", "/api/v1/password-reset/password", map[string]any{"password": nextPassword}))
	v.must(201, v.do("POST", "/api/v1/session", map[string]string{"email": ana.email, "password": nextPassword}))
}

// Without a gateway nobody is offered text messages, and whoever asks all the same is told so.
func TestWithoutAGatewayThereAreNoTextMessages(t *testing.T) {
	t.Parallel()
	box, err := mail.OpenMailbox(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := serveAs(t, testStores(t), serving{}, carriers{mail: box, letters: box})
	p.mailbox = box
	v := p.visitor()
	p.confirm(v, "tess@example.org")
	p.choosesPassword(v)
	if r := v.must(409, v.do("POST", "/api/v1/account/texts", map[string]string{"phone": "202-555-0142"})); r.text("code") != "text.off" {
		t.Errorf("%s", r.Raw)
	}
	b := p.browse("en")
	b.cookies = v.cookies
	b.get("/sign-up/methods").on("A06", "").hides("text message", "/sign-up/text")
	b.get("/sign-up/text").on("P09", "404")
	if r, err := http.Post(p.url+"/callbacks/texts/0d9b1c1e-0000-4000-8000-000000000001", "application/x-www-form-urlencoded", strings.NewReader("MessageStatus=delivered")); err != nil || r.StatusCode != 404 {
		t.Errorf("a callback: %v, %v", r, err)
	}
}

// texts adds Zoë's phone as her gateway's customer, and signs in with it; the gateway says what became of the messages.
func (w *witness) texts(r *running, zoe *visitor, g *textGateway) {
	w.t.Helper()
	w.person("phone number", "+12025650142", "2025650142", "(202) 565-0142", "202-565-0142")
	w.secret("gateway token", g.token)
	zoe.must(202, zoe.do("POST", "/api/v1/account/methods/text", map[string]string{"phone": "(202) 565-0142"}))
	first := g.message(1)
	if first.Get("To") != "+12025650142" || first.Get("From") != "+12025550100" {
		w.t.Fatalf("sent as %v", first)
	}
	zoe.must(200, zoe.do("POST", "/api/v1/account/methods/text/entry", map[string]string{"code": w.secret("texted code", sixDigits.FindString(first.Get("Body")))}))
	v := r.visitor()
	v.must(201, v.do("POST", "/api/v1/session", map[string]string{"email": zoeAddress, "password": zoePassword, "method": "text"}))
	second := g.message(2)
	v.must(200, v.do("POST", "/api/v1/session/code", map[string]string{"by": "text", "code": w.secret("texted code", sixDigits.FindString(second.Get("Body")))}))
	w.session(v)
	for i, status := range []int{g.tells(r, first, "delivered", ""), g.tells(r, first, "delivered", ""), g.tells(r, second, "undelivered", "30003")} {
		if status != http.StatusNoContent {
			w.t.Errorf("callback %d is answered %d", i+1, status)
		}
	}
	w.becomes(v, "delivered", "bounced")
	v.must(204, v.do("POST", "/api/v1/account/alerts", map[string]any{"text": true}))
	if alert := g.message(3).Get("Body"); !strings.Contains(alert, "su cuenta") || sixDigits.MatchString(alert) {
		w.t.Errorf("an alert says %q", alert)
	}
}

// becomes waits until what was sent to Zoë's phone has these states.
func (w *witness) becomes(v *visitor, states ...string) {
	w.t.Helper()
	var got []string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		got = nil
		for _, d := range v.must(200, v.do("GET", "/api/v1/account/deliveries", nil)).Body["deliveries"].([]any) {
			if m := d.(map[string]any); m["channel"] == "text" {
				got = append([]string{m["state"].(string)}, got...)
			}
		}
		if strings.Join(got, " ") == strings.Join(states, " ") {
			return
		}
	}
	w.t.Errorf("the text messages are %q, not %q", got, states)
}
