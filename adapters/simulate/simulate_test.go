package simulate

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/eventstore"
)

var plan = Plan{Cases: 60, Days: 400, Seed: 7, Until: time.Date(2027, 5, 3, 0, 0, 0, 0, time.UTC)}

// The same plan is the same people: in another log, with another number of players, and again in the same log.
func TestAPlanIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	secrets := newSecrets(t)
	one, other := newWorld(t, secrets), newWorld(t, secrets)
	other.Players = 3
	first, second := one.play(t, plan), other.play(t, plan)
	if first.Events != second.Events || first.Refused != second.Refused {
		t.Errorf("played %+v, then %+v", first, second)
	}
	want := one.streams(t)
	if diff := cmp.Diff(want, other.streams(t)); diff != "" {
		t.Error(diff)
	}
	if again := one.play(t, plan); again.Events != 0 {
		t.Errorf("playing again recorded %d events", again.Events)
	}
	if diff := cmp.Diff(want, one.streams(t)); diff != "" {
		t.Errorf("playing again changed the log: %s", diff)
	}
	if other := newWorld(t, secrets); cmp.Equal(want, other.streamsOf(t, Plan{Cases: 60, Days: 400, Seed: 8, Until: plan.Until})) {
		t.Error("another seed is the same people")
	}
}

// What is cut short goes on where it was.
func TestAnInterruptedPlanGoesOn(t *testing.T) {
	t.Parallel()
	secrets := newSecrets(t)
	whole, cut := newWorld(t, secrets), newWorld(t, secrets)
	whole.play(t, plan)
	ctx, stop := context.WithCancel(t.Context())
	_, err := cut.World.Play(ctx, plan, func(so Totals) {
		if so.Days == 200 {
			stop()
		}
	})
	if err == nil {
		t.Fatal("it was not cut short")
	}
	if n := len(cut.streams(t)); n == 0 || n >= len(whole.streams(t)) {
		t.Fatalf("%d streams after half of it", n)
	}
	cut.play(t, plan)
	if diff := cmp.Diff(whole.streams(t), cut.streams(t)); diff != "" {
		t.Error(diff)
	}
}

// People do all that people do, nothing happens after the end, and time never runs back in a stream.
func TestPeopleDoWhatPeopleDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, newSecrets(t))
	totals := w.play(t, plan)
	happened, last := map[string]int{}, map[string]time.Time{}
	n := 0
	w.each(t, func(r eventstore.Recorded, m eventstore.Meta) {
		n++
		happened[r.Type]++
		if m.At.Before(last[r.Stream]) || m.At.Before(plan.start()) || m.At.After(plan.end().AddDate(0, 0, 1)) {
			t.Errorf("%s %s at %v, after %v", r.Stream, r.Type, m.At, last[r.Stream])
		}
		last[r.Stream] = m.At
	})
	if totals.Events != n || totals.Cases != plan.Cases {
		t.Errorf("%+v, but the log has %d events", totals, n)
	}
	for _, e := range []domain.Event{
		account.Registered{},
		account.Confirmed{},
		account.Activated{},
		account.Lapsed{},
		session.Verified{},
		session.Ended{},
		session.CodeRefused{},
		casefile.Received{},
		casefile.Recorded{},
		casefile.Corrected{},
		casefile.Transferred{},
		access.CodeIssued{},
		access.Linked{},
		access.Upgraded{},
		delivery.Requested{},
		delivery.Sent{},
		claim.Taken{},
	} {
		if happened[e.EventType()] == 0 {
			t.Errorf("nobody ever did %s", e.EventType())
		}
	}
	if got := happened[casefile.Received{}.EventType()]; got != plan.Cases {
		t.Errorf("%d cases were received of %d", got, plan.Cases)
	}
	if happened[delivery.Requested{}.EventType()] != happened[delivery.Sent{}.EventType()] {
		t.Error("not every message was sent")
	}
	if limit := totals.Commands / 20; totals.Refused > limit {
		t.Errorf("%d of %d commands were refused", totals.Refused, totals.Commands)
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, p := range []Plan{{}, {Cases: 1}, {Cases: 1, Days: 1, Seed: 400}, {Cases: 10_000_001, Days: 1}, {Cases: 1, Days: 9999}} {
		if _, err := (World{}).Play(t.Context(), p, nil); err != ErrPlan {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

// The password is one that people could choose, and its hash is made once.
func TestPassword(t *testing.T) {
	t.Parallel()
	if err := vault.CheckPassword(Password, nil); err != nil {
		t.Error(err)
	}
	w := newWorld(t, newSecrets(t))
	w.play(t, plan)
	named := map[uuid.UUID]bool{}
	w.each(t, func(r eventstore.Recorded, _ eventstore.Meta) {
		f, err := w.Codec.Fact(r)
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := f.Event.(account.PasswordSet); ok {
			named[e.Credential] = true
		}
	})
	if diff := cmp.Diff(named, w.passwords); diff != "" || len(named) == 0 {
		t.Errorf("the accounts' passwords are not those in the vault: %s", diff)
	}
}

// world is a simulation's world in memory.
type world struct {
	World
	mu        sync.Mutex
	keys      map[personal.Subject][]byte
	passwords map[uuid.UUID]bool
}

func newSecrets(t testing.TB) *vault.Secrets {
	t.Helper()
	s, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newWorld(t testing.TB, s *vault.Secrets) *world {
	t.Helper()
	w := &world{keys: map[personal.Subject][]byte{}, passwords: map[uuid.UUID]bool{}}
	codec, err := eventstore.NewCodec(w, "test", account.Decider.Catalog, session.Decider.Catalog, claim.Decider.Catalog,
		staff.Decider.Catalog, access.Decider.Catalog, casefile.Decider.Catalog, delivery.Decider.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	w.World = World{
		Log: eventstore.NewMemory(), Codec: codec, Keys: w, Codes: vault.NewCodes(s), Revealer: vault.NewRevealer(s),
		Digests: vault.NewDigests(s), Passwords: w,
	}
	return w
}

func (w *world) play(t *testing.T, p Plan) Totals {
	t.Helper()
	totals, err := w.World.Play(t.Context(), p, func(Totals) {})
	if err != nil {
		t.Fatal(err)
	}
	return totals
}

func (w *world) each(t *testing.T, do func(eventstore.Recorded, eventstore.Meta)) {
	t.Helper()
	for b, err := range w.Log.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range b.Events {
			m, err := w.Codec.Meta(r)
			if err != nil {
				t.Fatal(err)
			}
			do(r, m)
		}
		if b.CaughtUp {
			return
		}
	}
}

// streams is what every stream holds: ids, types, acts and times; sealed bytes differ each time.
func (w *world) streams(t *testing.T) map[string]string {
	t.Helper()
	lines := map[string][]string{}
	w.each(t, func(r eventstore.Recorded, m eventstore.Meta) {
		lines[r.Stream] = append(lines[r.Stream], fmt.Sprint(r.ID, r.Type, m.Act, m.By, m.At))
	})
	all := map[string]string{}
	for _, name := range slices.Collect(maps.Keys(lines)) {
		all[name] = fmt.Sprintf("%d %x", len(lines[name]), sha256.Sum256([]byte(strings.Join(lines[name], "\n"))))
	}
	return all
}

func (w *world) streamsOf(t *testing.T, p Plan) map[string]string {
	t.Helper()
	w.play(t, p)
	return w.streams(t)
}

// Ensure implements eventstore.Keys.
func (w *world) Ensure(_ context.Context, subjects ...personal.Subject) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range subjects {
		if w.keys[s] == nil {
			key := sha256.Sum256(s[:])
			w.keys[s] = key[:]
		}
	}
	return nil
}

// Open implements eventstore.Keys.
func (w *world) Open(_ context.Context, subjects ...personal.Subject) (map[personal.Subject][]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := map[personal.Subject][]byte{}
	for _, s := range subjects {
		if key := w.keys[s]; key != nil {
			found[s] = key
		}
	}
	return found, nil
}

// Shared implements Passwords.
func (w *world) Shared(context.Context, []byte) (func(context.Context, ...uuid.UUID) error, error) {
	return func(_ context.Context, ids ...uuid.UUID) error {
		for _, id := range ids {
			w.passwords[id] = true
		}
		return nil
	}, nil
}
