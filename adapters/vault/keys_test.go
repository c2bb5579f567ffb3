package vault

import (
	"bytes"
	"errors"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
)

func newKeys(t *testing.T) (*Keys, *statements) {
	t.Helper()
	pool, traced := newPool(t)
	k, err := NewKeys(pool, newSecrets(t))
	must(t, err)
	return k, traced
}

// elsewhere is the keys as another process sees them.
func elsewhere(t *testing.T, k *Keys) *Keys {
	t.Helper()
	other, err := NewKeys(k.pool, k.secrets)
	must(t, err)
	return other
}

func open1(t *testing.T, k eventstore.Keys, subject uuid.UUID) []byte {
	t.Helper()
	got, err := k.Open(t.Context(), subject)
	must(t, err)
	return got[subject]
}

func TestKeysAreMadeOnceAndOpened(t *testing.T) {
	t.Parallel()
	k, traced := newKeys(t)
	ana, ben, unknown := uuid.New(), uuid.New(), uuid.New()
	made := traced.of(func() { must(t, k.Ensure(t.Context(), ana, ben, ana)) })
	if len(made) != 1 {
		t.Errorf("Ensure took %d statements", len(made))
	}
	first, err := elsewhere(t, k).Open(t.Context(), ana, ben)
	must(t, err)
	must(t, k.Ensure(t.Context(), ben, ana))
	must(t, k.Ensure(t.Context()))
	var keys map[uuid.UUID][]byte
	asked := traced.of(func() {
		keys, err = k.Open(t.Context(), ana, ben, unknown, ana)
		must(t, err)
	})
	if len(asked) != 1 {
		t.Errorf("Open took %d statements", len(asked))
	}
	if diff := cmp.Diff(first, keys); diff != "" || len(keys) != 2 {
		t.Errorf("the keys of two people: %d; changed when ensured again: %v", len(keys), diff != "")
	}
	if len(keys[ana]) != 32 || bytes.Equal(keys[ana], keys[ben]) {
		t.Error("a key is not of 32 bytes, or two people have the same")
	}
}

func TestEnsureAtOnceMakesOneKey(t *testing.T) {
	t.Parallel()
	k, _ := newKeys(t)
	subjects := []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}
	got := make([]map[uuid.UUID][]byte, 16)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			turned := append(append([]uuid.UUID{}, subjects[i%3:]...), subjects[:i%3]...)
			if err := k.Fresh().Ensure(t.Context(), turned...); err != nil {
				t.Error(err)
			}
			got[i], _ = k.Fresh().Open(t.Context(), subjects...)
		})
	}
	wg.Wait()
	for _, keys := range got {
		if !maps.EqualFunc(keys, got[0], bytes.Equal) || len(keys) != 3 {
			t.Fatal("the keys differ between callers")
		}
	}
}

func TestOpenRemembersKeysAndNeverTheirAbsence(t *testing.T) {
	t.Parallel()
	k, traced := newKeys(t)
	subject := uuid.New()
	if open1(t, k, subject) != nil {
		t.Fatal("a key that nobody made")
	}
	must(t, elsewhere(t, k).Ensure(t.Context(), subject))
	key := open1(t, k, subject)
	if key == nil {
		t.Fatal("the absence of a key was remembered")
	}
	key[0]++ // what a caller does with its copy
	var again []byte
	if asked := traced.of(func() { again = open1(t, k, subject) }); len(asked) != 0 {
		t.Errorf("a remembered key took %v", asked)
	}
	if asked := traced.of(func() { must(t, k.Ensure(t.Context(), subject)) }); len(asked) != 0 {
		t.Errorf("ensuring a remembered key took %v", asked)
	}
	again[1]++
	again = open1(t, k, subject)
	if bytes.Equal(key, again) || !bytes.Equal(again, open1(t, k.Fresh(), subject)) {
		t.Error("the remembered key is not the one that is stored")
	}
}

func TestFreshDoesTheSameForUnknownSubjects(t *testing.T) {
	t.Parallel()
	k, traced := newKeys(t)
	known, destroyed := uuid.New(), uuid.New()
	must(t, k.Ensure(t.Context(), known))
	must(t, k.Destroy(t.Context(), destroyed, uuid.New()))
	open1(t, k, known) // remembered, which Fresh must not use
	fresh := k.Fresh()
	want := traced.of(func() { open1(t, fresh, known) })
	for name, subject := range map[string]uuid.UUID{"unknown": uuid.New(), "destroyed": destroyed, "known again": known} {
		got := traced.of(func() { open1(t, fresh, subject) })
		if diff := cmp.Diff(want, got); diff != "" || len(want) != 1 {
			t.Errorf("%s: %s", name, diff)
		}
	}
	k.decoy = nil // a broken decoy shows that it is used for those only
	if _, err := k.Fresh().Open(t.Context(), uuid.New()); err == nil {
		t.Error("an unknown subject costs no unwrapping")
	}
	if _, err := k.Fresh().Open(t.Context(), known); err != nil {
		t.Error(err)
	}
}

func TestKeyIsBoundToItsSubjectAndSecrets(t *testing.T) {
	t.Parallel()
	k, _ := newKeys(t)
	must(t, k.Fit(t.Context())) // no keys yet: whatever comes fits
	ana, ben := uuid.New(), uuid.New()
	must(t, k.Ensure(t.Context(), ana, ben))
	stranger, err := NewKeys(k.pool, newSecrets(t))
	must(t, err)
	if k.Fit(t.Context()) != nil || !errors.Is(stranger.Fit(t.Context()), ErrUnfit) {
		t.Error("root secrets of elsewhere fit, or their own do not")
	}
	if _, err := stranger.Open(t.Context(), ana); !errors.Is(err, eventstore.ErrKey) {
		t.Errorf("a key that does not open with these root secrets: %v, want ErrKey", err)
	}
	_, err = k.pool.Exec(t.Context(), `UPDATE keys.subjects SET wrapped = (SELECT wrapped FROM keys.subjects WHERE subject = $1) WHERE subject = $2`, ana, ben)
	must(t, err)
	if _, err := k.Open(t.Context(), ana, ben); !errors.Is(err, eventstore.ErrKey) {
		t.Errorf("a key moved to another person: %v, want ErrKey", err)
	}
}

func TestAKeyStoreThatIsAwayIsNoDamagedKey(t *testing.T) {
	t.Parallel()
	k, _ := newKeys(t)
	k.pool.Close()
	if _, err := k.Open(t.Context(), uuid.New()); err == nil || errors.Is(err, eventstore.ErrKey) {
		t.Errorf("without its database: %v", err)
	}
}

func TestDestroyedKeyNeverComesBack(t *testing.T) {
	t.Parallel()
	k, _ := newKeys(t)
	subject, neverHad, certificate := uuid.New(), uuid.New(), uuid.New()
	must(t, k.Ensure(t.Context(), subject))
	open1(t, k, subject)
	for _, named := range []uuid.UUID{certificate, uuid.New()} { // the second finds nothing to do
		must(t, k.Destroy(t.Context(), subject, named))
		must(t, k.Destroy(t.Context(), neverHad, named))
	}
	for _, gone := range []uuid.UUID{subject, neverHad} {
		for name, keys := range map[string]eventstore.Keys{"here": k, "fresh": k.Fresh(), "elsewhere": elsewhere(t, k)} {
			if open1(t, keys, gone) != nil {
				t.Errorf("%s: a destroyed key opens", name)
			}
			if err := keys.Ensure(t.Context(), uuid.New(), gone); !errors.Is(err, eventstore.ErrErased) {
				t.Errorf("%s: Ensure = %v, want ErrErased", name, err)
			}
		}
		var kept uuid.UUID
		must(t, k.pool.QueryRow(t.Context(), `SELECT certificate FROM keys.subjects WHERE subject = $1 AND wrapped IS NULL`, gone).Scan(&kept))
		if kept != certificate {
			t.Error("the first certificate was replaced")
		}
	}
	if err := k.Hold(t.Context(), subject, time.Now().Add(time.Hour)); !errors.Is(err, eventstore.ErrErased) {
		t.Errorf("Hold = %v, want ErrErased", err)
	}
}

func TestDestroyAmongEnsures(t *testing.T) {
	t.Parallel()
	k, _ := newKeys(t)
	for range 10 {
		subject := uuid.New()
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				if err := k.Ensure(t.Context(), subject); err != nil && !errors.Is(err, eventstore.ErrErased) {
					t.Error(err)
				}
				_, _ = k.Open(t.Context(), subject)
			})
		}
		wg.Go(func() {
			if err := k.Destroy(t.Context(), subject, uuid.New()); err != nil {
				t.Error(err)
			}
			if err := k.Ensure(t.Context(), subject); !errors.Is(err, eventstore.ErrErased) {
				t.Errorf("Ensure after Destroy = %v", err)
			}
		})
		wg.Wait()
		if open1(t, k, subject) != nil {
			t.Fatal("a destroyed key came back, or stayed in memory")
		}
	}
}

func TestHeldKeyIsNotDestroyed(t *testing.T) {
	t.Parallel()
	k, _ := newKeys(t)
	subject := uuid.New()
	must(t, k.Hold(t.Context(), subject, time.Now().Add(time.Hour)))
	held := func(want bool) {
		t.Helper()
		if is, err := k.Held(t.Context(), subject); err != nil || is != want {
			t.Errorf("Held = %v, %v; want %v", is, err, want)
		}
	}
	held(true)
	if err := k.Destroy(t.Context(), subject, uuid.New()); !errors.Is(err, ErrHeld) {
		t.Fatalf("Destroy = %v, want ErrHeld", err)
	}
	if open1(t, k, subject) == nil {
		t.Fatal("a held person has no key")
	}
	must(t, k.Hold(t.Context(), subject, time.Now().Add(-time.Hour)))
	held(false)
	must(t, k.Destroy(t.Context(), subject, uuid.New()))
	if open1(t, k, subject) != nil {
		t.Error("the key opens after the hold ended and it was destroyed")
	}
}
