package workflow

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/recovery"
)

// The errors of answers to reset questions; "number" says which of the five, from 1.
var (
	ErrAnswerMissing = &domain.Error{Kind: domain.Invalid, Code: "answer.missing", Message: "Answer all five questions."}
	ErrAnswerTwice   = &domain.Error{Kind: domain.Invalid, Code: "answer.twice", Message: "You gave this answer to two questions. Give each its own."}
	ErrAnswerLong    = &domain.Error{Kind: domain.Invalid, Code: "answer.too_long", Message: "This answer is too long."}
)

// Answer is what somebody typed to a reset question.
type Answer struct{ Question, Typed string }

// setQuestions keeps five answers in the vault, then names them in the account: that append is the switch. A row of the
// vault that a crash leaves behind opens nothing, and is swept.
func (w methods) setQuestions(ctx context.Context, id string, given []Answer, act domain.Act) (changed, error) {
	set := account.SetQuestions{}
	for _, g := range given {
		set.Set = append(set.Set, account.Asked{Question: g.Question, Answer: act.NewID("answer " + g.Question)})
	}
	if err := set.Check(); err != nil {
		return changed{}, err
	}
	answers, err := w.distinct(given)
	if err != nil {
		return changed{}, err
	}
	for i, a := range answers {
		if err := w.Vault.Put(ctx, set.Set[i].Answer, a); err != nil {
			return changed{}, err
		}
	}
	return w.Accounts.Do(ctx, id, set, act)
}

// distinct reads what was typed, and wants five different answers.
func (w methods) distinct(given []Answer) (answers [][]byte, err error) {
	for i, g := range given {
		a, number := w.Vault.Answer(g.Typed), strconv.Itoa(i+1)
		switch same := func(b []byte) bool { return bytes.Equal(a, b) }; {
		case len(a) == 0:
			return nil, ErrAnswerMissing.With("number", number)
		case utf8.RuneCount(a) > limits.AnswerMax:
			return nil, ErrAnswerLong.With("number", number).With("max", strconv.Itoa(limits.AnswerMax))
		case slices.ContainsFunc(answers, same):
			return nil, ErrAnswerTwice.With("number", number)
		}
		answers = append(answers, a)
	}
	return answers, nil
}

// SetQuestions chooses the reset questions while signing up. Nobody has to.
func (w SignUp) SetQuestions(ctx context.Context, id uuid.UUID, given []Answer, act domain.Act) (changed, error) {
	if _, err := w.unfinished(ctx, id); err != nil {
		return changed{}, err
	}
	return w.methods().setQuestions(ctx, id.String(), given, act)
}

// SetQuestions chooses the reset questions of an account that is in use; those before are asked no longer.
func (w Settings) SetQuestions(ctx context.Context, at Token, given []Answer, act domain.Act) (changed, error) {
	if _, err := w.mayChange(ctx, at, act); err != nil {
		return changed{}, err
	}
	return methods(w).setQuestions(ctx, at.Holder.ID, given, act)
}

// AnswerQuestions is the step between the mailed link and the second step, where the account has reset questions. A try is
// counted before it is judged, for the account: over all its links, on all servers. The vault says of all answers together
// whether they are right, and nobody learns more.
func (w Recovery) AnswerQuestions(ctx context.Context, at Token, given []Answer, act domain.Act) error {
	for i, g := range given {
		if len(w.Vault.Answer(g.Typed)) == 0 {
			return ErrAnswerMissing.With("number", strconv.Itoa(i+1))
		}
	}
	left, wait, err := w.Limits.Take(ctx, limits.ResetAnswers, at.Holder.ID)
	switch {
	case err != nil:
		return err
	case left < 0:
		return ErrWait.After(wait)
	}
	_, a, err := w.Now(ctx, at)
	if err != nil {
		return err
	}
	rows, typed := w.inOrder(a.Questions, given)
	match, err := w.Vault.VerifyAll(ctx, rows, typed)
	if err != nil {
		return err
	}
	_, err = w.Recoveries.Do(ctx, at.Session.String(), recovery.AnswerQuestions{Match: match, Left: left}, act)
	return err
}

// inOrder puts what was given beside the questions of the account. What was not answered is wrong.
func (w Recovery) inOrder(questions []account.Asked, given []Answer) (rows []uuid.UUID, typed [][]byte) {
	for _, q := range questions {
		var answer []byte
		for _, g := range given {
			if g.Question == q.Question {
				answer = w.Vault.Answer(g.Typed)
			}
		}
		rows, typed = append(rows, q.Answer), append(typed, answer)
	}
	return rows, typed
}
