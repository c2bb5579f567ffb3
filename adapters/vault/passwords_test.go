package vault

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func storedHash(t *testing.T, v *Vault, id uuid.UUID) (hash string) {
	t.Helper()
	must(t, v.pool.QueryRow(t.Context(), `SELECT hash FROM app.vault WHERE id = $1`, id).Scan(&hash))
	return hash
}

func TestVerify(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id := uuid.New()
	must(t, v.Put(t.Context(), id, []byte("Ma\u00f1ana es otro d\u00eda!")))
	must(t, v.Put(t.Context(), id, []byte("The second is not kept 1!")))
	_, err := v.NewSeed(t.Context(), uuid.MustParse("5eed0000-0000-4000-8000-000000000000"))
	must(t, err)
	for _, row := range []struct {
		name, typed string
		id          uuid.UUID
		want        bool
	}{
		{"right", "Ma\u00f1ana es otro d\u00eda!", id, true},
		{"the same letters composed otherwise", "Man\u0303ana es otro di\u0301a!", id, true},
		{"the second put", "The second is not kept 1!", id, false},
		{"other case", "ma\u00f1ana es otro d\u00eda!", id, false},
		{"cut short", "Ma\u00f1ana es otro d\u00eda", id, false},
		{"nothing", "", id, false},
		{"unknown id", "Ma\u00f1ana es otro d\u00eda!", uuid.New(), false},
		{"a seed's id", "", uuid.MustParse("5eed0000-0000-4000-8000-000000000000"), false},
	} {
		if got, err := v.Verify(t.Context(), row.id, []byte(row.typed)); err != nil || got != row.want {
			t.Errorf("%s: Verify = %v, %v; want %v", row.name, got, err, row.want)
		}
	}
}

func TestVerifyNeedsThePepper(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id := uuid.New()
	must(t, v.Put(t.Context(), id, []byte("Correct horse!")))
	thief, err := New(v.pool, newSecrets(t), cheap)
	must(t, err)
	if got, err := thief.Verify(t.Context(), id, []byte("Correct horse!")); err != nil || got {
		t.Errorf("with another pepper: Verify = %v, %v", got, err)
	}
}

func TestUnknownPasswordCostsTheSame(t *testing.T) {
	t.Parallel()
	v, traced := newVault(t)
	id := uuid.New()
	must(t, v.Put(t.Context(), id, []byte("Correct horse!")))
	verify := func(id uuid.UUID) func() {
		return func() {
			_, err := v.Verify(t.Context(), id, []byte("wrong"))
			must(t, err)
		}
	}
	known, unknown := traced.of(verify(id)), traced.of(verify(uuid.New()))
	if diff := cmp.Diff(known, unknown); diff != "" || len(known) != 1 {
		t.Errorf("known %v, unknown %v", known, unknown)
	}
	cost := func(hash string) string { return hash[:strings.LastIndex(hash[:strings.LastIndex(hash, "$")], "$")] }
	if got, want := cost(v.nobody), cost(storedHash(t, v, id)); got != want {
		t.Errorf("unknown ids are hashed with %s, known ones with %s", got, want)
	}
}

func TestNobodysPasswordOpensNothing(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	var err error
	v.nobody, err = v.hash(t.Context(), []byte("Correct horse!")) // as if somebody had found it
	must(t, err)
	if ok, err := v.Verify(t.Context(), uuid.New(), []byte("Correct horse!")); err != nil || ok {
		t.Errorf("Verify = %v, %v", ok, err)
	}
}

func TestHashIsPHC(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id := uuid.New()
	must(t, sibling(t, v, StandardCost).Put(t.Context(), id, []byte("Correct horse!")))
	if hash := storedHash(t, v, id); !strings.HasPrefix(hash, "$argon2id$v=19$m=47104,t=1,p=1$") {
		t.Errorf("hash begins %.32s", hash)
	}
}

func TestWeakHashIsStrengthenedByTheRightPassword(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id := uuid.New()
	must(t, v.Put(t.Context(), id, []byte("Correct horse!")))
	stronger := sibling(t, v, Cost{Memory: 128, Iterations: 2})
	weak := storedHash(t, v, id)

	_, err := stronger.Verify(t.Context(), id, []byte("wrong"))
	must(t, err)
	if storedHash(t, v, id) != weak {
		t.Error("a wrong password changed the hash")
	}
	for range 2 { // the second time against the new hash
		if ok, err := stronger.Verify(t.Context(), id, []byte("Correct horse!")); err != nil || !ok {
			t.Fatalf("Verify = %v, %v", ok, err)
		}
	}
	strong := storedHash(t, v, id)
	if !strings.Contains(strong, "m=128,t=2") {
		t.Errorf("hash begins %.32s", strong)
	}
	_, err = v.Verify(t.Context(), id, []byte("Correct horse!"))
	must(t, err)
	if storedHash(t, v, id) != strong {
		t.Error("a vault of lower cost weakened the hash")
	}
}

func TestBrokenHashIsAnError(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id := uuid.New()
	_, err := v.pool.Exec(t.Context(), `INSERT INTO app.vault (id, kind, hash) VALUES ($1, 'password', 'squeamish')`, id)
	must(t, err)
	_, err = v.Verify(t.Context(), id, []byte("Correct horse!"))
	if err == nil || strings.Contains(err.Error(), "squeamish") {
		t.Errorf("err = %v", err)
	}
}

func TestFullQueueAnswersCrowded(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	v.gate = newGate(1, 20*time.Millisecond)
	id := uuid.New()
	must(t, v.Put(t.Context(), id, []byte("Correct horse!")))
	inside, leave := make(chan struct{}), make(chan struct{})
	go func() {
		_ = v.gate.pass(context.Background(), func() error { close(inside); <-leave; return nil })
	}()
	<-inside
	for name, who := range map[string]uuid.UUID{"known": id, "unknown": uuid.New()} {
		if _, err := v.Verify(t.Context(), who, []byte("Correct horse!")); !errors.Is(err, ErrCrowded) {
			t.Errorf("%s: err = %v, want ErrCrowded", name, err)
		}
	}
	if err := v.Put(t.Context(), uuid.New(), []byte("x")); !errors.Is(err, ErrCrowded) {
		t.Errorf("Put: err = %v, want ErrCrowded", err)
	}
	if ErrCrowded.RetryAfter <= 0 {
		t.Error("ErrCrowded does not say when to come back")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := v.gate.pass(gone, func() error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that left is answered %v", err)
	}
	close(leave)
	if ok, err := v.Verify(t.Context(), id, []byte("Correct horse!")); err != nil || !ok {
		t.Errorf("when there is room again: Verify = %v, %v", ok, err)
	}
}

func TestGateLetsFewInAtOnce(t *testing.T) {
	t.Parallel()
	g := newGate(2, time.Minute)
	inside, left := make(chan struct{}, 20), make(chan struct{})
	var most int
	for range 20 {
		go func() {
			_ = g.pass(context.Background(), func() error {
				inside <- struct{}{}
				time.Sleep(time.Millisecond)
				<-inside
				return nil
			})
			left <- struct{}{}
		}()
	}
	for range 20 {
		most = max(most, len(inside))
		<-left
	}
	if most > 2 {
		t.Errorf("%d at once", most)
	}
}
