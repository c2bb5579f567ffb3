package session_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// drawn is a random command of a session, and whether it answers rightly to the state.
func drawn(t *rapid.T, s session.State, now time.Time, refs []secret.Ref) (c session.Command, right bool) {
	ref := rapid.SampledFrom(refs).Draw(t, "code")
	switch rapid.SampledFrom([]string{"open", "begin", "send", "enter", "enter", "answer", "answer", "end"}).Draw(t, "command") {
	case "open":
		return session.Open{Holder: ana, Method: "mail", Code: ref, Expires: now.Add(life)}, false
	case "begin":
		return session.Begin{Holder: eve, By: "enrolment"}, false
	case "send":
		return session.SendCode{By: rapid.SampledFrom([]string{"mail", "text", "mail_text"}).Draw(t, "way"), Code: ref, Expires: now.Add(life)}, false
	case "enter":
		return session.EnterCode{Code: typed{ref}}, ref == s.Code && now.Before(s.Expires)
	case "answer":
		matches := rapid.Bool().Draw(t, "matches")
		return session.Answer{By: rapid.SampledFrom([]string{"authenticator", "backup"}).Draw(t, "by"), Matches: matches}, matches
	}
	if rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "go on") {
		return session.SendCode{By: rapid.SampledFrom([]string{"mail", "text", "mail_text"}).Draw(t, "way"), Code: ref, Expires: now.Add(life)}, false
	}
	return session.End{Why: "signed_out"}, false
}

// Whatever is asked, in whatever order: only right answers verify, and never after five wrong ones or after the end.
func TestAnySequence(t *testing.T) {
	t.Parallel()
	refs := []secret.Ref{{}, code, newCode}
	rapid.Check(t, func(t *rapid.T) {
		var s session.State
		now, wrongs := noon, 0
		for range rapid.IntRange(10, 40).Draw(t, "steps") {
			now = now.Add(rapid.SampledFrom([]time.Duration{0, 0, 0, time.Second, life - time.Second, life}).Draw(t, "later"))
			c, right := drawn(t, s, now, refs)
			who := rapid.SampledFrom([]domain.Act{holder, holder, holder, holder, by(eve), anonymous, stranger}).Draw(t, "who")
			got, err := session.Decider.Decide(s, c, at(who, now))
			if s.Ended && len(got) > 0 {
				t.Fatalf("after its end: %v", got)
			}
			if len(got) > 0 && s.Holder.ID != "" && who.By != s.Holder {
				t.Fatalf("%v acts in the session of %v: %v", who.By, s.Holder, got)
			}
			for _, e := range got {
				switch e := e.(type) {
				case session.Verified:
					if _, begun := c.(session.Begin); !begun && (!right || wrongs >= 5) {
						t.Fatalf("verified by %+v after %d wrong answers", c, wrongs)
					}
				case session.CodeRefused:
					if wrongs++; wrongs > 5 || e.Left != 5-wrongs || right {
						t.Fatalf("refused %+v: %d are left after %d wrong ones", c, e.Left, wrongs)
					}
				}
				s = session.Decider.Evolve(s, e)
			}
			if errors.Is(err, session.ErrTooManyCodes) && wrongs < 5 {
				t.Fatalf("too many after %d", wrongs)
			}
		}
	})
}
