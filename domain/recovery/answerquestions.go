package recovery

import (
	"strconv"

	"github.com/casetrail/casetrail/domain"
)

// The errors of the reset questions. Which answer was wrong, nobody is told.
var (
	ErrUnanswered   = &domain.Error{Kind: domain.Refused, Code: "recovery.unanswered", Message: "Answer your reset questions first."}
	ErrWrongAnswers = &domain.Error{Kind: domain.Refused, Code: "recovery.wrong_answers", Message: "These answers are not all right. We do not say which one is wrong."}
)

// AnswerQuestions answers all reset questions at once. Match is what the workflow found out of them together; Left is how
// often they may be tried today, in this reset and all others of the account.
type AnswerQuestions struct {
	Match bool
	Left  int
}

func (c AnswerQuestions) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case !s.Asked:
		return nil, ErrInvalid
	case !c.Match: // also when earlier ones were right, so that "nothing new" always means "right"
		return []Event{AnswersRefused{Left: c.Left}}, nil
	case s.Answered:
		return nil, nil
	}
	return []Event{QuestionsAnswered{}}, nil
}

// Unanswered says whether the reset questions come next.
func (s State) Unanswered() bool { return s.Asked && !s.Answered }

// QuestionsAsked says that the reset questions come before the second step.
type QuestionsAsked struct{}

// EventType is the stored name.
func (QuestionsAsked) EventType() string { return "recovery.questions_asked" }

func (QuestionsAsked) evolve(s State) State {
	s.Asked = true
	return s
}

// QuestionsAnswered says that all answers were right: the second step comes next.
type QuestionsAnswered struct{}

// EventType is the stored name.
func (QuestionsAnswered) EventType() string { return "recovery.questions_answered" }

func (QuestionsAnswered) evolve(s State) State {
	s.Answered = true
	return s
}

// AnswersRefused says that not all answers were right. The questions stay the same.
type AnswersRefused struct {
	Left int `json:"left" log:"public,how many tries are left on this day"`
}

// EventType is the stored name.
func (AnswersRefused) EventType() string { return "recovery.answers_refused" }

// Refused is what the holder is told.
func (e AnswersRefused) Refused() *domain.Error {
	return ErrWrongAnswers.With("left", strconv.Itoa(e.Left))
}

func (AnswersRefused) evolve(s State) State { return s }
