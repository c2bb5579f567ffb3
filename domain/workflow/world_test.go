package workflow_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// world is the aggregates over a log in memory, and simple ports around them. It notes each call of a port.
type world struct {
	*testing.T
	now      time.Time
	accounts workflow.Accounts
	sessions workflow.Sessions
	claims   workflow.Claims
	staff    workflow.Staff
	cases    workflow.Cases
	access   workflow.Access
	clients  workflow.Clients
	forgot   workflow.Recoveries
	codec    *eventstore.Codec
	keys     *keys

	calls       []string
	noTexts     bool   // nothing carries text messages
	noQuestions bool   // no reset questions are asked
	full        string // the limit that lets nobody through
	counted     int    // text messages
	down        error  // the log records nothing
	held        bool   // by a legal hold
	vault       map[uuid.UUID]string
	tokens      map[string]workflow.Token
	last        map[string]int64 // number given, by series
	issued      bearers
}

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	w := &world{
		T: t, now: time.Date(2027, 5, 3, 12, 0, 0, 0, time.UTC), vault: map[uuid.UUID]string{}, tokens: map[string]workflow.Token{},
		last: map[string]int64{}, keys: &keys{of: map[personal.Subject][]byte{}},
	}
	var err error
	w.codec, err = eventstore.NewCodec(w.keys, "test", account.Decider.Catalog, session.Decider.Catalog,
		claim.Decider.Catalog, staff.Decider.Catalog, casefile.Decider.Catalog, access.Decider.Catalog,
		client.Decider.Catalog, recovery.Decider.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	log := noted{eventstore.NewMemory(), w}
	w.accounts = eventstore.NewHandler(log, w.codec, account.Decider)
	w.sessions = eventstore.NewHandler(log, w.codec, session.Decider)
	w.claims = eventstore.NewHandler(log, w.codec, claim.Decider)
	w.staff = eventstore.NewHandler(log, w.codec, staff.Decider)
	w.cases = eventstore.NewHandler(log, w.codec, casefile.Decider)
	w.access = eventstore.NewHandler(log, w.codec, access.Decider)
	w.clients = eventstore.NewHandler(log, w.codec, client.Decider)
	w.forgot = eventstore.NewHandler(log, w.codec, recovery.Decider)
	return w
}

func (w *world) note(parts ...string) { w.calls = append(w.calls, strings.Join(parts, " ")) }

// during answers which ports something calls, in their order.
func (w *world) during(do func()) []string {
	w.calls = nil
	do()
	return slices.Clone(w.calls)
}

func (w *world) signUp() workflow.SignUp {
	return workflow.SignUp{
		Claims: w.claims, Accounts: w.accounts, Sessions: w.sessions, Passwords: w, Vault: w, Codes: w, Revealer: w, Limits: w,
		Tokens: w, Numbers: w, Digests: w, Opener: w, Texts: w.texts(),
	}
}

func (w *world) signIn() workflow.SignIn {
	return workflow.SignIn{
		Principals: workflow.Applicants(w.accounts, w), Claims: w.claims, Sessions: w.sessions, Vault: w, Codes: w, Limits: w,
		Tokens: w, Digests: w, Texts: w.texts(),
	}
}

func (w *world) recovery() workflow.Recovery {
	return workflow.Recovery{
		Recoveries: w.forgot, Claims: w.claims, Accounts: w.accounts, Passwords: w, Vault: w, Codes: w, Limits: w, Tokens: w,
		Digests: w, Opener: w, Texts: w.texts(), Questions: !w.noQuestions,
	}
}

func (w *world) texts() workflow.Texts {
	return workflow.Texts{On: !w.noTexts, Shares: w, Digests: w, Opener: w}
}

func (w *world) settings() workflow.Settings {
	return workflow.Settings{Accounts: w.accounts, Vault: w, Codes: w, Revealer: w, Limits: w, Texts: w.texts()}
}

func (w *world) linking() workflow.Linking {
	return workflow.Linking{Accounts: w.accounts, Cases: w.cases, Access: w.access, Codes: w, Limits: w, Digests: w, Opener: w}
}

func (w *world) statusCheck() workflow.StatusCheck {
	return workflow.StatusCheck{Cases: w.cases, Limits: w, Digests: w, Opener: w}
}

func (w *world) officer() workflow.Officer {
	return workflow.Officer{Cases: w.cases, Access: w.access, Codes: w, Numbers: w}
}

func (w *world) erasure() workflow.Erasure {
	return workflow.Erasure{Accounts: w.accounts, Held: func(context.Context, personal.Subject) (bool, error) { return w.held, nil }}
}

// noted is the log, with a note of each call.
type noted struct {
	eventstore.Log
	w *world
}

func (l noted) Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	category, _ := eventstore.Split(stream)
	l.w.note("read", category)
	return l.Log.Read(ctx, stream, after)
}

func (l noted) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	for _, e := range events {
		l.w.note("append", e.Type)
	}
	if l.w.down != nil {
		return eventstore.Appended{}, l.w.down
	}
	return l.Log.Append(ctx, stream, after, events)
}

// keys makes the keys that are asked for.
type keys struct {
	mu sync.Mutex
	of map[personal.Subject][]byte
}

func (k *keys) Ensure(_ context.Context, subjects ...personal.Subject) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range subjects {
		if k.of[s] == nil {
			k.of[s] = make([]byte, 32)
			_, _ = rand.Read(k.of[s]) // never fails
		}
	}
	return nil
}

func (k *keys) Open(_ context.Context, subjects ...personal.Subject) (map[personal.Subject][]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := map[personal.Subject][]byte{}
	for _, s := range subjects {
		if k.of[s] != nil {
			found[s] = k.of[s]
		}
	}
	return found, nil
}

func (w *world) OpenTexts(ctx context.Context, texts ...*personal.Text) error {
	w.note("open")
	return w.codec.OpenTexts(ctx, texts...)
}

func (w *world) CheckPassword(string, []string) error { return nil }

func (w *world) Put(_ context.Context, id uuid.UUID, password []byte) error {
	w.note("keep password")
	if _, kept := w.vault[id]; !kept {
		w.vault[id] = string(password)
	}
	return nil
}

func (w *world) Verify(_ context.Context, id uuid.UUID, password []byte) (bool, error) {
	w.note("verify password")
	kept, known := w.vault[id]
	return known && kept == string(password), nil
}

func (w *world) NewSeed(_ context.Context, id uuid.UUID) (string, error) {
	w.note("keep seed")
	w.vault[id] = "seed " + id.String()
	return w.vault[id], nil
}

// Answer is what was typed in lower case; how answers are folded is tested where it is done.
func (w *world) Answer(typed string) []byte { return []byte(strings.ToLower(strings.TrimSpace(typed))) }

func (w *world) VerifyAll(ctx context.Context, ids []uuid.UUID, typed [][]byte) (bool, error) {
	all := len(ids) > 0
	for i, id := range ids {
		right, err := w.Verify(ctx, id, typed[i])
		if err != nil {
			return false, err
		}
		all = all && right
	}
	return all, nil
}

// UseStep takes the seed for the code.
func (w *world) UseStep(_ context.Context, id uuid.UUID, code string, _ time.Time) (bool, error) {
	w.note("use step")
	return code != "" && w.vault[id] == code, nil
}

func (w *world) Forget(context.Context, ...uuid.UUID) error { return nil }

func (w *world) Issue(purpose string, act domain.Act) secret.Ref {
	return secret.Ref{ID: act.NewID(purpose), Key: "1"}
}

// typed is a secret as somebody typed it: the id of its reference.
type typed string

func (t typed) Is(r secret.Ref) bool { return string(t) == r.ID.String() }

func (w *world) Presented(_, code string) secret.Presented { return typed(code) }

func (w *world) Reveal(_ string, ref secret.Ref) (string, error) { return ref.ID.String(), nil }

func (w *world) Take(_ context.Context, rule, _ string) (left int, wait time.Duration, err error) {
	w.note("take", rule)
	if rule == w.full {
		return -1, time.Minute, nil
	}
	return 1, 0, nil
}

func (w *world) Clear(_ context.Context, rule, _ string) error {
	w.note("clear", rule)
	return nil
}

func (w *world) Start(_ context.Context, t workflow.Token) (string, error) {
	w.note("start", t.Stage)
	token := uuid.NewString()
	w.tokens[token] = t
	return token, nil
}

func (w *world) Swap(ctx context.Context, old string, t workflow.Token) (string, error) {
	if _, live := w.tokens[old]; !live {
		return "", domain.ErrSignedOut
	}
	delete(w.tokens, old)
	return w.Start(ctx, t)
}

func (w *world) Find(_ context.Context, token string) (workflow.Token, error) {
	t, live := w.tokens[token]
	if !live {
		return t, domain.ErrSignedOut
	}
	return t, nil
}

func (w *world) List(_ context.Context, holder domain.Actor) (all []workflow.Token, err error) {
	for _, t := range w.tokens {
		if t.Holder == holder {
			all = append(all, t)
		}
	}
	return all, nil
}

func (w *world) EndSession(_ context.Context, of uuid.UUID) error {
	for token, t := range w.tokens {
		if t.Session == of {
			delete(w.tokens, token)
		}
	}
	return nil
}

func (w *world) EndHolder(_ context.Context, holder domain.Actor, but uuid.UUID) error {
	for token, t := range w.tokens {
		if t.Holder == holder && t.Session != but {
			delete(w.tokens, token)
		}
	}
	return nil
}

func (w *world) Next(_ context.Context, series string, _ uuid.UUID) (int64, error) {
	w.note("number", series)
	w.last[series]++
	return w.last[series], nil
}

func (w *world) Address(realm, address string) string {
	return "k1:" + hex.EncodeToString([]byte(realm+" "+address))
}

func (w *world) Limit(what string) string { return what }

// Name is the name in lower case; how names are folded is tested where it is done.
func (w *world) Name(name string) []byte { return []byte(strings.ToLower(name)) }

func (w *world) Input(body []byte) []byte { return body }
