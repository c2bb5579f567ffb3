package httpapi

import (
	"context"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

// questionRoutes are left out where the policy of reset questions is off: they are then like any address that is not there.
var questionRoutes = []string{"list_questions", "set_questions", "change_questions", "answer_questions"}

func (a *API) bindQuestions(b *binder) {
	if !a.Recovery.Questions {
		return
	}
	bind(b, "list_questions", func(context.Context, *struct{}) (*questionsOutput, error) {
		out := &questionsOutput{}
		for _, q := range account.Questions {
			out.Body.Questions = append(out.Body.Questions, question{q.ID, text{q.EN, q.ES}})
		}
		return out, nil
	})
	bind(b, "set_questions", func(ctx context.Context, in *answersInput) (*stepOutput, error) {
		return a.after(ctx)(a.SignUp.SetQuestions(ctx, visiting(ctx).holder(), in.Body.given(), visiting(ctx).act()))
	})
	bind(b, "change_questions", func(ctx context.Context, in *answersInput) (*stepOutput, error) {
		return a.after(ctx)(a.Settings.SetQuestions(ctx, visiting(ctx).bearer, in.Body.given(), visiting(ctx).act()))
	})
	bind(b, "answer_questions", func(ctx context.Context, in *answersInput) (*resetOutput, error) {
		if err := a.Recovery.AnswerQuestions(ctx, visiting(ctx).bearer, in.Body.given(), visiting(ctx).act()); err != nil {
			return nil, err
		}
		return a.reset(ctx, visiting(ctx).bearer)
	})
}

type question struct {
	ID   string `json:"id" doc:"To be sent with the answer"`
	Text text   `json:"text"`
}

type questionsOutput struct {
	Body struct {
		Questions []question `json:"questions" doc:"Five of them are chosen"`
	}
}

type answersInput struct {
	Body answersBody
}

type answersBody struct {
	Answers []struct {
		Question string `json:"question" maxLength:"40" doc:"The id of the question"`
		Answer   string `json:"answer" maxLength:"512" doc:"As typed; case, widths and spaces do not matter"`
	} `json:"answers" minItems:"5" maxItems:"5" doc:"Five questions, each another one, each with an answer of its own"`
}

func (b answersBody) given() (given []workflow.Answer) {
	for _, a := range b.Answers {
		given = append(given, workflow.Answer{Question: a.Question, Typed: a.Answer})
	}
	return given
}

// asked are the questions that an account is asked, in the order in which they were chosen.
func asked(of account.State) (all []question) {
	for _, set := range of.Questions {
		if q, ok := account.FindQuestion(set.Question); ok {
			all = append(all, question{q.ID, text{q.EN, q.ES}})
		}
	}
	return all
}
