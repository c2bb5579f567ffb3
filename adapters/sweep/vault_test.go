package sweep

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/credentials"
)

// kept says whether a row of the vault is there.
func (w *world) kept(id uuid.UUID) (yes bool) {
	w.t.Helper()
	must(w.t, w.Pool.QueryRow(w.t.Context(), "select exists (select from app.vault where id = $1)", id).Scan(&yes))
	return yes
}

// put writes a password under a new id, and an event that names it if there is one.
func (w *world) put(stream string, name func(uuid.UUID) domain.Event) uuid.UUID {
	w.t.Helper()
	id := uuid.New()
	must(w.t, w.vault.Put(w.t.Context(), id, []byte("Correct horse!")))
	if name != nil {
		w.happens(stream, name(id))
	}
	return id
}

func setPassword(id uuid.UUID) domain.Event { return account.PasswordSet{Credential: id} }

func TestARowThatNoEventNamesIsForgottenAfterADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.project()
	w.people()
	anas, olgas := "account-"+ana.String(), "staff-"+olga.String()
	named := map[string]uuid.UUID{
		"a password":               w.put(anas, setPassword),
		"an offered authenticator": w.put(anas, func(id uuid.UUID) domain.Event { return account.AuthenticatorOffered{Credential: id} }),
		"a member's password":      w.put(olgas, func(id uuid.UUID) domain.Event { return staff.PasswordSet{Credential: id} }),
		"a member's authenticator": w.put(olgas, func(id uuid.UUID) domain.Event { return staff.AuthenticatorOffered{Credential: id} }),
	}
	unnamed := w.put("", nil)
	_, err := w.vault.NewSeed(t.Context(), uuid.New())
	must(t, err)
	one := newInert(w.Sweeper)
	for _, step := range []struct {
		after time.Duration
		rows  int
	}{
		{0, 6},
		{inertAfter - time.Minute, 6},
		{2 * time.Minute, 4},
		{30 * 24 * time.Hour, 4},
	} {
		w.now = w.now.Add(step.after)
		w.do(one.sweep, 2)
		w.do(newInert(w.Sweeper).sweep, 1)
		if n := w.rows("vault"); n != step.rows {
			t.Errorf("after %s: %d rows, want %d", step.after, n, step.rows)
		}
	}
	for what, id := range named {
		if !w.kept(id) {
			t.Errorf("%s was forgotten", what)
		}
	}
	if w.kept(unnamed) {
		t.Error("the unnamed row is there")
	}
}

func TestTwoServersForgetAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.project()
	named := w.put("account-"+ana.String(), setPassword)
	for range 20 {
		w.put("", nil)
	}
	w.now = w.now.Add(inertAfter + time.Minute)
	w.together(newInert(w.Sweeper).sweep, newInert(w.Sweeper).sweep)
	if w.rows("vault") != 1 || !w.kept(named) {
		t.Errorf("%d rows are left", w.rows("vault"))
	}
}

// The event is in the log; the read model does not know it.
func TestNothingIsForgottenWhileTheReadModelIsNotComplete(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given func(*world)
	}{
		"it stands still":                    {func(w *world) { w.Views = still{} }},
		"it claims to be further than it is": {func(w *world) { w.Views = boasting{} }},
		"a stream is parked": {func(w *world) {
			w.Views = boasting{}
			info, err := w.log.Info(w.t.Context())
			must(w.t, err)
			w.exec("update app.checkpoints set position = $1, epoch = $2 where name = '"+projections.Schema(credentials.Projection)+"'", int64(info.Head), info.Epoch)
			w.exec("insert into app.parked (consumer, stream, position, reason_code) values ('" + projections.Schema(credentials.Projection) + "', 'account-1', 1, 'x')")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			named := w.put("account-"+ana.String(), setPassword)
			c.given(w)
			w.now = w.now.Add(inertAfter + time.Minute)
			one := newInert(w.Sweeper)
			for range 2 {
				if err := one.sweep(t.Context()); !errors.Is(err, credentials.ErrIncomplete) {
					t.Errorf("answered %v", err)
				}
			}
			if !w.kept(named) {
				t.Error("a named row was forgotten")
			}
		})
	}
}

// still is an engine that comes no further.
type still struct{}

func (still) Wait(context.Context, domain.Position, ...string) (projections.Freshness, error) {
	return projections.Freshness{}, nil
}

// boasting is an engine that says it has come as far as anybody asks.
type boasting struct{}

func (boasting) Wait(_ context.Context, at domain.Position, _ ...string) (projections.Freshness, error) {
	return projections.Freshness{Position: at, Reached: true}, nil
}

// brokenVault is stopped before it forgets.
type brokenVault struct{ Vault }

func (brokenVault) ForgetInert(context.Context, time.Time, ...uuid.UUID) error { return errDown }

func TestACrashBeforeForgettingLeavesTheRowsForTheNextTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.project()
	w.put("", nil)
	w.now = w.now.Add(inertAfter + time.Minute)
	one, whole := newInert(w.Sweeper), w.Vault
	one.Vault = brokenVault{whole}
	if err := one.sweep(t.Context()); !errors.Is(err, errDown) || w.rows("vault") != 1 || !one.from.IsZero() {
		t.Fatalf("%d rows, looked at up to %s, %v", w.rows("vault"), one.from, err)
	}
	one.Vault = whole
	w.do(one.sweep, 1)
	if n := w.rows("vault"); n != 0 || !one.from.Equal(w.now.Add(-inertAfter)) {
		t.Errorf("%d rows are left, looked at up to %s", n, one.from)
	}
}

// latecomer posts a form again, between the question and the deletion.
type latecomer struct {
	Vault
	comes func()
}

func (l latecomer) ForgetInert(ctx context.Context, since time.Time, ids ...uuid.UUID) error {
	l.comes()
	return l.Vault.ForgetInert(ctx, since, ids...)
}

func TestARowThatIsWrittenAgainIsNotForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.project()
	id := w.put("", nil)
	w.exec("update app.vault set created_at = now() - interval '2 days'")
	one := newInert(w.Sweeper)
	one.Vault = latecomer{w.Vault, func() { must(t, w.vault.Put(t.Context(), id, []byte("Correct horse!"))) }}
	w.do(one.sweep, 1)
	w.happens("account-"+ana.String(), setPassword(id))
	w.now = w.now.Add(2 * inertAfter)
	w.do(one.sweep, 1)
	if !w.kept(id) {
		t.Error("a named row was forgotten")
	}
}
