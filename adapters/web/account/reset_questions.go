package account

import (
	"errors"
	"strconv"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/workflow"
)

// resetPath is where the next step of a reset is done. Where reset questions were switched off after the link was opened,
// another link leads on.
func (p Pages) resetPath(r recovery.State) string {
	switch {
	case r.Unanswered() && !p.Recovery.Questions:
		return "/forgot-password"
	case r.Unanswered():
		return "/reset-password/questions"
	case r.Proved:
		return "/reset-password/new"
	}
	return "/reset-password/code"
}

func (p Pages) showResetQuestions(v *frame.Visit) (frame.Page, error) {
	_, of, err := p.resetAt(v, "/reset-password/questions")
	if err != nil {
		return frame.Page{}, err
	}
	return resetQuestionsPage(v, of.Questions), nil
}

// resetQuestionsPage asks all questions at once. When they were tried too often, it asks no more.
func resetQuestionsPage(v *frame.Visit, asked []account.Asked) frame.Page {
	over := usedUp(v.Failed())
	page := frame.Page{Title: v.T("reset_questions.title"), Body: resetQuestionsBody(v.Form(""), questionsOf(v, asked), over), Formless: over}
	if over {
		page.State, page.Title = "used_up", v.T("reset_questions.title_over")
	}
	return page
}

// usedUp says whether an error means that no try is left on this day.
func usedUp(err error) bool {
	var d *domain.Error
	return errors.Is(err, workflow.ErrWait) || errors.As(err, &d) && errors.Is(d, recovery.ErrWrongAnswers) && d.Fields["left"] == "0"
}

// askedFor is a question as a page asks it.
type askedFor struct{ ID, Text, Field string }

func questionsOf(v *frame.Visit, asked []account.Asked) (all []askedFor) {
	for i, a := range asked {
		q, _ := account.FindQuestion(a.Question)
		all = append(all, askedFor{a.Question, q.In(v.Language()), answerField(i)})
	}
	return all
}

func answerField(i int) string { return "answer_" + strconv.Itoa(i+1) }

// answerResetQuestions takes the answers by the questions as they stand in the account: their order never changes by itself.
func (p Pages) answerResetQuestions(v *frame.Visit) (frame.Next, error) {
	_, of, err := p.resetAt(v, "/reset-password/questions")
	if err != nil {
		return frame.Next{}, err
	}
	var given []workflow.Answer
	for i, a := range of.Questions {
		given = append(given, workflow.Answer{Question: a.Question, Typed: v.Value(answerField(i))})
	}
	if err := missing(given); err != nil {
		return frame.Next{}, err
	}
	if err := p.Recovery.AnswerQuestions(v.Context(), v.Bearer, given, v.Act()); err != nil {
		return frame.Next{}, atQuestion(err)
	}
	return frame.To("/reset-password/code"), nil
}

// atQuestion binds an error about one of the questions to its field.
func atQuestion(err error) error {
	var d *domain.Error
	if !errors.As(err, &d) || d.Fields["number"] == "" {
		return err
	}
	if errors.Is(d, account.ErrQuestionTwice) || errors.Is(d, account.ErrQuestionMissing) {
		return frame.At("question_"+d.Fields["number"], err)
	}
	return frame.At("answer_"+d.Fields["number"], err)
}

// missing are the answers that were not given, each beside its field. What else is wrong with them, the workflow says.
func missing(given []workflow.Answer) error {
	var all []error
	for i, g := range given {
		if g.Typed == "" {
			all = append(all, frame.At(answerField(i), workflow.ErrAnswerMissing))
		}
	}
	return errors.Join(all...)
}
