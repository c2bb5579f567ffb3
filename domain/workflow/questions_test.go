package workflow_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/workflow"
)

// answers are five answers to the first questions of the list, or to those that follow.
func answers(from int, typed ...string) (given []workflow.Answer) {
	for i, q := range account.Questions[from : from+limits.ResetQuestions] {
		a := workflow.Answer{Question: q.ID, Typed: fmt.Sprint("answer ", i)}
		if i < len(typed) {
			a.Typed = typed[i]
		}
		given = append(given, a)
	}
	return given
}

// questioned is an account in use that has reset questions, with the usual answers.
func (w *world) questioned() uuid.UUID {
	w.Helper()
	id := w.active()
	_, err := w.settings().SetQuestions(w.Context(), w.proved(id), answers(0), w.by(id))
	w.must(err)
	return id
}

// chooses reset questions with these answers, and the usual ones after them.
func (w *world) chooses(typed ...string) error {
	id := w.active()
	_, err := w.settings().SetQuestions(w.Context(), w.proved(id), answers(0, typed...), w.by(id))
	return err
}

func (w *world) answers(at workflow.Token, given []workflow.Answer) error {
	return w.recovery().AnswerQuestions(w.Context(), at, given, w.by(uuid.MustParse(at.Holder.ID)))
}

func TestQuestionsComeBetweenTheLinkAndTheSecondStep(t *testing.T) {
	w := newWorld(t)
	id := w.questioned()
	at, set := w.forgotten(), w.recovery()
	code := w.account(id).Backup.Sheet.Numbered(1).ID.String()
	for what, err := range map[string]error{
		"a code":          set.SendCode(t.Context(), at, "", w.by(id)),
		"a code by text":  set.SendCode(t.Context(), at, "text", w.by(id)),
		"a backup code":   set.Prove(t.Context(), at, account.MethodBackup, code, w.by(id)),
		"an app's code":   set.Prove(t.Context(), at, account.MethodAuthenticator, "code", w.by(id)),
		"a mailed code":   set.Prove(t.Context(), at, account.MethodMail, "code", w.by(id)),
		"a new password":  set.SetPassword(t.Context(), at, newPassword, false, w.by(id)),
		"no way of proof": set.Prove(t.Context(), at, "oath", "code", w.by(id)),
	} {
		if !errors.Is(err, recovery.ErrUnanswered) {
			t.Errorf("%s before the answers: %v", what, err)
		}
	}
	if left := w.account(id).Backup.Left(); left != limits.BackupCodes {
		t.Errorf("%d backup codes are left", left)
	}
	before := w.account(id).Questions
	if err := w.answers(at, answers(0, "wrong")); !errors.Is(err, recovery.ErrWrongAnswers) {
		t.Errorf("a wrong answer: %v", err)
	}
	if now := w.account(id).Questions; !slices.Equal(now, before) {
		t.Errorf("after a wrong answer the questions are %v, not %v", now, before)
	}
	again := answers(0, " ANSWER 0 ")
	slices.Reverse(again)
	w.must(w.answers(at, again))
	if err := set.SetPassword(t.Context(), at, newPassword, false, w.by(id)); !errors.Is(err, recovery.ErrUnproved) {
		t.Errorf("without a second step: %v", err)
	}
	w.proves(at)
	w.must(set.SetPassword(t.Context(), at, newPassword, false, w.by(id)))
}

// Whichever answer is wrong, or is missing: the same is said, and the same is done.
func TestNobodyLearnsWhichAnswerIsWrong(t *testing.T) {
	w := newWorld(t)
	w.questioned()
	at := w.forgotten()
	var calls []string
	for i := range limits.ResetQuestions {
		wrong := answers(0)
		wrong[i].Typed = "wrong"
		missing := slices.Delete(answers(0), i, i+1)
		for what, given := range map[string][]workflow.Answer{"wrong": wrong, "missing": missing, "all wrong": answers(0, "a", "b", "c", "d", "e"), "of others": answers(5)} {
			now := w.during(func() {
				err := w.answers(at, given)
				if want := recovery.ErrWrongAnswers.With("left", "1"); err == nil || err.Error() != want.Error() {
					t.Errorf("answer %d %s: %v", i+1, what, err)
				}
			})
			if calls == nil {
				calls = now
			}
			if !slices.Equal(now, calls) || len(now) < limits.ResetQuestions {
				t.Errorf("answer %d %s: %q, not %q", i+1, what, now, calls)
			}
		}
	}
}

func TestWhoHasNoQuestionsIsAskedNone(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	at := w.forgotten()
	if err := w.answers(at, answers(0)); !errors.Is(err, recovery.ErrInvalid) {
		t.Errorf("answers to nothing: %v", err)
	}
	w.proves(at)
	w.must(w.recovery().SetPassword(t.Context(), at, newPassword, false, w.by(id)))
}

func TestWhereQuestionsAreSwitchedOffNobodyIsAsked(t *testing.T) {
	w := newWorld(t)
	id := w.questioned()
	w.noQuestions = true
	at := w.forgotten()
	w.proves(at)
	w.must(w.recovery().SetPassword(t.Context(), at, newPassword, false, w.by(id)))
}

// The answers of today count, also where the link was opened before they were changed.
func TestChangedAnswersTakeThePlaceOfTheOld(t *testing.T) {
	w := newWorld(t)
	id := w.questioned()
	at := w.forgotten()
	act := w.by(id)
	for range 2 { // the same again is nothing new
		_, err := w.settings().SetQuestions(t.Context(), w.proved(id), answers(3, "other"), act)
		w.must(err)
	}
	if err := w.answers(at, answers(0)); !errors.Is(err, recovery.ErrWrongAnswers) {
		t.Errorf("the answers of before: %v", err)
	}
	w.must(w.answers(at, answers(3, "other")))
}

func TestQuestionsAreChosenWhileSigningUp(t *testing.T) {
	w := newWorld(t)
	id, _ := w.ready()
	_, err := w.signUp().SetQuestions(t.Context(), id, answers(0), w.by(id))
	w.must(err)
	if got := w.account(id).Questions; len(got) != limits.ResetQuestions || got[4].Question != account.Questions[4].ID {
		t.Errorf("the questions are %v", got)
	}
	if _, err := w.settings().SetQuestions(t.Context(), w.proved(id), answers(0), w.by(id)); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("in the settings of an account that is not in use: %v", err)
	}
}

func TestQuestionsAreChangedWithAFreshProof(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	stale := w.proved(id)
	stale.Proved = w.now.Add(-limits.ProvedFor)
	if _, err := w.settings().SetQuestions(t.Context(), stale, answers(0), w.by(id)); !errors.Is(err, workflow.ErrProveAgain) {
		t.Errorf("without one: %v", err)
	}
	if len(w.account(id).Questions) != 0 {
		t.Error("the questions were chosen all the same")
	}
}

// What will not do leaves nothing in the vault.
func TestAnswersThatWillNotDoAreNotKept(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	kept := len(w.vault)
	twice := answers(0)
	twice[3].Question = twice[0].Question
	for what, given := range map[string][]workflow.Answer{
		"none": nil, "four": answers(0)[:4], "a question twice": twice, "an answer twice": answers(0, "Rex", "Ada", "rex "), "nothing": answers(0, "a", " "),
	} {
		if _, err := w.settings().SetQuestions(t.Context(), w.proved(id), given, w.by(id)); err == nil {
			t.Errorf("%s will do", what)
		}
	}
	if len(w.vault) != kept {
		t.Errorf("%d rows were kept", len(w.vault)-kept)
	}
}

// Several links may be under way: mails come late, and whoever asks for another, perhaps a stranger, takes none away. Each is
// good once, and one password comes of them.
func TestEachOfSeveralLinksIsGoodOnce(t *testing.T) {
	w := newWorld(t)
	id := w.questioned()
	var at []workflow.Token
	var links []func() (workflow.Token, error)
	for range 3 {
		which, link := w.forgets(address)
		links = append(links, func() (workflow.Token, error) { return w.follows(which, link) })
	}
	for _, i := range []int{1, 0, 2} {
		token, err := links[i]()
		w.must(err)
		if _, err := links[i](); !errors.Is(err, recovery.ErrLinkUsed) {
			t.Errorf("link %d a second time: %v", i, err)
		}
		w.must(w.answers(token, answers(0)))
		w.proves(token)
		at = append(at, token)
	}
	w.must(w.recovery().SetPassword(t.Context(), at[2], newPassword, true, w.by(id)))
	for _, token := range at[:2] {
		if err := w.recovery().SetPassword(t.Context(), token, "Other-Horse-9", true, w.by(id)); !errors.Is(err, account.ErrPasswordReplaced) {
			t.Errorf("another password: %v", err)
		}
	}
	if _, err := w.attempt(address, newPassword, ""); err != nil {
		t.Errorf("the password that was set first: %v", err)
	}
}
