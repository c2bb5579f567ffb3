package account

import (
	"errors"
	"strconv"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// bindQuestions binds the screens of reset questions, where they are asked.
func (p Pages) bindQuestions(b *frame.Binder) {
	b.Show("S21", p.showResetQuestions)
	b.Do("S21", "", p.answerResetQuestions)
	b.Show("A14", p.showFirstQuestions)
	b.Do("A14", "", p.chooseFirstQuestions)
	b.Show("T17", p.showQuestions)
	b.Do("T17", "", p.changeQuestions)
}

func (p Pages) showFirstQuestions(v *frame.Visit) (frame.Page, error) {
	_, err := p.at(v, from(account.StepRole)...)
	return firstQuestionsPage(v), err
}

// firstQuestionsPage is a step of signing up that may be left out.
func firstQuestionsPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("choose_questions.title"), Body: firstQuestionsBody(v.Form(""), questionOptions(v))}
}

func (p Pages) chooseFirstQuestions(v *frame.Visit) (frame.Next, error) {
	given, err := chosenQuestions(v)
	if err != nil {
		return frame.Next{}, err
	}
	if _, err := p.SignUp.SetQuestions(v.Context(), v.Holder(), given, v.Act()); err != nil {
		return frame.Next{}, atQuestion(err)
	}
	return frame.To("/sign-up/ways-back"), nil
}

func (p Pages) showQuestions(v *frame.Visit) (frame.Page, error) {
	a, err := p.holder(v)
	return questionsPage(v, len(a.Questions) > 0, v.Query("done") != ""), err
}

// questionsPage chooses questions anew. Which were chosen before it does not say: whoever sits here by chance learns nothing.
func questionsPage(v *frame.Visit, chosen, done bool) frame.Page {
	p := frame.Page{Title: v.T("questions.title"), Back: up(v), Body: questionsBody(v.Form(""), questionOptions(v), chosen)}
	if chosen && v.Failed() == nil {
		p.State = "chosen"
	}
	if done {
		p.Notices = []parts.Notice{{Kind: parts.Success, Text: v.T("questions.done"), Live: true}}
	}
	return p
}

func (p Pages) changeQuestions(v *frame.Visit) (frame.Next, error) {
	given, err := chosenQuestions(v)
	if err != nil {
		return frame.Next{}, err
	}
	if _, err := p.Settings.SetQuestions(v.Context(), v.Bearer, given, v.Act()); err != nil {
		return frame.Next{}, atQuestion(err)
	}
	return frame.To("/settings/reset-questions?done=yes"), nil
}

func questionField(i int) string { return "question_" + strconv.Itoa(i+1) }

func questionOptions(v *frame.Visit) (all []parts.Option) {
	for _, q := range account.Questions {
		all = append(all, parts.Option{Value: q.ID, Text: q.In(v.Language())})
	}
	return all
}

// chosenQuestions are the questions and answers of a form. What was left out is told beside each field.
func chosenQuestions(v *frame.Visit) (given []workflow.Answer, err error) {
	var left []error
	for i := range limits.ResetQuestions {
		a := workflow.Answer{Question: v.Value(questionField(i)), Typed: v.Value(answerField(i))}
		if a.Question == "" {
			left = append(left, frame.At(questionField(i), account.ErrQuestionMissing))
		}
		if a.Typed == "" {
			left = append(left, frame.At(answerField(i), workflow.ErrAnswerMissing))
		}
		given = append(given, a)
	}
	return given, errors.Join(left...)
}
