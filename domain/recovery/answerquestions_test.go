package recovery_test

import (
	"testing"

	"github.com/casetrail/casetrail/domain/recovery"
)

// What happened to the reset of an account that has reset questions.
var (
	asked    = and(opened, recovery.QuestionsAsked{})
	answered = and(asked, recovery.QuestionsAnswered{})
)

func TestAnswerQuestions(t *testing.T) {
	t.Parallel()
	right := recovery.AnswerQuestions{Match: true, Left: 4}
	refused := func(left int) events { return events{recovery.AnswersRefused{Left: left}} }
	suite.Run(t, append(others(right), []row{
		{Name: "all right", Given: asked, Act: holder, When: right, Then: events{recovery.QuestionsAnswered{}}},
		{Name: "with the last try", Given: and(asked, refused(1)...), Act: holder, When: recovery.AnswerQuestions{Match: true}, Then: events{recovery.QuestionsAnswered{}}},
		{Name: "again", Given: answered, Act: holder, When: right},
		{Name: "not all right", Given: asked, Act: holder, When: recovery.AnswerQuestions{Left: 4}, Then: refused(4), Err: recovery.ErrWrongAnswers.With("left", "4")},
		{Name: "not all right, the last time", Given: asked, Act: holder, When: recovery.AnswerQuestions{}, Then: refused(0), Err: recovery.ErrWrongAnswers.With("left", "0")},
		{Name: "not all right after all right", Given: answered, Act: holder, When: recovery.AnswerQuestions{Left: 3}, Then: refused(3), Err: recovery.ErrWrongAnswers},
		{Name: "of an account without questions", Given: opened, Act: holder, When: right, Err: recovery.ErrInvalid},
		{Name: "all wrong, of an account without questions", Given: opened, Act: holder, When: recovery.AnswerQuestions{}, Err: recovery.ErrInvalid},
	}...))
}

// Until the questions are answered there is no second step, and no password.
func TestTheQuestionsComeFirst(t *testing.T) {
	t.Parallel()
	wrong := and(asked, recovery.AnswersRefused{Left: 4})
	send := recovery.SendCode{By: "mail", Code: code, Expires: noon.Add(life)}
	app := recovery.Answer{By: "authenticator", Matches: true}
	barely := and(requested, recovery.Opened{Account: ana, Was: old, Bare: true, Until: noon.Add(life)}, recovery.QuestionsAsked{})
	var rows []row
	for name, c := range map[string]recovery.Command{
		"a code is sent": send, "a code is entered": recovery.EnterCode{Code: typed{code}}, "an app's code is entered": app,
		"a backup code is entered": recovery.Answer{By: "backup", Matches: true}, "a password is chosen": recovery.Complete{Credential: pass},
	} {
		rows = append(rows,
			row{Name: name + ", not yet", Given: asked, Act: holder, When: c, Err: recovery.ErrUnanswered},
			row{Name: name + ", after wrong answers", Given: wrong, Act: holder, When: c, Err: recovery.ErrUnanswered})
	}
	suite.Run(t, append(rows, []row{
		{Name: "then a code is sent", Given: answered, Act: holder, When: send, Then: events{recovery.CodeIssued{Code: code, Expires: noon.Add(life)}}},
		{Name: "then an app's code is entered", Given: answered, Act: holder, When: app, Then: events{recovery.Proved{By: "authenticator"}}},
		{Name: "the answers alone are no second step", Given: answered, Act: holder, When: recovery.Complete{Credential: pass}, Err: recovery.ErrUnproved},
		{Name: "a password without a second step", Given: barely, Act: holder, When: recovery.Complete{Credential: pass}, Err: recovery.ErrUnanswered},
	}...))
}
