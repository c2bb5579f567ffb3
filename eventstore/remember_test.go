package eventstore_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
)

// A codec that remembers decodes an event once, and forgets what nobody asked for when it is full.
func TestRemembering(t *testing.T) {
	t.Parallel()
	plain, err := eventstore.NewCodec(nil, "test", cases)
	if err != nil {
		t.Fatal(err)
	}
	codec := plain.Remembering(4)
	at := func(stream string, id byte, text, act string) eventstore.Recorded {
		return eventstore.Recorded{Stream: stream, Event: eventstore.Event{
			ID: uuid.UUID{id}, Type: "case.noted", Data: []byte(`{"Text":"` + text + `"}`), Meta: []byte(`{"act":"` + uuid.UUID{act[0]}.String() + `"}`),
		}}
	}
	says := func(c *eventstore.Codec, r eventstore.Recorded) (text string, act uuid.UUID) {
		t.Helper()
		f, err := c.Fact(r)
		if err != nil {
			t.Fatal(err)
		}
		a, err := f.Act()
		if err != nil {
			t.Fatal(err)
		}
		return f.Event.(noted).Text, a.ID
	}
	expect := func(what string, c *eventstore.Codec, r eventstore.Recorded, want, wantAct string) {
		t.Helper()
		if text, act := says(c, r); text != want || act != (uuid.UUID{wantAct[0]}) {
			t.Errorf("%s: %q %v, want %q", what, text, act, want)
		}
	}
	expect("the first time", codec, at("s", 1, "one", "a"), "one", "a")
	// Bytes never change in a log; here they do, to see who looks at them.
	expect("remembered", codec, at("s", 1, "changed", "b"), "one", "a")
	expect("the same id in another stream", codec, at("other", 1, "two", "c"), "two", "c")
	expect("a codec without a memory", plain, at("s", 1, "changed", "b"), "changed", "b")
	for id := byte(2); id < 5; id++ {
		says(codec, at("s", id, "more", "x"))
		expect("asked for meanwhile", codec, at("s", 1, "changed", "b"), "one", "a")
	}
	for id := byte(5); id < 9; id++ {
		says(codec, at("s", id, "more", "x"))
	}
	expect("forgotten", codec, at("s", 1, "changed", "b"), "changed", "b")
	if _, err := codec.Fact(eventstore.Recorded{Event: eventstore.Event{Type: "case.noted", Data: []byte("{")}}); err == nil {
		t.Error("what does not decode is an event")
	}
}
