package vault

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// five keeps five answers, and answers where they are and what they are.
func five(t *testing.T, v *Vault) (ids []uuid.UUID, typed [][]byte) {
	t.Helper()
	for _, s := range []string{"Rex", "Ada", "Elm Street", "São Paulo", "O'Brien"} {
		ids, typed = append(ids, uuid.New()), append(typed, v.Answer(s))
		must(t, v.Put(t.Context(), ids[len(ids)-1], v.Answer(s)))
	}
	return ids, typed
}

// with is a list with another value at one place.
func with[T any](all []T, i int, other T) []T {
	all = slices.Clone(all)
	all[i] = other
	return all
}

func TestVerifyAll(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	ids, typed := five(t, v)
	type row struct {
		ids   []uuid.UUID
		typed [][]byte
		want  bool
	}
	rows := map[string]row{
		"all right":       {ids, typed, true},
		"as typed":        {ids, with(typed, 3, v.Answer(" SA\u0303O  paulo")), true},
		"none":            {nil, nil, false},
		"one too few":     {ids, typed[:4], false},
		"one too many":    {ids[:4], typed, false},
		"two swapped":     {ids, with(with(typed, 0, typed[1]), 1, typed[0]), false},
		"in another pair": {with(with(ids, 0, ids[1]), 1, ids[0]), with(with(typed, 0, typed[1]), 1, typed[0]), true},
	}
	for i := range ids {
		rows["wrong "+string(typed[i])] = row{ids, with(typed, i, []byte("wrong")), false}
		rows["nothing for "+string(typed[i])] = row{ids, with(typed, i, nil), false}
		rows["unknown "+string(typed[i])] = row{with(ids, i, uuid.New()), typed, false}
	}
	for name, r := range rows {
		if got, err := v.VerifyAll(t.Context(), r.ids, r.typed); err != nil || got != r.want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, r.want)
		}
	}
}

// Whichever answer is wrong, and whether there is anything to compare it with: the same statements, and as many hashes.
func TestWrongAnswersCostTheSame(t *testing.T) {
	t.Parallel()
	v, traced := newVault(t)
	ids, typed := five(t, v)
	stronger := sibling(t, v, Cost{Memory: 128, Iterations: 2}) // nobody is hashed anew before all are right
	work := func(ids []uuid.UUID, typed [][]byte) []string {
		return traced.of(func() {
			_, err := stronger.VerifyAll(t.Context(), ids, typed)
			must(t, err)
		})
	}
	none := work([]uuid.UUID{uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New()}, typed)
	for i := range ids {
		for what, done := range map[string][]string{
			"one is wrong": work(ids, with(typed, i, []byte("wrong"))), "one is unknown": work(with(ids, i, uuid.New()), typed),
		} {
			if diff := cmp.Diff(none, done); diff != "" || len(done) != 1 {
				t.Errorf("%s, %d: %s", what, i, diff)
			}
		}
	}
}

func TestWeakHashesAreStrengthenedByTheRightAnswers(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	ids, typed := five(t, v)
	stronger := sibling(t, v, Cost{Memory: 128, Iterations: 2})
	weak := storedHash(t, v, ids[4])
	for range 2 { // the second time against the new hashes
		if ok, err := stronger.VerifyAll(t.Context(), ids, typed); err != nil || !ok {
			t.Fatalf("all right: %v, %v", ok, err)
		}
	}
	if storedHash(t, v, ids[4]) == weak {
		t.Error("the hashes are as weak as before")
	}
}

func TestNobodysAnswersAreNeverRight(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	ids, typed := five(t, v)
	var err error
	v.nobody, err = v.hash(t.Context(), typed[2]) // as if somebody had found it
	must(t, err)
	if ok, err := v.VerifyAll(t.Context(), with(ids, 2, uuid.New()), typed); err != nil || ok {
		t.Errorf("%v, %v", ok, err)
	}
}
