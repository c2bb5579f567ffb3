package logtest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

func malformed(t testing.TB, on Instance) {
	log := on.Log
	one := events(1)
	named := func(eventType string) []eventstore.Event {
		return []eventstore.Event{{ID: uuid.New(), Type: eventType}}
	}
	for name, tc := range map[string]struct {
		stream string
		events []eventstore.Event
	}{
		"no events":               {"s", nil},
		"no stream":               {"", one},
		"a zero byte in a stream": {"s\x00", one},
		"a stream not UTF-8":      {"s\xff", one},
		"a stream too long":       {strings.Repeat("s", eventstore.MaxName+1), one},
		"no type":                 {"s", named("")},
		"a zero byte in a type":   {"s", named("t\x00")},
		"a type not UTF-8":        {"s", named("t\xff")},
		"no id":                   {"s", []eventstore.Event{{Type: "t"}}},
		"an id twice":             {"s", slices.Concat(one, one)},
	} {
		if _, err := log.Append(t.Context(), tc.stream, 0, tc.events); !errors.Is(err, eventstore.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
		if got := read(t, log, tc.stream, 0); len(got) != 0 {
			t.Errorf("%s: left %d events", name, len(got))
		}
	}
	appends(t, log, strings.Repeat("s", eventstore.MaxName), 0, named(strings.Repeat("t", eventstore.MaxName)))
}

func tooLarge(t testing.TB, on Instance) {
	log := on.Log
	most := info(t, log).MaxAppend
	sized := func(data, meta int) []eventstore.Event {
		e := events(2)
		e[0].Data, e[0].Meta, e[1].Data, e[1].Meta = make([]byte, data), make([]byte, meta), nil, nil
		return e
	}
	appends(t, log, "large", 0, sized(most-10, 10))
	if _, err := log.Append(t.Context(), "large", 2, sized(most-10, 11)); !errors.Is(err, eventstore.ErrTooLarge) {
		t.Errorf("one byte more answers %v", err)
	}
	for i := range 9 { // more than one page, and more than one batch, may hold
		appends(t, log, "large", domain.Revision(2+2*i), sized(most, 0))
	}
	if got := len(read(t, log, "large", 0)); got != 20 {
		t.Errorf("read %d large events, want 20", got)
	}
	if got, through := follow(t, log, 0); len(got) != 20 || through != info(t, log).Head {
		t.Errorf("followed %d large events through %d, want 20", len(got), through)
	}
}
