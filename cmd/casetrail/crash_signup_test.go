package main

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Whoever sends a request again that a crash cut short comes to the end of signing up, and everything happened once.
func TestSignUpSurvivesACrashAtEachWrite(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, mail.Confirm, mail.SignUpCode, mail.Welcome, mail.BackupCodeUsed)
	c.each(step{
		what: "ask for an account", status: 202, mail: mail.Confirm,
		send:   post("/sign-up", func(w *walker) any { return map[string]string{"email": w.email, "language": "en"} }),
		writes: []string{"take sign_up_network", "take sign_up_address", "account.registered"},
	})
	c.mailed(1, "/confirm/", func(w *walker, p mail.Piece) {
		w.link = confirmLink.FindStringSubmatch(p.Text)
		w.account = uuid.MustParse(w.link[1])
		w.landing = w.pages("en").get(w.link[0])
	})
	c.each(step{
		what: "press the button behind the link", status: 303, send: (*walker).pressButton,
		writes: []string{"take confirm_network", "claim.taken", "account.email_confirmed", "start token"},
	})
	c.each(step{
		what: "follow the link once more", status: 200,
		send: func(w *walker, key string) reply {
			return w.again(key, "POST", "/api/v1/sign-up/"+w.link[1]+"/confirmation", map[string]string{"token": w.link[2]})
		},
		writes: []string{"take confirm_network", "start token"},
	})
	c.each(step{
		what: "accept the terms", status: 200,
		send:   post("/account/terms", func(*walker) any { return map[string]string{"version": account.TermsVersion} }),
		writes: []string{"take sign_up_steps", "account.terms_accepted"},
	})
	c.each(step{
		what: "choose a password", status: 200,
		send:   post("/account/password", func(w *walker) any { return map[string]string{"password": w.password} }),
		writes: []string{"take sign_up_steps", "keep password", "account.password_set"},
	})
	c.each(step{
		what: "ask for a code", status: 202, mail: mail.SignUpCode, send: post("/account/codes", nothing),
		writes: []string{"take sign_up_steps", "take code_resend", "account.code_issued"},
	})
	c.mailed(1, "verification code", func(w *walker, p mail.Piece) { w.code = sixDigits.FindString(p.Text) })
	c.each(step{
		what: "enter the code", status: 200,
		send:   post("/account/codes/entry", func(w *walker) any { return map[string]string{"code": w.code} }),
		writes: []string{"take sign_up_steps", "take sign_up_code", "account.code_verified"},
	})
	c.each(step{
		what: "set up an authenticator", status: 201,
		send: func(w *walker, key string) reply {
			r := post("/account/authenticator", nothing)(w, key)
			w.seed = r.text("seed")
			return r
		},
		writes: []string{"take sign_up_steps", "keep seed", "account.authenticator_offered"},
	})
	c.openApps()
	c.each(step{
		what: "prove the authenticator", status: 200,
		send:   post("/account/authenticator/entry", func(w *walker) any { return map[string]string{"code": w.code} }),
		writes: []string{"take sign_up_steps", "take sign_up_code", "use step", "account.authenticator_added"},
		unless: []unless{{
			done: "use step", undone: "account.authenticator_added", also: []string{"account.code_refused"},
			then: func(w *walker, again reply) { // the code is spent; the next one works
				w.must(409, again)
				w.must(200, w.do("POST", "/api/v1/account/authenticator/entry", map[string]string{"code": w.appCode(1)}))
			},
		}},
	})
	c.each(step{
		what: "make backup codes", status: 201, send: (*walker).makeBackupCodes, writes: []string{"take sign_up_steps", "account.backup_codes_issued"},
		unless: []unless{{
			done: "account.backup_codes_issued", also: []string{"account.backup_codes_issued"},
			then: func(w *walker, again reply) { // they were shown to nobody, and are not shown again: new ones are made
				if w.must(409, again).text("code") != workflow.ErrAlreadyShown.Code {
					w.t.Errorf("%s: %s", w.name, again.Raw)
				}
				w.must(201, w.makeBackupCodes(uuid.NewString()))
			},
		}},
	})
	c.each(step{
		what: "choose a role", status: 200,
		send:   post("/account/role", func(*walker) any { return map[string]string{"role": "applicant"} }),
		writes: []string{"take sign_up_steps", "account.role_chosen"},
	})
	c.each(step{
		what: "finish", status: 200, mail: mail.Welcome, send: post("/account/activation", nothing),
		writes: []string{"take sign_up_steps", "number account", "account.activated", "session.opened + session.code_verified", "end others", "swap token"},
		unless: []unless{{done: "swap token", then: c.signInAnew}},
	})
	c.end("full", 98)
}

// The click took the address, the server died, and nobody clicks again: a reactor confirms the account.
func TestAReactorFinishesAClickThatACrashCutShort(t *testing.T) {
	t.Parallel()
	c := &crowd{fuse: &fuse{}}
	c.product = serveProduct(t, c.fuse.between)
	c.join(moment{3, true}, "clicks-once")
	w := c.all[0]
	w.must(202, w.do("POST", "/api/v1/sign-up", map[string]string{"email": w.email, "language": "en"}))
	w.link = confirmLink.FindStringSubmatch(c.mails(1, w.email, "/confirm/")[0].Text)
	w.account = uuid.MustParse(w.link[1])
	w.landing = w.pages("en").get(w.link[0])
	r, wrote := c.fuse.watch(w.at, func() reply { return w.pressButton(uuid.NewString()) })
	if r.Status != 500 || wrote[len(wrote)-1] != "claim.taken" {
		t.Fatalf("answered %d after writing %v", r.Status, wrote)
	}
	w.promise("account.registered", "claim.taken", "account.email_confirmed")
	c.history()
}

// pressButton sends the form of the landing page; key is what the page put into it.
func (w *walker) pressButton(key string) reply {
	w.t.Helper()
	action, fields := w.landing.sends(w.landing.button())
	fields.Set("_key", key)
	return w.landing.request("POST", action, fields)
}

func (w *walker) makeBackupCodes(key string) reply {
	r := post("/account/backup-codes", nothing)(w, key)
	codes, _ := r.Body["codes"].([]any)
	for _, code := range codes {
		w.backup = append(w.backup, code.(string))
	}
	return r
}

// openApps lets everybody read the code that their app shows now: the same is typed when the request is sent again.
func (c *crowd) openApps() {
	c.t.Helper()
	for _, w := range c.all {
		w.code = w.appCode(0)
	}
}

// appCode is what the authenticator app shows now, or some steps of 30 seconds later.
func (w *walker) appCode(later int) string {
	w.t.Helper()
	code, err := totp.GenerateCode(w.seed, time.Now().Add(time.Duration(later)*30*time.Second))
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}
