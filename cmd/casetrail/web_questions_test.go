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
