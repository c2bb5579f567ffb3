package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/secret"
)

// many is how many do the same thing at once.
const many = 50

// Whatever many do at once with one link, code, revision or key: it happens once.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	p := manyAtOnce(t)
	olive := p.officer("olive@example.org")
	receipt, letter := p.newCase(olive, "I-130")

	t.Run("one confirmation link", func(t *testing.T) {
		id := p.registered("ana@example.org")
		link := p.linkOf(id)
		got := atOnce(many, func(int) reply {
			v := p.visitor()
			return v.do("POST", "/api/v1/sign-up/"+id.String()+"/confirmation", map[string]string{"token": link})
		})
		got.are(t, map[int]int{200: many}) // clicking again goes on
		p.once(t, "account-"+id.String(), "account.email_confirmed")
	})
	t.Run("one code of a sign-up", func(t *testing.T) {
		ben := p.visitor()
		p.confirm(ben, "ben@example.org")
		p.choosesPassword(ben)
		code := p.signUpCode(ben)
		got := atOnce(many, func(int) reply {
			return ben.copy().do("POST", "/api/v1/account/codes/entry", map[string]string{"code": code})
		})
		got.are(t, map[int]int{200: 1, 409: many - 1})
		p.once(t, "account-"+p.token(ben).Holder.ID, "account.code_verified")
	})
	carl := p.signUp("carl@example.org")
	t.Run("one code of a sign-in", func(t *testing.T) {
		v := p.passwordOf(carl)
		code, session := p.signInCode(v), p.token(v).Session
		got := atOnce(many, func(int) reply {
			return v.copy().do("POST", "/api/v1/session/code", map[string]string{"by": "mail", "code": code})
		})
		got.are(t, map[int]int{200: 1, 401: many - 1})
		p.once(t, "session-"+session.String(), "session.code_verified")
	})
	t.Run("one backup code", func(t *testing.T) {
		const doors = 12
		waiting := make([]*visitor, doors)
		for i := range waiting {
			waiting[i] = p.passwordOf(carl)
		}
		got := atOnce(doors, func(i int) reply {
			return waiting[i].do("POST", "/api/v1/session/code", map[string]string{"by": "backup", "code": carl.backup[0]})
		})
		got.are(t, map[int]int{200: 1, 409: doors - 1})
		p.once(t, "account-"+carl.id.String(), "account.backup_code_used")
	})
	t.Run("one link to a new password", func(t *testing.T) {
		id, link := p.resetLink("carl@example.org")
		got := atOnce(many, func(int) reply {
			return p.visitor().do("POST", "/api/v1/password-reset/"+id+"/opening", map[string]string{"token": link})
		})
		got.are(t, map[int]int{200: 1, 409: many - 1})
		p.once(t, "recovery-"+id, "recovery.opened")
	})
	t.Run("one code and one password of a reset", func(t *testing.T) {
		at := p.forgotten("carl@example.org")
		v, stream := p.bearer(at), "recovery-"+at.Session.String()
		code := p.resetCode(v)
		got := atOnce(many, func(int) reply {
			return v.copy().do("POST", "/api/v1/password-reset/code", map[string]string{"by": "mail", "code": code})
		})
		got.are(t, map[int]int{200: many}) // the right code again is right
		p.once(t, stream, "recovery.proved")
		got = atOnce(many, func(i int) reply {
			return v.copy().do("POST", "/api/v1/password-reset/password", map[string]string{"password": fmt.Sprintf("Better-Battery-%d", i)})
		})
		if got.are(t, map[int]int{200: 1}); p.types(stream)[len(p.types(stream))-1] != "recovery.completed" {
			t.Errorf("the reset ends with %v", p.types(stream))
		}
		p.once(t, stream, "recovery.completed")
	})
	t.Run("the answers to one account's questions", func(t *testing.T) {
		few := testStores(t)
		few.Limits = fewAnswers
		p := serveOn(t, few)
		dan := p.signUp("dan@example.org")
		dan.choosesQuestions()
		at := p.forgotten("dan@example.org")
		v, stream := p.bearer(at), "recovery-"+at.Session.String()
		got := atOnce(many, func(int) reply { return v.copy().answersQuestions("wrong") })
		got.are(t, map[int]int{409: 5, 429: many - 5})
		if n := p.count(stream, "recovery.answers_refused"); n != 5 {
			t.Errorf("%d tries were judged", n)
		}
		eva := p.signUp("eva@example.org")
		eva.choosesQuestions()
		at = p.forgotten("eva@example.org")
		v, stream = p.bearer(at), "recovery-"+at.Session.String()
		got = atOnce(many, func(int) reply { return v.copy().answersQuestions() })
		got.are(t, map[int]int{200: 5, 429: many - 5})
		p.once(t, stream, "recovery.questions_answered")
	})
	t.Run("three links of one address", func(t *testing.T) {
		fay := p.signUp("fay@example.org")
		links := []func() *visitor{}
		for range 3 {
			id, token := p.resetLink(fay.email)
			links = append(links, func() *visitor {
				v := p.visitor()
				v.must(200, v.do("POST", "/api/v1/password-reset/"+id+"/opening", map[string]string{"token": token}))
				return v
			})
		}
		var open []*visitor
		for _, i := range []int{2, 0, 1} { // each is good once, in whatever order the mails come
			v := links[i]()
			v.must(200, v.do("POST", "/api/v1/password-reset/code", map[string]string{"by": "backup", "code": fay.backup[i]}))
			open = append(open, v)
		}
		got := atOnce(len(open), func(i int) reply {
			return open[i].do("POST", "/api/v1/password-reset/password", map[string]string{"password": fmt.Sprintf("Better-Battery-%d", i)})
		})
		got.are(t, map[int]int{200: 1})
		if n := p.count("account-"+fay.id.String(), "account.password_set"); n != 2 {
			t.Errorf("%d passwords were set, with that of the sign-up", n)
		}
	})
	t.Run("one access code", func(t *testing.T) {
		people := make([]*visitor, many)
		for i := range people {
			people[i] = p.stranger(applicant)
		}
		got := atOnce(many, func(i int) reply {
			return people[i].do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": letter})
		})
		got.are(t, map[int]int{201: 1, 409: many - 1})
		p.once(t, "access-"+receipt, "access.linked")
	})
	t.Run("one letter a day", func(t *testing.T) {
		const old = "IOE0912345678"
		p.oldLetter(old)
		eve := p.stranger(applicant)
		eve.must(201, eve.do("POST", "/api/v1/cases", map[string]string{"receipt_number": old, "birth_date": "1980-07-31"}))
		got := atOnce(many, func(int) reply { return eve.copy().do("POST", "/api/v1/cases/"+old+"/access-codes", nil) })
		got.are(t, map[int]int{202: 1, 429: many - 1})
		p.once(t, "access-"+old, "access.code_reissued")
	})
	actions := "/api/v1/staff/cases/" + receipt + "/actions"
	t.Run("one revision that many saw", func(t *testing.T) {
		seen := olive.must(200, olive.do("GET", "/api/v1/staff/cases/"+receipt, nil)).Header.Get("ETag")
		got := atOnce(many, func(int) reply {
			return olive.copy().do("POST", actions, map[string]any{"code": "FT0", "occurred": today(-1)}, "If-Match", seen)
		})
		got.are(t, map[int]int{201: 1, 412: many - 1})
		p.once(t, "casefile-"+receipt, "casefile.action_recorded")
	})
	t.Run("one key", func(t *testing.T) {
		key := uuid.NewString()
		got := atOnce(many, func(int) reply {
			return olive.copy().again(key, "POST", "/api/v1/staff/cases", paper("I-485"))
		})
		got.are(t, map[int]int{201: many})
		got.same(t)
		p.once(t, "casefile-"+got[0].text("receipt_number"), "casefile.received")
	})
	t.Run("one key for what is shown once", func(t *testing.T) {
		dora := p.visitor()
		p.confirm(dora, "dora@example.org")
		p.choosesPassword(dora)
		dora.must(200, dora.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": p.signUpCode(dora)}))
		key := uuid.NewString()
		got := atOnce(many, func(int) reply { return dora.copy().again(key, "POST", "/api/v1/account/backup-codes", nil) })
		shown := slices.DeleteFunc(slices.Clone(got), func(r reply) bool { return r.text("code") == "already_shown" })
		for _, r := range shown { // those that the log wrote as one are shown one sheet
			if r.Status != 201 || string(r.Raw) != string(shown[0].Raw) {
				t.Errorf("%d %s beside %s", r.Status, r.Raw, shown[0].Raw)
			}
		}
		if len(shown) == 0 {
			t.Error("nobody was shown the codes")
		}
		p.once(t, "account-"+p.token(dora).Holder.ID, "account.backup_codes_issued")
	})
}

// answers are what all at once were answered.
type answers []reply

// atOnce does the same n times, at the same moment.
func atOnce(n int, try func(i int) reply) answers {
	all, start := make(answers, n), make(chan struct{})
	var tries sync.WaitGroup
	for i := range all {
		tries.Go(func() {
			<-start
			all[i] = try(i)
		})
	}
	close(start)
	tries.Wait()
	return all
}

// are fails the test unless there is each status as often as it must be.
func (a answers) are(t *testing.T, want map[int]int) {
	t.Helper()
	got, codes := map[int]int{}, map[string]int{}
	for _, r := range a {
		got[r.Status]++
		codes[r.text("code")]++
	}
	for status, n := range want {
		if got[status] != n {
			t.Errorf("%d of %d answers are %d, not %d: %v", got[status], len(a), status, n, codes)
		}
	}
}

// same fails the test unless all were told the same, also where to wait for and what to match.
func (a answers) same(t *testing.T) {
	t.Helper()
	for _, r := range a {
		for _, name := range []string{"ETag", "Casetrail-Position"} {
			if r.Header.Get(name) != a[0].Header.Get(name) || r.Header.Get(name) == "" {
				t.Errorf("%s is %q and %q", name, r.Header.Get(name), a[0].Header.Get(name))
			}
		}
		if string(r.Raw) != string(a[0].Raw) {
			t.Errorf("%s and %s", r.Raw, a[0].Raw)
		}
	}
}

// once fails the test unless a stream has exactly one event of a type.
func (p *product) once(t *testing.T, stream, event string) {
	t.Helper()
	p.times(t, 1, stream, event)
}

// times fails the test unless a stream has exactly n events of a type.
func (p *product) times(t *testing.T, n int, stream, event string) {
	t.Helper()
	if got := p.count(stream, event); got != n {
		t.Errorf("%s has %d %s, not %d: %v", stream, got, event, n, p.types(stream))
	}
}

// linkOf is the secret of the link that was mailed for an account.
func (p *product) linkOf(id uuid.UUID) string {
	p.t.Helper()
	a, err := p.core.accounts.Load(p.t.Context(), id.String())
	if err != nil {
		p.t.Fatal(err)
	}
	return p.reveal(secret.ConfirmLink, a.State.Link)
}

// signUpCode asks for the six digits and answers them.
func (p *product) signUpCode(v *visitor) string {
	p.t.Helper()
	v.must(202, v.do("POST", "/api/v1/account/codes", nil))
	a, err := p.core.accounts.Load(p.t.Context(), p.token(v).Holder.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.reveal(secret.SignUpCode, a.State.Code.Ref)
}

// choosesPassword goes from the confirmed address to the password.
func (p *product) choosesPassword(v *visitor) {
	p.t.Helper()
	v.must(200, v.do("POST", "/api/v1/account/terms", map[string]string{"version": account.TermsVersion}))
	v.must(200, v.do("POST", "/api/v1/account/password", map[string]string{"password": goodPassword}))
}

// passwordOf is a browser in which a person has entered the password.
func (p *product) passwordOf(who *person) *visitor {
	p.t.Helper()
	v := p.visitor()
	v.must(201, v.do("POST", "/api/v1/session", map[string]string{"email": who.email, "password": goodPassword}))
	return v
}
