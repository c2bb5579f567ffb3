package main

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/mail"
)

// Choosing reset questions, and a forgotten password with all its steps, with a crash at each write.
func TestAResetSurvivesACrashAtEachWrite(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, mail.QuestionsSet, mail.ResetPassword, mail.ResetCode, mail.PasswordSet, mail.BackupCodeUsed)
	c.settle()
	for _, w := range c.all {
		c.signInAnew(w, reply{Status: 401})
	}
	c.each(step{
		what: "choose reset questions", status: 200, mail: mail.QuestionsSet,
		send:   post("/account/reset-questions/renewal", func(*walker) any { return answersTo(0) }),
		writes: []string{"keep password", "keep password", "keep password", "keep password", "keep password", "account.questions_set"},
	})
	c.stand("full")
	c.each(step{
		what: "ask for a new password", status: 202, mail: mail.ResetPassword,
		send:   post("/password-reset", func(w *walker) any { return map[string]string{"email": w.email, "language": "en"} }),
		writes: []string{"take reset_network", "take reset_address", "recovery.requested"},
	})
	c.mailed(1, "/reset/", func(w *walker, p mail.Piece) {
		w.link = resetPage.FindStringSubmatch(p.Text)
		w.landing = w.pages("en").get(w.link[0])
	})
	c.each(step{
		what: "press the button behind the link", status: 303, send: (*walker).pressButton,
		writes: []string{"take confirm_network", "recovery.opened + recovery.questions_asked", "start token"},
	})
	c.each(step{
		what: "answer wrong", status: 409, send: post("/password-reset/answers", func(*walker) any { return answersTo(0, "wrong") }),
		writes: []string{"take reset_answers", "recovery.answers_refused"},
	})
	c.each(step{
		what: "answer the questions", status: 200, send: post("/password-reset/answers", func(*walker) any { return answersTo(0) }),
		writes: []string{"take reset_answers", "recovery.questions_answered"},
	})
	c.each(step{
		what: "ask for a code", status: 202, mail: mail.ResetCode, send: post("/password-reset/codes/mail", nothing),
		writes: []string{"take code_resend", "recovery.code_issued"},
	})
	c.mailed(1, "code for a new password", func(w *walker, p mail.Piece) { w.code = sixDigits.FindString(p.Text) })
	c.each(step{
		what: "enter the code", status: 200,
		send:   post("/password-reset/code", func(w *walker) any { return map[string]string{"by": "mail", "code": w.code} }),
		writes: []string{"take session_code", "recovery.proved"},
	})
	c.each(step{
		what: "choose the password", status: 200, mail: mail.PasswordSet,
		send: post("/password-reset/password", func(w *walker) any {
			w.password = nextPassword
			return map[string]string{"password": nextPassword}
		}),
		writes: []string{"keep password", "recovery.completed", "account.password_set", "clear password", "end others"},
		unless: []unless{
			{done: "end others", then: func(w *walker, again reply) { w.must(401, again) }},
			{done: "recovery.completed", then: func(w *walker, again reply) { // a reactor may have come first, and ended this reset
				if again.Status != 200 {
					w.must(401, again)
				}
			}},
		},
	})
	for _, w := range c.all {
		w.promise("session.ended") // the one in which the questions were chosen; the sweeper records it
	}
	c.end("signed out", 66)
	for _, w := range c.all { // the new password, and no other
		w.must(401, w.do("POST", "/api/v1/session", map[string]string{"email": w.email, "password": goodPassword}))
		w.must(201, w.do("POST", "/api/v1/session", map[string]string{"email": w.email, "password": nextPassword}))
	}
}
