package workflow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
)

// bearers are tokens that can be read; how they are sealed is tested where it is done.
type bearers struct{ of map[string]workflow.Bearer }

func (b bearers) Seal(of workflow.Bearer) (string, error) {
	token := "token " + uuid.NewString()
	b.of[token] = of
	return token, nil
}

func (b bearers) Open(token string) (workflow.Bearer, bool) {
	of, ok := b.of[token]
	return of, ok
}

func (w *world) Spend(_ context.Context, _ client.ID, burst, quota string) (string, time.Duration, error) {
	w.note("spend", burst, quota)
	if w.full == burst || w.full == quota {
		return w.full, time.Minute, nil
	}
	return "", 0, nil
}

func (w *world) clientDesk() workflow.ClientDesk {
	return workflow.ClientDesk{Clients: w.clients, Accounts: w.accounts, Codes: w, Revealer: w, Limits: w}
}

func (w *world) clientDoor() workflow.ClientDoor {
	if w.issued.of == nil {
		w.issued.of = map[string]workflow.Bearer{}
	}
	return workflow.ClientDoor{Clients: w.clients, Accounts: w.accounts, Codes: w, Bearers: w.issued, Limits: w, Digests: w, Meter: w}
}

// board is an application as it should be.
var board = workflow.Application{Name: " Status board ", Contact: "it@example.org", Environment: client.Sandbox, Scopes: []string{client.CaseStatus}}

func (w *world) apply(change func(*workflow.Application)) error {
	a := board
	change(&a)
	_, _, err := w.clientDesk().Register(w.Context(), a, w.byOfficer())
	return err
}

func (w *world) registers(act domain.Act) workflow.Credential {
	w.Helper()
	shown, _, err := w.clientDesk().Register(w.Context(), board, act)
	w.must(err)
	return shown
}

func (w *world) grant(id, secret string) (workflow.Grant, error) {
	return w.clientDoor().Grant(w.Context(), "network", id, secret, w.now)
}

// granted is the token of a new client of staff.
func (w *world) granted() (workflow.Credential, string) {
	w.Helper()
	shown := w.registers(w.byOfficer())
	g, err := w.grant(shown.ID.String(), shown.Secret)
	w.must(err)
	return shown, g.Token
}

func (w *world) admit(token string) error {
	_, err := w.clientDoor().Admit(w.Context(), token, client.CaseStatus, w.now)
	return err
}

// asks comes with a good token when a limit is used up.
func (w *world) asks(full string) error {
	_, token := w.granted()
	w.full = full
	return w.admit(token)
}

func TestAClientIsKeptAsItWasRegistered(t *testing.T) {
	w := newWorld(t)
	act := w.byOfficer()
	shown := w.registers(act)
	c, err := w.clients.Load(t.Context(), shown.ID.Client.String())
	w.must(err)
	s := c.State
	w.must(w.OpenTexts(t.Context(), &s.Name, &s.Contact))
	name, _ := s.Name.Value()
	contact, _ := s.Contact.Value()
	if name != "Status board" || contact != board.Contact || s.Environment != board.Environment || s.Owner != act.By || shown.ID.Number != 1 {
		t.Errorf("%q, %q, %+v", name, contact, s)
	}
	if s.Name.Subject() != personal.Holder(s.ID) {
		t.Error("the name of a client of the agency is sealed for somebody else")
	}
}

func TestASecretIsShownOnce(t *testing.T) {
	w := newWorld(t)
	act := w.byOfficer()
	shown := w.registers(act)
	if again, _, err := w.clientDesk().Register(t.Context(), board, act); !errors.Is(err, workflow.ErrAlreadyShown) || again.Secret != "" {
		t.Errorf("registered again: %+v, %v", again, err)
	}
	act = w.byOfficer()
	second, _, err := w.clientDesk().Issue(t.Context(), shown.ID.Client, act)
	w.must(err)
	if second.Secret == shown.Secret || second.ID != (client.ID{Client: shown.ID.Client, Number: 2}) {
		t.Errorf("the second credential is %+v", second)
	}
	if again, _, err := w.clientDesk().Issue(t.Context(), shown.ID.Client, act); !errors.Is(err, workflow.ErrAlreadyShown) || again.Secret != "" {
		t.Errorf("issued again: %+v, %v", again, err)
	}
}

func TestOfAccountsOnlyRepresentativesRegisterClients(t *testing.T) {
	for role, want := range map[string]error{account.RoleRepresentative: nil, account.RoleApplicant: client.ErrUnknown, "": client.ErrUnknown} {
		t.Run(role, func(t *testing.T) {
			w := newWorld(t)
			id := uuid.New()
			if role != "" {
				id = w.activeAs(role)
			}
			act := w.by(id)
			shown, done, err := w.clientDesk().Register(t.Context(), board, act)
			if !errors.Is(err, want) {
				t.Fatalf("answered %v, want %v", err, want)
			}
			if err == nil && (!done.State.OwnedBy(act.By) || done.State.Name.Subject() != personal.Holder(id) || shown.Secret == "") {
				t.Errorf("registered %+v", done.State)
			}
		})
	}
}

func TestARepresentativeRegistersFewClientsADay(t *testing.T) {
	w := newWorld(t)
	id := w.activeAs(account.RoleRepresentative)
	w.full = limits.ClientAccount
	if _, _, err := w.clientDesk().Register(t.Context(), board, w.by(id)); !errors.Is(err, workflow.ErrWait) {
		t.Errorf("answered %v", err)
	}
	mistyped := board
	mistyped.Contact = "nobody"
	if _, _, err := w.clientDesk().Register(t.Context(), mistyped, w.by(id)); !errors.Is(err, workflow.ErrAddress) {
		t.Errorf("what was mistyped counts: %v", err)
	}
}

// A credential is rotated while requests go on: at every step one opens the door.
func TestWhatATokenOpensFollowsTheLog(t *testing.T) {
	w := newWorld(t)
	first, old := w.granted()
	id := first.ID.Client.String()
	second, _, err := w.clientDesk().Issue(t.Context(), first.ID.Client, w.byOfficer())
	w.must(err)
	g, err := w.grant(second.ID.String(), second.Secret)
	w.must(err)
	do := func(c client.Command) {
		t.Helper()
		_, err := w.clients.Do(t.Context(), id, c, w.byOfficer())
		w.must(err)
	}
	expect := func(when string, olds, news error) {
		t.Helper()
		if err := w.admit(old); !errors.Is(err, olds) {
			t.Errorf("%s: the old token: %v, want %v", when, err, olds)
		}
		if err := w.admit(g.Token); !errors.Is(err, news) {
			t.Errorf("%s: the new token: %v, want %v", when, err, news)
		}
	}
	out := domain.ErrSignedOut
	expect("with both", nil, nil)
	do(client.RevokeCredential{Number: 1})
	expect("after the revocation", out, nil)
	if _, err := w.grant(first.ID.String(), first.Secret); !errors.Is(err, workflow.ErrClientSecret) {
		t.Errorf("the revoked credential: %v", err)
	}
	do(client.Suspend{Why: client.WhyMisuse})
	expect("while it is suspended", out, out)
	if _, err := w.grant(second.ID.String(), second.Secret); !errors.Is(err, workflow.ErrClientSecret) {
		t.Errorf("the credential of a suspended client: %v", err)
	}
	do(client.Resume{})
	expect("when it was resumed", out, nil)
	do(client.Close{})
	expect("after its end", out, out)
}

func TestATokenLivesHalfAnHour(t *testing.T) {
	w := newWorld(t)
	_, token := w.granted()
	granted := w.now
	for after, want := range map[time.Duration]error{30*time.Minute - time.Microsecond: nil, 30 * time.Minute: domain.ErrSignedOut, time.Hour: domain.ErrSignedOut} {
		w.now = granted.Add(after)
		if err := w.admit(token); !errors.Is(err, want) {
			t.Errorf("after %s: %v, want %v", after, err, want)
		}
	}
}

func TestATokenOpensItsScopeAlone(t *testing.T) {
	w := newWorld(t)
	_, token := w.granted()
	if _, err := w.clientDoor().Admit(t.Context(), token, "all", w.now); !errors.Is(err, domain.ErrSignedOut) {
		t.Errorf("answered %v", err)
	}
}

// A request of nobody's asks neither the log nor a limit.
func TestWhatIsNoTokenIsNoWork(t *testing.T) {
	w := newWorld(t)
	w.granted()
	if calls := w.during(func() {
		if err := w.admit("no token"); !errors.Is(err, domain.ErrSignedOut) {
			t.Errorf("answered %v", err)
		}
	}); len(calls) != 0 {
		t.Errorf("it did %q", calls)
	}
}

func TestEachEnvironmentHasItsLimits(t *testing.T) {
	w := newWorld(t)
	for environment, want := range map[string]string{
		client.Sandbox:    "spend sandbox_second sandbox_day",
		client.Production: "spend client_second client_day",
	} {
		a := board
		a.Environment = environment
		shown, _, err := w.clientDesk().Register(t.Context(), a, w.byOfficer())
		w.must(err)
		g, err := w.grant(shown.ID.String(), shown.Secret)
		w.must(err)
		if calls := w.during(func() { w.must(w.admit(g.Token)) }); !slices.Equal(calls, []string{"read client", want}) {
			t.Errorf("%s: %q", environment, calls)
		}
	}
}

// An account that is not in use any longer answers for nobody.
func TestAClientEndsWithItsRepresentative(t *testing.T) {
	w := newWorld(t)
	id := w.activeAs(account.RoleRepresentative)
	shown := w.registers(w.by(id))
	if _, err := w.grant(shown.ID.String(), shown.Secret); err != nil {
		t.Fatal(err)
	}
	_, err := w.erasure().Erase(t.Context(), id, w.by(id))
	w.must(err)
	if _, err := w.grant(shown.ID.String(), shown.Secret); !errors.Is(err, workflow.ErrClientSecret) {
		t.Errorf("answered %v", err)
	}
}

// Which client ids there are is told by nothing that the door does.
func TestCredentialsThatDoNotOpenAreTheSameWork(t *testing.T) {
	w := newWorld(t)
	shown := w.registers(w.byOfficer())
	known := shown.ID.String()
	suspended := w.registers(w.byOfficer())
	_, err := w.clients.Do(t.Context(), suspended.ID.Client.String(), client.Suspend{Why: client.WhyMisuse}, w.byOfficer())
	w.must(err)
	for what, c := range map[string][2]string{
		"unknown":               {client.ID{Client: uuid.New(), Number: 1}.String(), shown.Secret},
		"a wrong secret":        {known, "wrong"},
		"a suspended client":    {suspended.ID.String(), suspended.Secret},
		"a number too many":     {strings.TrimSuffix(known, "1") + "2", shown.Secret},
		"what is no client id":  {"me", shown.Secret},
		"nothing":               {"", ""},
		"another client's":      {known, suspended.Secret},
		"the id in other signs": {strings.ToUpper(known), "wrong"},
	} {
		calls := w.during(func() {
			if _, err := w.grant(c[0], c[1]); !errors.Is(err, workflow.ErrClientSecret) {
				t.Errorf("%s: %v", what, err)
			}
		})
		if !slices.Equal(calls, []string{"take token_network", "read client"}) {
			t.Errorf("%s: %q", what, calls)
		}
	}
	w.full = limits.TokenNetwork
	if _, err := w.grant(known, shown.Secret); !errors.Is(err, workflow.ErrWait) {
		t.Errorf("too often: %v", err)
	}
}
