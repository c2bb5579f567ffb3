package main

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Each of the three second steps, and signing out, with a crash at each write.
func TestSignInSurvivesACrashAtEachWrite(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, mail.SignInCode, mail.BackupCodeUsed)
	c.settle()

	c.each(password("mail", "session.opened + session.code_issued"))
	c.mailed(1, "sign-in code", func(*walker, mail.Piece) {})
	c.each(step{
		what: "ask for another code", status: 202, mail: mail.SignInCode, send: post("/session/codes", nothing),
		writes: []string{"take code_resend", "session.code_issued"},
	})
	c.mailed(2, "sign-in code", func(w *walker, p mail.Piece) { w.code = sixDigits.FindString(p.Text) })
	c.each(step{
		what: "enter the code", status: 200, send: code("mail", func(w *walker) string { return w.code }),
		writes: []string{"take session_code", "session.code_verified", "clear password", "swap token"},
		unless: []unless{{done: "swap token", then: c.signInAnew}},
	})
	c.stand("full")
	c.each(signOut)
	c.stand("signed out")

	c.each(password("authenticator", "session.opened"))
	c.openApps()
	c.each(step{
		what: "enter the app's code", status: 200, send: code("authenticator", func(w *walker) string { return w.code }),
		writes: []string{"take session_code", "use step", "session.code_verified", "clear password", "swap token"},
		unless: []unless{
			{done: "swap token", then: c.signInAnew},
			{
				done: "use step", undone: "session.code_verified", also: []string{"session.code_refused"},
				then: func(w *walker, again reply) { // the code is spent; the next one works
					w.must(409, again)
					w.must(200, code("authenticator", func(w *walker) string { return w.appCode(1) })(w, "another-key-of-"+w.name))
				},
			},
		},
	})
	c.stand("full")
	c.each(signOut)

	c.each(password("authenticator", "session.opened"))
	c.each(step{
		what: "enter a backup code", status: 200, mail: mail.BackupCodeUsed, send: code("backup", func(w *walker) string { return w.backup[0] }),
		writes: []string{"take session_code", "account.backup_code_used", "session.code_verified", "clear password", "swap token"},
		unless: []unless{{done: "swap token", then: c.signInAnew}},
	})
	c.end(workflow.StageFull, 88)
}

// password is the first step; how says how the second is proved.
func password(how, opened string) step {
	s := step{
		what: "sign in by " + how, status: 201,
		send: post("/session", func(w *walker) any {
			return map[string]string{"email": w.email, "password": w.password, "method": how}
		}),
		writes: []string{"take sign_in_network", "take password_burst", "take password", opened, "start token"},
	}
	if how == "mail" {
		s.mail = mail.SignInCode
	}
	return s
}

// code is the second step.
func code(by string, typed func(*walker) string) func(*walker, string) reply {
	return post("/session/code", func(w *walker) any { return map[string]string{"by": by, "code": typed(w)} })
}

// signOut ends the session. When the token is gone she is out, and the sweeper records what the crash left out.
var signOut = step{
	what: "sign out", status: 204,
	send:   func(w *walker, key string) reply { return w.again(key, "DELETE", "/api/v1/session", nil) },
	writes: []string{"end session", "session.ended"},
	unless: []unless{{done: "end session", then: func(w *walker, again reply) { w.must(401, again) }}},
}
