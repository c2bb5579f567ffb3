package vault

import (
	"strings"
	"testing"
)

func TestACursorOpensAsItWasSealed(t *testing.T) {
	t.Parallel()
	secrets := newSecrets(t)
	c := NewCursors(secrets)
	const place = "1803729600000000 IOE0912345678"
	cursor, err := c.Seal(place, "work")
	must(t, err)
	if got, ok := c.Open(cursor, "work"); !ok || got != place {
		t.Errorf("opened %q, %t", got, ok)
	}
	if got, ok := NewCursors(secrets).Open(cursor, "work"); !ok || got != place {
		t.Errorf("at another server: %q, %t", got, ok)
	}
	ring := secrets.roots().Master
	secrets.roots().Master.Keys["2"], secrets.roots().Master = mustKey(), keyring{Current: "2", Keys: ring.Keys}
	if got, ok := c.Open(cursor, "work"); !ok || got != place {
		t.Errorf("after a rotation of the key: %q, %t", got, ok)
	}
}

func TestWhatIsNoCursor(t *testing.T) {
	t.Parallel()
	secrets := newSecrets(t)
	c := NewCursors(secrets)
	cursor, err := c.Seal("a place", "cases", "ana")
	must(t, err)
	foreign, err := NewCursors(newSecrets(t)).Seal("a place", "cases", "ana")
	must(t, err)
	form, err := NewForms(secrets).Seal([]byte("a place"), "cases", "ana")
	must(t, err)
	for name, sealed := range map[string]string{
		"empty": "", "not base64": "%%%", "a bit more": cursor + "A", "cut": cursor[:len(cursor)-4], "too long": strings.Repeat("A", 4000),
		"of other secrets": foreign, "a sealed form": link.spell(form),
	} {
		if got, ok := c.Open(sealed, "cases", "ana"); ok || got != "" {
			t.Errorf("%s opens as %q", name, got)
		}
	}
	for name, bound := range map[string][]string{"of another list": {"programs", "ana"}, "of somebody else": {"cases", "ben"}, "of all": {"cases"}, "run together": {"casesana"}} {
		if got, ok := c.Open(cursor, bound...); ok || got != "" {
			t.Errorf("%s opens as %q", name, got)
		}
	}
}
