package account

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

// The errors of chosen questions; "number" says which of the five, from 1.
var (
	ErrQuestionMissing = &domain.Error{Kind: domain.Invalid, Code: "account.question_missing", Message: "Choose a question from the list."}
	ErrQuestionTwice   = &domain.Error{Kind: domain.Invalid, Code: "account.question_twice", Message: "Each question can be chosen once. Choose another one."}
)

// Asked is a question that a holder has chosen. The vault knows what the answer looks like.
type Asked struct {
	Question string    // its id
	Answer   uuid.UUID // the row of the vault
}

// SetQuestions chooses the questions that are asked when the password is forgotten, in the place of those before. The vault
// knows the answers since before this command.
type SetQuestions struct{ Set []Asked }

// Check says whether the questions are of the list, each another one, and as many as are needed.
func (c SetQuestions) Check() error {
	if len(c.Set) != limits.ResetQuestions {
		return ErrInvalid
	}
	for i, a := range c.Set {
		number := strconv.Itoa(i + 1)
		switch _, known := FindQuestion(a.Question); {
		case !known:
			return ErrQuestionMissing.With("number", number)
		case a.Answer == uuid.Nil:
			return ErrInvalid
		case slices.ContainsFunc(c.Set[:i], func(b Asked) bool { return b.Question == a.Question }):
			return ErrQuestionTwice.With("number", number)
		}
	}
	return nil
}

func (c SetQuestions) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	if err := c.Check(); err != nil {
		return nil, err
	}
	switch {
	case len(s.Methods) == 0:
		return nil, ErrUnfinished.With("next", StepMethod)
	case slices.Equal(c.Set, s.Questions):
		return nil, nil
	}
	set := QuestionsSet{Was: s.answers()}
	for _, a := range c.Set {
		set.Questions, set.Answers = append(set.Questions, a.Question), append(set.Answers, a.Answer)
	}
	return []Event{set}, nil
}

// answers are the rows of the vault that are valid.
func (s State) answers() (rows []uuid.UUID) {
	for _, a := range s.Questions {
		rows = append(rows, a.Answer)
	}
	return rows
}

// QuestionsSet says which questions are asked from now on, when the password is forgotten.
type QuestionsSet struct {
	Questions []string    `json:"questions" log:"public,the ids of the questions; they tell nothing about the answers"`
	Answers   []uuid.UUID `json:"answers" log:"public,names the rows of the vault that are valid, in the order of the questions"`
	Was       []uuid.UUID `json:"was,omitempty" log:"public,names the rows of the vault that may be forgotten"`
}

// EventType is the stored name.
func (QuestionsSet) EventType() string { return "account.questions_set" }

func (e QuestionsSet) evolve(s State) State {
	s.Questions = nil
	for i := range min(len(e.Questions), len(e.Answers)) {
		s.Questions = append(s.Questions, Asked{e.Questions[i], e.Answers[i]})
	}
	return s
}
