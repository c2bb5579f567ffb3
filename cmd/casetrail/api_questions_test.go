package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/httpapi"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/recovery"
)

// questionRoutes are the routes of reset questions.
var questionRoutes = []string{
	"GET /api/v1/reset-questions", "POST /api/v1/account/reset-questions", "POST /api/v1/account/reset-questions/renewal", "POST /api/v1/password-reset/answers",
}

// fewAnswers are limits under which the reset questions can be answered as often as they really can.
var fewAnswers = strings.Replace(generous, ",reset_answers=100000", "", 1)

// answersTo are answers to five questions of the list, from one on: those that are given, and made-up ones after them.
func answersTo(from int, typed ...string) map[string]any {
	var all []map[string]string
	for i, q := range account.Questions[from : from+limits.ResetQuestions] {
		answer := "made up " + q.ID
		if i < len(typed) {
			answer = typed[i]
		}
		all = append(all, map[string]string{"question": q.ID, "answer": answer})
	}
	return map[string]any{"answers": all}
}

// choosesQuestions sets the made-up answers to five questions.
func (w *person) choosesQuestions() {
	w.t.Helper()
	w.must(200, w.do("POST", "/api/v1/account/reset-questions/renewal", answersTo(0)))
}

func (v *visitor) answersQuestions(typed ...string) reply {
	v.t.Helper()
	return v.do("POST", "/api/v1/password-reset/answers", answersTo(0, typed...))
}

// answersWhatIsAsked answers the reset questions, if there are any, once wrong and once right.
func (v *visitor) answersWhatIsAsked() {
	v.t.Helper()
	if v.must(200, v.do("GET", "/api/v1/password-reset", nil)).text("next") == "questions" {
		v.must(409, v.answersQuestions("wrong"))
		v.must(200, v.answersQuestions())
	}
}

func TestQuestionsAreListedChosenAndAsked(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	list := ana.must(200, ana.do("GET", "/api/v1/reset-questions", nil)).Body["questions"].([]any)
	if len(list) != len(account.Questions) || list[0].(map[string]any)["text"].(map[string]any)["es"] != account.Questions[0].ES {
		t.Errorf("the list is %v", list)
	}
	for _, b := range []struct {
		code string
		body any
	}{
		{"fields", map[string]any{"answers": []any{}}},
		{"answer.missing", answersTo(0, "Rex", "  ")},
		{"answer.twice", answersTo(0, "Rex", "REX ")},
		{"answer.too_long", answersTo(0, strings.Repeat("é", limits.AnswerMax+1))},
		{"fields", answersTo(0, strings.Repeat("e", 513))},
		{"", answersTo(0, strings.Repeat("é", limits.AnswerMax))},
		{"", answersTo(2)},
	} {
		bound{b.code, "", b.code}.answered(t, "choosing", ana.do("POST", "/api/v1/account/reset-questions/renewal", b.body))
	}
	p.mails(2, ana.email, "a forgotten password were chosen") // and what to do if it was somebody else
	if is := ana.must(200, ana.do("GET", "/api/v1/account", nil)); is.Body["reset_questions"] != true {
		t.Errorf("the account says %s", is.Raw)
	}
	v := p.bearer(p.forgotten(ana.email))
	is := v.must(200, v.do("GET", "/api/v1/password-reset", nil))
	asked, _ := is.Body["questions"].([]any)
	if is.text("next") != "questions" || len(asked) != limits.ResetQuestions || asked[0].(map[string]any)["id"] != account.Questions[2].ID {
		t.Fatalf("the reset says %s", is.Raw)
	}
	for path, body := range map[string]any{
		"/codes": nil, "/codes/mail": nil, "/code": map[string]string{"by": "backup", "code": ana.backup[0]}, "/password": map[string]string{"password": nextPassword},
	} {
		bound{path, "", recovery.ErrUnanswered.Code}.answered(t, "before the answers", v.do("POST", "/api/v1/password-reset"+path, body))
	}
	bound{"", "", recovery.ErrWrongAnswers.Code}.answered(t, "other questions", v.do("POST", "/api/v1/password-reset/answers", answersTo(0)))
	if next := v.must(200, v.do("POST", "/api/v1/password-reset/answers", answersTo(2, " MADE UP  childhood_street"))); next.text("next") != "code" || next.Body["questions"] != nil {
		t.Errorf("then comes %s", next.Raw)
	}
}

// Five tries a day: for the account, over all its links and all servers, and after a restart. Only those are judged.
func TestResetQuestionsAreTriedFiveTimesADay(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = fewAnswers
	p := serveOn(t, s)
	ana := p.signUp("ana@example.org")
	ana.choosesQuestions()
	first, second := p.forgotten(ana.email), p.forgotten(ana.email)
	a, b := p.bearer(first), p.bearer(second)
	bound{"", "", "answer.missing"}.answered(t, "nothing typed", a.answersQuestions("Rex", "")) // and not counted
	for _, v := range []*visitor{a, b, a} {
		v.must(409, v.answersQuestions("wrong"))
	}
	p.stop()
	p = serveOn(t, s)
	a, b = p.bearer(first), p.bearer(second)
	a.must(409, a.answersQuestions("wrong"))
	bound{"", "", recovery.ErrWrongAnswers.Code}.answered(t, "the fifth", b.answersQuestions("wrong"))
	for _, v := range []*visitor{a, b, p.bearer(p.forgotten(ana.email))} {
		if r := v.must(429, v.answersQuestions()); r.Header.Get("Retry-After") == "" {
			t.Errorf("the right answers, too late: %s", r.Raw)
		}
	}
	for of, n := range map[string]int{first.Session.String(): 3, second.Session.String(): 2} {
		if got := p.count("recovery-"+of, "recovery.answers_refused"); got != n {
			t.Errorf("%d answers were refused in one reset, not %d", got, n)
		}
	}
}

// Where the policy is off there is no such route, no such screen, and no such step, also for who has chosen questions.
func TestWhereResetQuestionsAreOffTheyAreNowhere(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	on := serveOn(t, s)
	ana := on.signUp("ana@example.org")
	ana.choosesQuestions()
	begun := on.forgotten(ana.email)
	on.stop()
	p := serveAs(t, s, serving{Asks: "off"}, carriers{})
	ana.visitor.url = p.url
	for k, v := range map[kind]*visitor{nobody: p.visitor(), signingUp: p.stranger(signingUp), applicant: ana.visitor, resetting: p.bearer(begun)} {
		nowhere := v.do("GET", "/api/v1/nowhere", nil)
		for _, route := range questionRoutes {
			method, path, _ := strings.Cut(route, " ")
			if got := v.do(method, path, nil); got.Status != http.StatusNotFound || got.text("code") != nowhere.text("code") {
				t.Errorf("%s as %s: %d %s", route, k, got.Status, got.Raw)
			}
		}
	}
	c := p.contract()
	for _, route := range httpapi.Routes {
		if _, documented := c.operations[route.ID]; documented == strings.Contains(route.ID, "questions") {
			t.Errorf("%s is documented: %v", route.ID, documented)
		}
	}
	v := p.bearer(p.forgotten(ana.email))
	v.must(200, v.do("POST", "/api/v1/password-reset/code", map[string]string{"by": "backup", "code": ana.backup[0]}))
	v.must(200, v.do("POST", "/api/v1/password-reset/password", map[string]string{"password": nextPassword}))
}

// count is how many events of a type a stream has.
func (p *product) count(stream, event string) (n int) {
	p.t.Helper()
	for _, is := range p.types(stream) {
		if is == event {
			n++
		}
	}
	return n
}
