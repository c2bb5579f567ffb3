package logtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// malformed: what is refused leaves nothing behind, and the longest names are kept.
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

// tooLarge: the limit is exact, and counts one append: neither a page nor what is committed together must be within it.
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
	for i := range 5 {
		appends(t, log, "large", domain.Revision(2+2*i), sized(most, 0))
	}
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			if _, err := log.Append(t.Context(), fmt.Sprint("beside-", i), 0, sized(0, most)); err != nil {
				t.Errorf("beside others: %v", err)
			}
		})
	}
	wg.Wait()
	appends(t, log, "many", 0, events(2000))
	if got := len(read(t, log, "large", 0)); got != 12 {
		t.Errorf("read %d large events, want 12", got)
	}
	if got, through := follow(t, log, 0); len(got) != 2022 || through != info(t, log).Head {
		t.Errorf("followed %d events through %d, want 2022", len(got), through)
	}
}
