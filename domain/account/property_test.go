package account_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/secret"
)

// history is what a random life of an account has done, told apart from the account's own state.
type history struct {
	t     *rapid.T
	state account.State
	now   time.Time
	spent []secret.Ref // backup codes
	wrong []time.Time  // wrong codes since the last right one
}

func (h *history) pick(label string, refs ...secret.Ref) secret.Ref {
	return rapid.SampledFrom(refs).Draw(h.t, label)
}

// draw is a random command that fits the account's age more often than not.
func (h *history) draw() account.Command {
	life := h.now.Add(life)
	credential := rapid.SampledFrom([]uuid.UUID{pass, app, newApp}).Draw(h.t, "credential")
	current, backup := h.state.Code.Ref, h.state.Backup.Sheet
	presented := typed{h.pick("typed", link, newLink, code, newCode, current, backup.Numbered(1), backup.Numbered(2), sheet.Numbered(3))}
	refused := account.EnterCode{Code: typed{link}}
	next := map[string]account.Command{
		"confirm":      account.Confirm{Link: typed{h.state.Link}},
		"terms":        account.AcceptTerms{Version: "1"},
		"password":     account.SetPassword{Credential: credential},
		"method":       account.SendCode{Method: "mail", Code: h.pick("code", code, newCode), Expires: life},
		"backup_codes": account.IssueBackupCodes{Sheet: sheet},
		"role":         account.ChooseRole{Role: "applicant"},
		"activate":     account.Activate{Number: "1"},
	}[h.state.NextStep()]
	commands := []account.Command{
		register(nil),
		account.SendLink{Link: newLink, Expires: life},
		account.Confirm{Link: presented},
		account.ConfirmClaimed{},
		account.Lapse{},
		account.EnterCode{Code: presented},
		account.SendCode{Method: "text", Phone: number("+12025550142"), Code: h.pick("text code", code, newCode), Expires: life},
		refused, refused,
		account.UseBackupCode{Code: presented, Session: session},
		account.OfferAuthenticator{Credential: credential},
		account.ProveAuthenticator{Credential: credential, Matches: rapid.Bool().Draw(h.t, "matches")},
		account.IssueBackupCodes{Sheet: ref("another sheet")},
		account.RemoveMethod{Method: rapid.SampledFrom([]string{"mail", "text", "authenticator"}).Draw(h.t, "method")},
		account.ChooseAlerts{Text: rapid.Bool().Draw(h.t, "alerts")},
		account.Lock{Until: life, Why: "password"},
		account.SeeDevice{Device: credential, Session: session},
		account.SetQuestions{Set: asked(rapid.IntRange(0, 7).Draw(h.t, "questions"), rapid.StringMatching("[a-z]").Draw(h.t, "answers"))},
	}
	if next != nil {
		commands = append(commands, next, next, next, next, next, next)
	}
	return rapid.SampledFrom(commands).Draw(h.t, "command")
}

// actor is mostly the one who may.
func (h *history) actor(c account.Command) domain.Act {
	may := holder
	switch c.(type) {
	case account.Register, account.SendLink, account.Confirm:
		may = anonymous
	case account.ConfirmClaimed:
		may = reactor
	case account.Lapse, account.Lock:
		may = scheduler
	}
	return at(rapid.SampledFrom([]domain.Act{may, may, may, may, may, may, stranger, officer}).Draw(h.t, "who"), h.now)
}

// happened checks an event against what came before it, and keeps it.
func (h *history) happened(c account.Command, act domain.Act, e account.Event) {
	switch {
	case h.state.Erased:
		h.t.Fatalf("after erasure: %v", e)
	case act.By == stranger.By || act.By == officer.By:
		h.t.Fatalf("%v did %v", act.By, e)
	}
	switch e := e.(type) {
	case account.CodeVerified:
		if !c.(account.EnterCode).Code.Is(h.state.Code.Ref) || !h.now.Before(h.state.Code.Expires) {
			h.t.Fatalf("verified by %v at %v, but the code is %+v", c, h.now, h.state.Code)
		}
		if e.Method == "text" && h.state.OfferedPhone.IsZero() {
			h.t.Fatalf("no number is proved")
		}
		h.wrong = nil
	case account.AuthenticatorAdded:
		if p := c.(account.ProveAuthenticator); !p.Matches || p.Credential != h.state.Offered {
			h.t.Fatalf("added by %+v", c)
		}
		h.wrong = nil
	case account.CodeRefused:
		h.wrong = append(h.wrong, h.now)
		if n := len(h.wrong); n > 5 && h.wrong[n-1].Sub(h.wrong[n-6]) < life {
			h.t.Fatalf("six wrong codes in ten minutes: %v", h.wrong[n-6:])
		}
	case account.BackupCodeUsed:
		code := e.Sheet.Numbered(e.Number)
		if slices.Contains(h.spent, code) || !c.(account.UseBackupCode).Code.Is(code) || e.Sheet != h.state.Backup.Sheet {
			h.t.Fatalf("a backup code is used: %+v", e)
		}
		h.spent = append(h.spent, code)
	case account.MethodRemoved:
		if len(h.state.Methods) < 2 {
			h.t.Fatalf("the last method is removed: %+v", e)
		}
	case account.QuestionsSet:
		if was := h.state.Questions; len(e.Was) != len(was) || len(was) > 0 && was[4].Answer != e.Was[4] {
			h.t.Fatalf("%v take the place of %v", e, was)
		}
	case account.Activated:
		s := h.state
		if !s.Confirmed || s.Terms == "" || s.Credential == uuid.Nil || len(s.Methods) == 0 || s.Backup.Sheet.IsZero() || s.Role == "" {
			h.t.Fatalf("active without having finished: %+v", s)
		}
	}
	h.state = account.Decider.Evolve(h.state, e)
	if h.state.TextAlerts && (!h.state.Has("text") || h.state.Phone.IsZero()) {
		h.t.Fatalf("alerts go to no number after %T", e)
	}
}

func TestAnySequence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		age := rapid.SampledFrom([]string{"registered", "signing up", "active"}).Draw(t, "age")
		h := &history{t: t, now: noon, state: account.Decider.Replay(map[string]events{
			"registered": registered, "signing up": withCode, "active": active,
		}[age]...)}
		erase := rapid.IntRange(20, 60).Draw(t, "erase at step")
		for step := range 60 {
			h.now = h.now.Add(rapid.SampledFrom([]time.Duration{0, 0, 0, 0, time.Second, life - time.Second, life}).Draw(t, "later"))
			c := h.draw()
			if step == erase {
				c = account.Erase{}
			}
			act := h.actor(c)
			got, err := account.Decider.Decide(h.state, c, act)
			if h.state.Erased && err == nil {
				t.Fatalf("an erased account accepts %T", c)
			}
			for _, e := range got {
				h.happened(c, act, e)
			}
		}
	})
}
