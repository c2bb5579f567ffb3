package eventstore_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

func TestSealedFieldsOpenAgain(t *testing.T) {
	t.Parallel()
	k := newKeys()
	c := newCodec(t, k, cases)
	given := full()
	r := stored(t, c, given)
	reads(t, "the event given", given.Children[1].Name, "Cy Example", personal.Clear)
	reads(t, "the event given", given.Address.Street, "1 Main St", personal.Clear)
	for _, clear := range []string{"Example", "1980", "2010", "Main"} {
		if strings.Contains(string(r.Data)+string(r.Event.Meta), clear) {
			t.Errorf("%q stands in the stored bytes", clear)
		}
	}
	if k.ensured != 1 || k.opened != 1 {
		t.Errorf("asked the key store %d and %d times, want once each", k.ensured, k.opened)
	}

	facts := []domain.Fact{fact(t, c, r), fact(t, c, stored(t, c, noted{"public"})), fact(t, c, stored(t, c, full()))}
	reads(t, "decoded", facts[0].Event.(received).Party.Name, "", personal.Sealed)
	decoded := facts[0].Event.(received)
	k.opened = 0
	if err := c.Open(t.Context(), facts); err != nil {
		t.Fatal(err)
	}
	if k.opened != 1 {
		t.Errorf("a batch asked the key store %d times, want once", k.opened)
	}
	reads(t, "what was decoded", decoded.Children[0].Name, "", personal.Sealed)
	got := facts[0].Event.(received)
	reads(t, "party.name", got.Party.Name, "Ana Example", personal.Clear)
	reads(t, "children.0.name", got.Children[0].Name, "Bo Example", personal.Clear)
	reads(t, "children.1.birth_date", got.Children[1].BirthDate.Text, "2010-04-05", personal.Clear)
	reads(t, "address.street", got.Address.Street, "1 Main St", personal.Clear)
	if day, state := got.Party.BirthDate.Day(); state != personal.Clear || day.String() != "1980-02-03" {
		t.Errorf("birth date reads %s in state %d", day, state)
	}
	if !got.Note.IsZero() || !strings.Contains(string(r.Data), `"note":null`) {
		t.Error("a text that was not given did not stay null")
	}
	if facts[1].Event.(noted).Text != "public" {
		t.Error("a public event changed")
	}
}

func TestDestroyedKeyErases(t *testing.T) {
	t.Parallel()
	k := newKeys()
	c := newCodec(t, k, cases)
	facts := []domain.Fact{fact(t, c, stored(t, c, full()))}
	k.destroy(child)
	if err := c.Open(t.Context(), facts); err != nil {
		t.Fatal("erased is not an error:", err)
	}
	got := facts[0].Event.(received)
	reads(t, "the parent's name", got.Party.Name, "Ana Example", personal.Clear)
	reads(t, "the child's name", got.Children[0].Name, "", personal.Erased)
	_, err := c.Encode(t.Context(), "case-2", act(), 0, []domain.Event{full()})
	if !errors.Is(err, eventstore.ErrErased) {
		t.Errorf("writing for a destroyed key answers %v", err)
	}
}

// flip turns one bit of a sealed value in stored JSON.
func flip(value any, at func([]byte) int) {
	sealed := value.(map[string]any)
	b, _ := base64.StdEncoding.DecodeString(sealed["sealed"].(string))
	b[at(b)] ^= 1
	sealed["sealed"] = b
}

func TestSealIsBoundToEventAndField(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	for name, tc := range map[string]struct {
		names  string // the field that the error names
		change func(r *eventstore.Recorded, party object, children []any)
	}{
		"moved to another event": {"party.name", func(r *eventstore.Recorded, _ object, _ []any) { r.ID = uuid.New() }},
		"moved to another field": {"party.name", func(_ *eventstore.Recorded, p object, _ []any) { p["name"] = p["birth_date"] }},
		"moved in a list": {"children.1.name", func(_ *eventstore.Recorded, _ object, c []any) {
			c[1].(object)["name"] = c[0].(object)["name"]
		}},
		"one bit": {"party.birth_date", func(_ *eventstore.Recorded, p object, _ []any) {
			flip(p["birth_date"], func(b []byte) int { return len(b) - 1 })
		}},
		"another subject": {"party.name", func(_ *eventstore.Recorded, p object, _ []any) { p["name"].(object)["of"] = child }},
		"too short":       {"party.name", func(_ *eventstore.Recorded, p object, _ []any) { p["name"].(object)["sealed"] = "AQ==" }},
		"another version": {"party.name", func(_ *eventstore.Recorded, p object, _ []any) {
			flip(p["name"], func([]byte) int { return 0 })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCodec(t, newKeys(), cases)
			r := stored(t, c, full())
			var shape object
			if err := json.Unmarshal(r.Data, &shape); err != nil {
				t.Fatal(err)
			}
			tc.change(&r, shape["party"].(object), shape["children"].([]any))
			r.Data, _ = json.Marshal(shape)
			facts := []domain.Fact{fact(t, c, r)}
			err := c.Open(t.Context(), facts)
			if err == nil || !strings.Contains(err.Error(), "field "+tc.names+" of event "+r.ID.String()) {
				t.Fatalf("answers %v, want an error that names field %s of event %s", err, tc.names, r.ID)
			}
			if strings.Contains(err.Error(), "Example") {
				t.Error("the error shows the value")
			}
			reads(t, "after the error", facts[0].Event.(received).Party.Name, "", personal.Sealed)
		})
	}
}

func TestOpenTexts(t *testing.T) {
	t.Parallel()
	k := newKeys()
	c := newCodec(t, k, cases)
	e := fact(t, c, stored(t, c, full())).Event.(received)
	name, birth, unknown := e.Party.Name, e.Children[1].BirthDate, personal.Text{} // as a state would copy them
	k.opened = 0
	if err := c.OpenTexts(t.Context(), &name, &birth.Text, &unknown); err != nil {
		t.Fatal(err)
	}
	reads(t, "a name in a state", name, "Ana Example", personal.Clear)
	reads(t, "a birth date in a state", birth.Text, "2010-04-05", personal.Clear)
	if err := c.OpenTexts(t.Context(), &unknown); err != nil || k.opened != 2 {
		t.Errorf("a text that is not there: %v, asked the key store %d times in all, want 2", err, k.opened)
	}
	k.destroy(parent)
	gone := e.Party.Name
	if err := c.OpenTexts(t.Context(), &gone); err != nil {
		t.Fatal(err)
	}
	reads(t, "after the key was destroyed", gone, "", personal.Erased)
	loose := personal.New(child, "").Seal([]byte("x"))
	if err := c.OpenTexts(t.Context(), &loose); err == nil {
		t.Error("opened a value that came from no event")
	}
}

func TestOldShapeOpens(t *testing.T) {
	t.Parallel()
	k := newKeys()
	before := newCodec(t, k, domain.Catalog{domain.Stored[renamedV1]()})
	r := stored(t, before, renamedV1{"IOE0912345678", personal.New(parent, "Ana Example")})
	now := newCodec(t, k, cases)
	facts := []domain.Fact{fact(t, now, r)}
	if err := now.Open(t.Context(), facts); err != nil {
		t.Fatal(err)
	}
	reads(t, "a name from an old shape", facts[0].Event.(received).Party.Name, "Ana Example", personal.Clear)
}

// This value was sealed once; it must open for ever.
func TestGoldenSeal(t *testing.T) {
	t.Parallel()
	k := newKeys()
	if err := k.Ensure(t.Context(), parent); err != nil {
		t.Fatal(err)
	}
	c := newCodec(t, k, cases)
	facts := []domain.Fact{fact(t, c, eventstore.Recorded{Event: eventstore.Event{
		ID: uuid.MustParse("22222222-2222-5222-9222-222222222222"), Type: "case.received",
		Data: []byte(`{"receipt":"IOE0912345678","party":{"name":{"of":"` + parent.String() + `","sealed":"ATEyMzQ1Njc4OTAxMoQzmjEO1ij4feYUZpLDXp0c24AzbaNBZeO1Lw=="},"birth_date":null}}`),
	}})}
	if err := c.Open(t.Context(), facts); err != nil {
		t.Fatal(err)
	}
	reads(t, "the golden value", facts[0].Event.(received).Party.Name, "Ana Example", personal.Clear)
}
