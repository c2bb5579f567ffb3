package logtest

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// expectations: what a writer expects of a stream, and how long the stream is.
func expectations(t testing.TB, on Instance) {
	log := on.Log
	for i, tc := range []struct {
		have  int
		after domain.Revision
		count int
		want  string
	}{
		{0, 0, 1, "ok"},
		{0, 0, 3, "ok"},
		{0, 1, 1, "conflict 0"},
		{0, math.MaxUint64, 1, "conflict 0"},
		{1, 0, 1, "conflict 1"},
		{1, 1, 1, "ok"},
		{1, 2, 1, "conflict 1"},
		{3, 0, 5, "conflict 3"},
		{3, 2, 1, "conflict 3"},
		{3, 3, 2, "ok"},
		{3, 4, 1, "conflict 3"},
		{3, math.MaxInt64, 1, "conflict 3"},
	} {
		stream := fmt.Sprint("state-", i)
		if tc.have > 0 {
			appends(t, log, stream, 0, events(tc.have))
		}
		before := info(t, log).Head
		a, err := log.Append(t.Context(), stream, tc.after, events(tc.count))
		if got := outcome(err); got != tc.want {
			t.Errorf("stream of %d, %d events after %d: %s, want %s", tc.have, tc.count, tc.after, got, tc.want)
		}
		var conflict *eventstore.ConflictError
		if errors.As(err, &conflict) && (conflict.Want != tc.after || conflict.Stream != stream) {
			t.Errorf("the conflict is %+v", conflict)
		}
		want, head := tc.have, info(t, log).Head
		if err == nil {
			want += tc.count
			if a.Revision != domain.Revision(want) || a.Position != head || a.Position <= before {
				t.Errorf("answered %+v, head went from %d to %d", a, before, head)
			}
		} else if head != before {
			t.Errorf("a refused append moved the head from %d to %d", before, head)
		}
		if got := len(read(t, log, stream, 0)); got != want {
			t.Errorf("the stream has %d events, want %d", got, want)
		}
	}
}

func exactBytes(t testing.TB, on Instance) {
	log := on.Log
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	want := []eventstore.Event{
		{ID: uuid.New(), Type: "test.every_byte", Data: all, Meta: []byte("{ }\n")},
		{ID: uuid.New(), Type: "test.größe", Data: []byte(`{"b":1,"a":1,"a":2}`), Meta: slices.Concat(all, all)},
		{ID: uuid.New(), Type: "test.empty"},
	}
	stream := "bytes-é " + strings.Repeat("x", 200)
	appends(t, log, stream, 0, want)
	followed, _ := follow(t, log, 0)
	for _, got := range [][]eventstore.Recorded{read(t, log, stream, 0), followed} {
		sameIDs(t, "exact bytes", got, want)
		for i, r := range got {
			if r.Type != want[i].Type || !bytes.Equal(r.Data, want[i].Data) || !bytes.Equal(r.Event.Meta, want[i].Meta) || r.Stream != stream {
				t.Errorf("event %d came back as %+v", i, r)
			}
			if r.Revision != domain.Revision(i+1) || r.Stored.IsZero() || i > 0 && (r.Position <= got[i-1].Position || r.Stored.Before(got[i-1].Stored)) {
				t.Errorf("event %d lies at %d, %d, %v", i, r.Revision, r.Position, r.Stored)
			}
		}
	}
}

// repeats: the same ids at the same place answer what they answered, whatever the bytes.
func repeats(t testing.TB, on Instance) {
	log := on.Log
	first, second := events(3), events(2)
	a := appends(t, log, "r", 0, first)
	b := appends(t, log, "r", 3, second)
	resealed := slices.Clone(first)
	for i := range resealed {
		resealed[i].Data = []byte("sealed again")
	}
	swapped := []eventstore.Event{first[1], first[0], first[2]}
	for name, tc := range map[string]struct {
		after  domain.Revision
		events []eventstore.Event
		same   eventstore.Appended
		want   string
	}{
		"the same":                {0, first, a, "ok"},
		"other bytes":             {0, resealed, a, "ok"},
		"the last":                {3, second, b, "ok"},
		"both as one":             {0, slices.Concat(first, second), b, "ok"},
		"a part":                  {1, first[1:2], eventstore.Appended{Revision: 2}, "ok"},
		"half of it new":          {3, slices.Concat(second[:1], events(1)), eventstore.Appended{}, "conflict 5"},
		"repeated and one more":   {3, slices.Concat(second, events(1)), eventstore.Appended{}, "conflict 5"},
		"in another order":        {0, swapped, eventstore.Appended{}, "conflict 5"},
		"at another revision":     {1, first, eventstore.Appended{}, "conflict 5"},
		"across the end":          {4, second, eventstore.Appended{}, "conflict 5"},
		"beyond the end":          {6, second, eventstore.Appended{}, "conflict 5"},
		"other ids at that place": {0, events(3), eventstore.Appended{}, "conflict 5"},
	} {
		got, err := log.Append(t.Context(), "r", tc.after, tc.events)
		if outcome(err) != tc.want {
			t.Errorf("%s: %s, want %s", name, outcome(err), tc.want)
		}
		if tc.same.Position == 0 {
			tc.same.Position = got.Position
		}
		if got != tc.same {
			t.Errorf("%s: answered %+v, want %+v", name, got, tc.same)
		}
	}
	stored := read(t, log, "r", 0)
	sameIDs(t, "after all repeats", stored, slices.Concat(first, second))
	if !bytes.Equal(stored[0].Data, first[0].Data) {
		t.Error("a repeat replaced the bytes")
	}
	if part, _ := log.Append(t.Context(), "r", 1, first[1:2]); part.Position != stored[1].Position {
		t.Errorf("a repeated part answers %+v, it lies at %d", part, stored[1].Position)
	}
}

func repeatAfterMore(t testing.TB, on Instance) {
	log := on.Log
	mine := events(2)
	a := appends(t, log, "m", 0, mine)
	appends(t, log, "m", 2, events(700))
	appends(t, log, "other", 0, events(1))
	if again := appends(t, log, "m", 0, mine); again != a {
		t.Errorf("answers %+v, the first time %+v", again, a)
	}
}

// sameIDsElsewhere: ids are compared only where the writer says that they are.
func sameIDsElsewhere(t testing.TB, on Instance) {
	log := on.Log
	e := events(2)
	appends(t, log, "here", 0, e)
	appends(t, log, "there", 0, e)
	if a := appends(t, log, "here", 2, e); a.Revision != 4 {
		t.Errorf("the same ids after the end answer %+v", a)
	}
	all, _ := follow(t, log, 0)
	sameIDs(t, "the log", all, slices.Concat(e, e, e))
}

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

func readAfter(t testing.TB, on Instance) {
	log := on.Log
	const many = 1203 // more than any page
	e := events(many)
	appends(t, log, "s", 0, e)
	appends(t, log, "s-2", 0, events(1))
	for _, after := range []int{0, 1, 499, 500, 1000, many - 1, many, many + 1} {
		sameIDs(t, fmt.Sprint("after ", after), read(t, log, "s", domain.Revision(after)), e[min(after, many):])
	}
	for _, after := range []domain.Revision{math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		if got := read(t, log, "s", after); len(got) != 0 {
			t.Errorf("%d events after %d", len(got), after)
		}
	}
	if got := read(t, log, "absent", 0); len(got) != 0 {
		t.Errorf("a stream that does not exist has %d events", len(got))
	}
}
