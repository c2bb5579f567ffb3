package account_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
)

// asked are the first five questions of the list, or those that follow, with rows of the vault named after a word.
func asked(from int, word string) (set []account.Asked) {
	for _, q := range account.Questions[from : from+5] {
		set = append(set, account.Asked{Question: q.ID, Answer: id(word + q.ID)})
	}
	return set
}

// questionsSet is what happens then.
func questionsSet(set []account.Asked, was ...account.Asked) account.QuestionsSet {
	var e account.QuestionsSet
	for _, a := range set {
		e.Questions, e.Answers = append(e.Questions, a.Question), append(e.Answers, a.Answer)
	}
	for _, a := range was {
		e.Was = append(e.Was, a.Answer)
	}
	return e
}

func TestSetQuestions(t *testing.T) {
	t.Parallel()
	first, second := asked(0, "first"), asked(4, "second")
	c := account.SetQuestions{Set: first}
	set := questionsSet(first)
	changed := func(change func(set []account.Asked) []account.Asked) account.SetQuestions {
		return account.SetQuestions{Set: change(slices.Clone(first))}
	}
	run(t, []row{
		{Name: "while signing up", Given: withMail, Act: holder, When: c, Then: events{set}},
		{Name: "of an active account", Given: active, Act: holder, When: c, Then: events{set}},
		{Name: "again", Given: and(active, set), Act: holder, When: c},
		{Name: "others", Given: and(active, set), Act: holder, When: account.SetQuestions{Set: second}, Then: events{questionsSet(second, first...)}},
		{Name: "the same with other answers", Given: and(active, set), Act: holder, When: account.SetQuestions{Set: asked(0, "other")}, Then: events{questionsSet(asked(0, "other"), first...)}},
		{Name: "before a second step is set up", Given: withPass, Act: holder, When: c, Err: account.ErrUnfinished.With("next", "method")},
		{Name: "none", Given: active, Act: holder, When: account.SetQuestions{}, Err: account.ErrInvalid},
		{Name: "four", Given: active, Act: holder, When: account.SetQuestions{Set: first[:4]}, Err: account.ErrInvalid},
		{Name: "six", Given: active, Act: holder, When: account.SetQuestions{Set: slices.Concat(first, second[4:])}, Err: account.ErrInvalid},
		{Name: "one twice", Given: active, Act: holder, Err: account.ErrQuestionTwice, When: changed(func(set []account.Asked) []account.Asked {
			set[4].Question = set[0].Question
			return set
		})},
		{Name: "one that is not of the list", Given: active, Act: holder, Err: account.ErrQuestionMissing.With("number", "3"), When: changed(func(set []account.Asked) []account.Asked {
			set[2].Question = "mothers_maiden_name"
			return set
		})},
		{Name: "one without an answer", Given: active, Act: holder, Err: account.ErrInvalid, When: changed(func(set []account.Asked) []account.Asked {
			set[4].Answer = uuid.Nil
			return set
		})},
	}, tooEarly(c), gone(c, holder), denied(c, active, stranger, anonymous, officer, operator, reactor, scheduler))
}

// Whoever forgets what the vault knows of an erased account finds the answers, too.
func TestAnErasedAccountStillNamesItsAnswers(t *testing.T) {
	t.Parallel()
	set := asked(0, "first")
	if s := account.Decider.Replay(and(active, questionsSet(set), account.Erased{})...); !slices.Equal(s.Questions, set) {
		t.Errorf("the state has %v", s.Questions)
	}
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, q := range account.Questions {
		found, ok := account.FindQuestion(q.ID)
		if !ok || found != q {
			t.Errorf("%s is found as %+v", q.ID, found)
		}
		for _, said := range []string{q.ID, q.In("en"), q.In("es")} {
			if seen[said] || said == "" {
				t.Errorf("%q is there twice", said)
			}
			seen[said] = true
		}
		if !strings.HasSuffix(q.EN, "?") || !strings.HasPrefix(q.ES, "¿") || !strings.HasSuffix(q.ES, "?") {
			t.Errorf("%s is no question: %s %s", q.ID, q.EN, q.ES)
		}
	}
	if q, ok := account.FindQuestion("unknown"); ok || q != (account.Question{}) {
		t.Errorf("found %+v", q)
	}
}
