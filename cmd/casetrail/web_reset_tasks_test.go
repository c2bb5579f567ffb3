package main

import (
	"testing"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
)

// A forgotten password, with reset questions that were chosen in the settings, in a real browser.
func TestPeopleAnswerTheirQuestionsAndChooseAPassword(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		ana := p.signUp("ana@example.org")
		h := p.sitDown(t, w).signIn("ana@example.org").on("H01", "brand_new")
		h.open("/settings").on("T01", "").open("/settings/reset-questions").on("T17", "")
		for i, q := range account.Questions[:limits.ResetQuestions] {
			h.pick("question_"+string(rune('1'+i)), q.ID).fill("answer_"+string(rune('1'+i)), "made up "+q.ID)
		}
		h.send().on("T17", "chosen")
		h.press("header form[action=\"/sign-out\"] button").on("S11", "")
		h.goTo("/forgot-password").on("S05", "").fill("email", ana.email).send().on("S18", "")
		h.goTo(resetPage.FindString(p.mails(1, ana.email, "/reset/")[0].Text)).on("S07", "").send().on("S21", "")
		h.fill(made()...).paste("answer_4", "wrong").send().on("S21", "recovery_wrong_answers")
		if got := h.tab.Value("[name=answer_4]"); got != "wrong" {
			t.Errorf("shown again with %q", got)
		}
		h.paste("answer_4", "MADE UP "+account.Questions[3].ID).send().on("S19", "unsent")
		h.open("/reset-password/code?by=backup").on("S19", "backup").paste("code", ana.backup[0]).send()
		h.on("S08", "").fill("password", nextPassword).send().on("S20", "")
	})
}
