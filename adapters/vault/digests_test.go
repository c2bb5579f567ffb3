package vault

import (
	"bytes"
	"regexp"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestAddressesThatAreOne(t *testing.T) {
	t.Parallel()
	d := NewDigests(newSecrets(t))
	is := d.Address("account", "ana.lopez@example.org")
	if !regexp.MustCompile(`^k1:[0-9a-f]{64}$`).MatchString(is) {
		t.Errorf("Address = %s", is)
	}
	for _, same := range []string{"Ana.Lopez@Example.ORG", " ana.lopez@example.org\n", "ａna.lopez@example.org", "\u00a0ANA.LOPEZ@EXAMPLE.ORG"} {
		if d.Address("account", same) != is {
			t.Errorf("%q is another address", same)
		}
	}
	for _, other := range []string{"analopez@example.org", "ana.lopez+tag@example.org", "ana.lópez@example.org", "ana.lopez@example.com", ""} {
		if d.Address("account", other) == is {
			t.Errorf("%q is the same address", other)
		}
	}
	if d.Address("staff", "ana.lopez@example.org") == is {
		t.Error("the realms are one")
	}
	if NewDigests(newSecrets(t)).Address("account", "ana.lopez@example.org") == is {
		t.Error("the digest needs no key")
	}
}

func TestDigestsOfDifferentUsesDiffer(t *testing.T) {
	t.Parallel()
	d := NewDigests(newSecrets(t))
	seen := map[string]bool{
		d.Address("account", "x"): true, d.Address("", "x"): true, d.Limit("x"): true, d.Limit("account\x00x"): true,
		string(d.Input([]byte("x"))): true, string(d.Input([]byte("X"))): true, string(d.Input(nil)): true,
	}
	if len(seen) != 7 {
		t.Errorf("%d different digests of 7", len(seen))
	}
	if d.Limit("203.0.113.7") != d.Limit("203.0.113.7 ") || d.Limit("Ana@x.org") != d.Limit("ana@X.org") {
		t.Error("a change of case or space is a fresh counter")
	}
	if !bytes.Equal(d.Input([]byte(`{"a":1}`)), d.Input([]byte(`{"a":1}`))) || bytes.Equal(d.Input([]byte(`{"a":1}`)), d.Input([]byte(`{"a": 1}`))) {
		t.Error("Input is not the digest of the bytes")
	}
}

// Addresses are digested as typed and as read back: both must be the same claim.
func TestNormalizingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	letters := rapid.StringOf(rapid.RuneFrom([]rune("JHTWY\u030c\u0331\u0308\u030a\u0130\u00a8"), unicode.Lu, unicode.Mn, unicode.Zs))
	rapid.Check(t, func(t *rapid.T) {
		address := letters.Draw(t, "address")
		if once := normal(address); normal(once) != once {
			t.Fatalf("%q becomes %q, then %q", address, once, normal(once))
		}
	})
}
