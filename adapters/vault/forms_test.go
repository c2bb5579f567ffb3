package vault

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"testing"
)

// lists of parts that run together when somebody only joins them.
var lists = [][]string{nil, {""}, {"", ""}, {"ab"}, {"a", "b"}, {"a\x00b"}, {"b", "a"}, {"a", "b", ""}, {"\x01a", "b"}, {"a\x01b"}}

func TestAFormTokenHoldsForItsPartsAlone(t *testing.T) {
	t.Parallel()
	f, others := NewForms(newSecrets(t)), NewForms(newSecrets(t))
	for i, parts := range lists {
		token := f.Token(parts...)
		if !regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString(token) {
			t.Errorf("%q: %s", parts, token)
		}
		for j, other := range lists {
			if f.Holds(token, other...) != (i == j) {
				t.Errorf("the token of %q holds for %q: %t", parts, other, i != j)
			}
		}
		if f.Holds("", parts...) || f.Holds(token[1:], parts...) || others.Holds(token, parts...) {
			t.Errorf("%q: a token that is none holds", parts)
		}
	}
}

func TestASealedFormOpensWhereItBelongs(t *testing.T) {
	t.Parallel()
	f := NewForms(newSecrets(t))
	plain := []byte("email=ana%40example.org")
	for i, bound := range lists {
		sealed, err := f.Seal(plain, bound...)
		must(t, err)
		if bytes.Contains(sealed, plain) {
			t.Error("it can be read")
		}
		for j, other := range lists {
			got, err := f.Open(sealed, other...)
			if (err == nil) != (i == j) || i == j && !bytes.Equal(got, plain) {
				t.Errorf("sealed for %q, opened for %q: %q, %v", bound, other, got, err)
			}
		}
		sealed[len(sealed)/2] ^= 1
		if _, err := f.Open(sealed, bound...); err == nil {
			t.Error("it opens although it was changed")
		}
	}
	if got, err := f.Open(nil); err == nil {
		t.Errorf("nothing opens: %q", got)
	}
}

// Whoever can seal a form has made nothing that passes for a key or a seed.
func TestFormsHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := newSecrets(t)
	sealed, err := NewForms(s).Seal([]byte("x"), "a")
	must(t, err)
	if _, err := s.roots().Master.open(sealed, listed([]string{"a"})); err == nil {
		t.Error("the master key opens a form")
	}
	if NewForms(s).Token("a") == NewForms(newSecrets(t)).Token("a") {
		t.Error("a token needs no secret")
	}
}

func TestAFormOpensAfterTheMasterKeyWasRenewed(t *testing.T) {
	t.Parallel()
	s := newSecrets(t)
	sealed, err := NewForms(s).Seal([]byte("x"), "a")
	must(t, err)
	renewed := *s.roots()
	renewed.Master = keyring{Current: "2", Keys: maps.Clone(renewed.Master.Keys)}
	renewed.Master.Keys["2"] = mustKey()
	after := NewForms(hidden(renewed))
	if got, err := after.Open(sealed, "a"); err != nil || !slices.Equal(got, []byte("x")) {
		t.Errorf("%q, %v", got, err)
	}
	if sealed, err = after.Seal([]byte("y"), "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := NewForms(s).Open(sealed, "a"); err == nil {
		t.Error("the old key still seals")
	}
}
