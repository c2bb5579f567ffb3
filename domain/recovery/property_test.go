package recovery_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
)

// drawn is a random command, and whether it proves the second step to the state.
func drawn(t *rapid.T, s recovery.State, now time.Time) (c recovery.Command, right bool) {
	ref := rapid.SampledFrom([]secret.Ref{{}, code, newCode, link, s.Code}).Draw(t, "secret")
	switch rapid.SampledFrom([]string{"open", "send", "enter", "enter", "answer", "complete", "complete", "questions", "questions"}).Draw(t, "command") {
	case "open":
		return recovery.Open{Link: typed{ref}, Account: ana, Was: old, Asked: rapid.Bool().Draw(t, "asked")}, false
	case "send":
		return recovery.SendCode{By: rapid.SampledFrom([]string{"mail", "text", "mail_text"}).Draw(t, "by"), Code: ref, Expires: now.Add(10 * time.Minute)}, false
	case "enter":
		return recovery.EnterCode{Code: typed{ref}}, ref == s.Code && now.Before(s.CodeExpires)
	case "questions":
		return recovery.AnswerQuestions{Match: rapid.SampledFrom([]bool{false, false, true}).Draw(t, "match"), Left: 1}, false
	case "answer":
		matches := rapid.SampledFrom([]bool{false, false, true}).Draw(t, "matches")
		return recovery.Answer{By: "authenticator", Matches: matches}, matches
	}
	return recovery.Complete{Credential: pass}, false
}

// Whatever is asked, in whatever order: the link opens once, what follows comes only after the reset questions, if there are
// any, a password follows only a right answer that came before five wrong ones, in time, and there is one.
func TestAnySequence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, now := recovery.Decider.Replay(requested...), noon
		opened, proved, completed, wrong, unanswered := 0, false, 0, 0, false
		for range 40 {
			now = now.Add(rapid.SampledFrom([]time.Duration{0, 0, 0, time.Minute}).Draw(t, "later"))
			c, right := drawn(t, s, now)
			may := holder
			if _, first := c.(recovery.Open); first {
				may = anonymous
			}
			act := at(rapid.SampledFrom([]domain.Act{may, may, may, may, stranger}).Draw(t, "who"), now)
			got, _ := recovery.Decider.Decide(s, c, act)
			for _, e := range got {
				switch e.(type) {
				case recovery.Opened:
					opened++
				case recovery.QuestionsAsked:
					unanswered = true
				case recovery.QuestionsAnswered:
					unanswered = !c.(recovery.AnswerQuestions).Match
				case recovery.AnswersRefused:
				default:
					if unanswered {
						t.Fatalf("%T before the questions are answered", e)
					}
				}
				switch e.(type) {
				case recovery.CodeRefused:
					wrong++
				case recovery.Proved:
					if proved = true; !right || wrong >= 5 {
						t.Fatalf("proved by %+v after %d wrong answers", c, wrong)
					}
				case recovery.Completed:
					completed++
				}
				if act.By == stranger.By {
					t.Fatalf("a stranger did %T", e)
				}
				s = recovery.Decider.Evolve(s, e)
			}
			if opened > 1 || completed > 1 || completed == 1 && !proved || wrong > 5 || s.Account == uuid.Nil && proved {
				t.Fatalf("opened %d, proved %v, completed %d, wrong %d", opened, proved, completed, wrong)
			}
		}
	})
}
