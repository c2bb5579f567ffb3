package main

import (
	"net/http"
	"testing"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
)

// made are the made-up answers to the first questions of the list, as a form sends them.
func made(changes ...string) (fields []string) {
	for i, q := range account.Questions[:limits.ResetQuestions] {
		fields = append(fields, "answer_"+string(rune('1'+i)), "made up "+q.ID)
	}
	return append(fields, changes...)
}

func TestResetQuestionsOnPages(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = fewAnswers
	p := serveOn(t, s)
	ana := p.signUp("ana@example.org")
	ana.choosesQuestions()
	b := p.browse("es")
	b.get("/reset-password/questions").on("S05", "") // not before the link
	link := b.forgets(p, "ana@example.org")
	b.get(link).on("S07", "").hides(account.Questions[0].ES).submit().on("S21", "").says(account.Questions[0].ES, account.Questions[4].ES)
	for _, later := range []string{"/reset-password/code", "/reset-password/code?by=backup", "/reset-password/new"} {
		b.get(later).on("S21", "")
	}
	for _, nothing := range []string{"", " "} {
		b.at.fill(made("answer_2", nothing)...).submit().on("S21", "answer_missing")
		if b.at.problem("answer_2") == "" || b.at.value("answer_1") != "made up "+account.Questions[0].ID {
			t.Errorf("problems %v; the first answer is %q", b.at.problems(), b.at.value("answer_1"))
		}
	}
	b.at.fill(made("answer_3", "wrong")...).submit().on("S21", "recovery_wrong_answers").says("Le quedan 4 intentos", account.Questions[0].ES)
	b.at.fill(made("answer_1", "MADE UP  first_pet ")...).submit().on("S19", "unsent")
	b.get("/reset-password/questions").on("S19", "unsent")
	b.get("/reset-password/code?by=backup").fill("code", ana.backup[0]).submit().on("S08", "")
	b.get("/reset-password/questions").on("S08", "")

	again := p.browse("en")
	again.get(again.forgets(p, "ana@example.org")).submit().on("S21", "")
	for range 2 {
		again.at.fill(made("answer_5", "wrong")...).submit().on("S21", "recovery_wrong_answers")
	}
	page := again.at
	page.fill(made("answer_5", "wrong")...).submit().on("S21", "used_up").says("last try")
	if r := page.fill(made()...).submit().on("S21", "used_up"); r.Status != http.StatusTooManyRequests {
		t.Errorf("too late: %d", r.Status)
	}
	again.get("/reset-password/code").on("S21", "")
}

// picked are the first questions of the list and the made-up answers to them, but for some fields.
func picked(changes ...string) (fields []string) {
	for i, q := range account.Questions[:limits.ResetQuestions] {
		fields = append(fields, "question_"+string(rune('1'+i)), q.ID)
	}
	return append(append(fields, made()...), changes...)
}

func TestQuestionsAreChosenInTheSettings(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	b := ana.pages("en")
	b.get("/settings").on("T01", "").says("Not chosen").link("/settings/reset-questions").on("T17", "")
	b.at.submit().on("T17", "account_question_missing")
	if got := len(b.at.problems()); got != 2*limits.ResetQuestions {
		t.Errorf("an empty form has %d problems: %v", got, b.at.problems())
	}
	b.get("/settings/reset-questions").fill(picked("question_3", account.Questions[0].ID)...).submit().on("T17", "account_question_twice")
	b.at.fill(picked("answer_4", " ")...).submit().on("T17", "answer_missing")
	b.at.fill(picked("answer_4", "MADE UP first_pet")...).submit().on("T17", "answer_twice")
	if b.at.problem("answer_4") == "" || b.at.value("answer_2") != "made up "+account.Questions[1].ID {
		t.Errorf("the problems are %v, the second answer %q", b.at.problems(), b.at.value("answer_2"))
	}
	b.at.fill(picked()...).submit().on("T17", "chosen").says("are saved").hides("made up")
	b.get("/settings").on("T01", "").says("Chosen").hides("Not chosen")
	b.get("/settings/reset-questions").on("T17", "chosen")
	p.mails(1, ana.email, "a forgotten password were chosen")
	v := p.bearer(p.forgotten(ana.email))
	v.must(200, v.answersQuestions())
}

// nearlySignedUp is the browser of somebody with two second steps, who has saved the backup codes.
func (p *product) nearlySignedUp(email string) *browser {
	p.t.Helper()
	v := p.visitor()
	p.confirm(v, email)
	p.choosesPassword(v)
	v.must(200, v.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": p.signUpCode(v)}))
	seed := v.must(201, v.do("POST", "/api/v1/account/authenticator", nil)).text("seed")
	who := &person{visitor: v}
	v.must(200, v.do("POST", "/api/v1/account/authenticator/entry", map[string]string{"code": who.appCode(seed, 0)}))
	v.must(201, v.do("POST", "/api/v1/account/backup-codes", nil))
	return v.pages("en")
}

func TestQuestionsAreChosenWhileSigningUpOrLater(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.nearlySignedUp("ana@example.org")
	b.get("/sign-up/ways-back").on("A10", "").link("/sign-up/account-type").on("A11", "") // not now
	b.get("/sign-up/ways-back").link("/sign-up/reset-questions").on("A14", "")
	b.at.fill(picked("question_2", "")...).submit().on("A14", "account_question_missing")
	b.at.fill(picked("question_3", account.Questions[0].ID)...).submit().on("A14", "account_question_twice")
	b.at.fill(picked("answer_2", "")...).submit().on("A14", "answer_missing")
	b.at.fill(picked("answer_4", "made up first_pet")...).submit().on("A14", "answer_twice")
	b.at.fill(picked()...).submit().on("A10", "questions_chosen").link("/sign-up/account-type").on("A11", "").fill("role", "applicant").submit().on("A12", "")
	b.get("/sign-up/reset-questions").on("H01", "brand_new")
	v := p.bearer(p.forgotten("ana@example.org"))
	v.must(200, v.answersQuestions())
}

// Where the policy is off, pages of questions are like any that is not there, and nothing leads to them.
func TestPagesWithoutResetQuestions(t *testing.T) {
	t.Parallel()
	p := serveAs(t, testStores(t), serving{Asks: "off"}, carriers{})
	b := p.nearlySignedUp("ana@example.org")
	b.get("/sign-up/ways-back").on("A10", "questions_off").hides("reset-questions", "eset questions").link("/sign-up/account-type").on("A11", "")
	ana := p.signUp("eva@example.org")
	ana.pages("en").get("/settings").on("T01", "").hides("reset-questions", "eset questions")
	for _, path := range []string{"/sign-up/reset-questions", "/settings/reset-questions", "/reset-password/questions"} {
		for who, v := range map[string]*visitor{"signing up": b.visitor, "signed in": ana.visitor, "nobody": p.visitor()} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				if r := v.do(method, path, nil); r.Status != http.StatusNotFound {
					t.Errorf("%s %s, %s: %d", method, path, who, r.Status)
				}
			}
		}
	}
}
