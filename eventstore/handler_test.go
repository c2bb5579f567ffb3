package eventstore_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// A small aggregate: a code that one person may redeem.
type door struct {
	code   string
	opened string
	wrong  int
	at     time.Time
}

type doorEvent interface {
	domain.Event
	evolve(door) door
}

type codeSet struct {
	Code string    `json:"code"`
	At   time.Time `json:"at"`
}
type doorOpened struct {
	By string `json:"by"`
}
type dateWrong struct {
	Left int `json:"left"`
}

func (codeSet) EventType() string    { return "door.code_set" }
func (doorOpened) EventType() string { return "door.opened" }
func (dateWrong) EventType() string  { return "door.date_wrong" }

func (e codeSet) evolve(s door) door    { s.code, s.at = e.Code, e.At; return s }
func (e doorOpened) evolve(s door) door { s.code, s.opened = "", e.By; return s }
func (e dateWrong) evolve(s door) door  { s.wrong++; return s }

var (
	errNoCode = &domain.Error{Kind: domain.NotFound, Code: "no_such_code"}
	errWrong  = &domain.Error{Kind: domain.Refused, Code: "date_differs"}
)

func (e dateWrong) Refused() *domain.Error { return errWrong.With("left", fmt.Sprint(e.Left)) }

type doorCommand interface {
	decide(door, domain.Act) ([]doorEvent, error)
}
type (
	setCode struct{ Code string }
	redeem  struct {
		Who, Code string
		DateRight bool
	}
)

func (c setCode) decide(_ door, a domain.Act) ([]doorEvent, error) {
	return []doorEvent{codeSet{c.Code, a.At}}, nil
}

func (c redeem) decide(s door, _ domain.Act) ([]doorEvent, error) {
	switch {
	case s.opened == c.Who:
		return nil, nil
	case s.code == "" || s.code != c.Code:
		return nil, errNoCode
	case !c.DateRight:
		return []doorEvent{dateWrong{4 - s.wrong}}, nil
	}
	return []doorEvent{doorOpened{c.Who}}, nil
}

var doors = domain.Decider[door, doorCommand, doorEvent]{
	Category: "door",
	Decide:   func(s door, c doorCommand, a domain.Act) ([]doorEvent, error) { return c.decide(s, a) },
	Evolve:   func(s door, e doorEvent) door { return e.evolve(s) },
	Catalog:  domain.Catalog{domain.Stored[codeSet](), domain.Stored[doorOpened](), domain.Stored[dateWrong]()},
}

type handler = eventstore.Handler[door, doorCommand, doorEvent]

var _ domain.Streams[door, doorCommand, doorEvent] = (*handler)(nil)

// given is a door with a code, and the log behind it.
func given(t *testing.T) (*handler, *eventstore.Memory) {
	t.Helper()
	log := eventstore.NewMemory()
	h := eventstore.NewHandler(log, newCodec(t, newKeys(), doors.Catalog), doors)
	if _, err := h.Do(t.Context(), "1", setCode{"blue"}, try("officer", "k0", "")); err != nil {
		t.Fatal(err)
	}
	return h, log
}

// try is an attempt: who, under which key, and what was asked.
func try(who, key, input string) domain.Act {
	return domain.Attempt(domain.Actor{Kind: domain.Applicant, ID: who}, "POST /door", key, moment, []byte(input))
}

func head(t *testing.T, log eventstore.Log) domain.Position {
	t.Helper()
	info, err := log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return info.Head
}

func TestHandle(t *testing.T) {
	t.Parallel()
	right, wrongDate := redeem{"ana", "blue", true}, redeem{"ana", "blue", false}
	type step struct {
		command  doorCommand
		act      domain.Act
		at       domain.Revision // 0: whatever happened
		want     error
		grows    int
		repeated bool
	}
	for name, steps := range map[string][]step{
		"it works":                         {{command: right, act: try("ana", "k", "r"), grows: 1}},
		"a no that nothing remembers":      {{command: redeem{"ana", "red", true}, act: try("ana", "k", "r"), want: errNoCode}},
		"a refusal is recorded":            {{command: wrongDate, act: try("ana", "k", "w"), want: errWrong, grows: 1}},
		"the same act again":               {{command: right, act: try("ana", "k", "r"), grows: 1}, {command: right, act: try("ana", "k", "r"), repeated: true}},
		"a refusal again":                  {{command: wrongDate, act: try("ana", "k", "w"), want: errWrong, grows: 1}, {command: wrongDate, act: try("ana", "k", "w"), want: errWrong, repeated: true}},
		"another act that changes nothing": {{command: right, act: try("ana", "k", "r"), grows: 1}, {command: right, act: try("ana", "k2", "r")}},
		"a key for another request":        {{command: wrongDate, act: try("ana", "k", "w"), want: errWrong, grows: 1}, {command: right, act: try("ana", "k", "r"), want: domain.ErrKeyReused}},
		"the key of another person":        {{command: wrongDate, act: try("ana", "k", "w"), want: errWrong, grows: 1}, {command: right, act: try("bo", "k", "r"), grows: 1}},
		"on the revision seen":             {{command: right, act: try("ana", "k", "r"), at: 1, grows: 1}},
		"on an earlier revision":           {{command: setCode{"red"}, act: try("o", "k", ""), grows: 1}, {command: right, act: try("ana", "k", "r"), at: 1, want: domain.ErrChanged}},
		"on a revision yet to come":        {{command: right, act: try("ana", "k", "r"), at: 9, want: domain.ErrChanged}},
		"a repeat on an earlier revision":  {{command: right, act: try("ana", "k", "r"), at: 1, grows: 1}, {command: right, act: try("ana", "k", "r"), at: 1, repeated: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, log := given(t)
			var first domain.Done[door, doorEvent]
			for i, s := range steps {
				before, err := h.Load(t.Context(), "1")
				if err != nil {
					t.Fatal(err)
				}
				var done domain.Done[door, doorEvent]
				if s.at > 0 {
					done, err = h.DoAt(t.Context(), "1", s.at, s.command, s.act)
				} else {
					done, err = h.Do(t.Context(), "1", s.command, s.act)
				}
				if !errors.Is(err, s.want) {
					t.Fatalf("step %d answers %v, want %v", i, err, s.want)
				}
				after, err := h.Load(t.Context(), "1")
				if err != nil {
					t.Fatal(err)
				}
				if grew := int(after.Revision - before.Revision); grew != s.grows {
					t.Errorf("step %d recorded %d events, want %d", i, grew, s.grows)
				}
				if s.want != nil && s.want != errWrong {
					continue
				}
				if done.State != after.State || done.Position != head(t, log) || done.Revision != after.Revision {
					t.Errorf("step %d answers %+v, the stream is %+v at %d", i, done, after, head(t, log))
				}
				if done.Repeated != s.repeated || done.Repeated && fmt.Sprint(done.Events) != fmt.Sprint(first.Events) {
					t.Errorf("step %d answers %+v, the first time %+v", i, done, first)
				}
				first = done
			}
		})
	}
}

func TestFiftyRaceForOneCode(t *testing.T) {
	t.Parallel()
	h, _ := given(t)
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			who := fmt.Sprint("person ", i)
			switch done, err := h.Do(t.Context(), "1", redeem{who, "blue", true}, try(who, "k", "")); {
			case err == nil && len(done.Events) == 1:
				won.Add(1)
			case !errors.Is(err, errNoCode):
				t.Errorf("%s: %v", who, err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d opened the door", won.Load())
	}
}

func TestTimeNeverRunsBackInAStream(t *testing.T) {
	t.Parallel()
	h, _ := given(t)
	early := try("officer", "k1", "")
	early.At = moment.Add(-time.Hour)
	done, err := h.Do(t.Context(), "1", setCode{"red"}, early)
	if err != nil || !done.State.at.Equal(domain.Instant(moment)) {
		t.Errorf("decided at %v, %v", done.State.at, err)
	}
}

func TestUnknownTypeInItsOwnStream(t *testing.T) {
	t.Parallel()
	_, log := given(t)
	older := newCodec(t, newKeys(), domain.Catalog{domain.Stored[doorOpened]()})
	h := eventstore.NewHandler(log, older, doors)
	if _, err := h.Load(t.Context(), "1"); !errors.Is(err, domain.ErrNewer) {
		t.Errorf("loading answers %v", err)
	}
	if _, err := h.Do(t.Context(), "1", setCode{"red"}, try("o", "k", "")); !errors.Is(err, domain.ErrNewer) {
		t.Errorf("a command answers %v", err)
	}
}

func TestForeignEventInAStream(t *testing.T) {
	t.Parallel()
	_, log := given(t)
	c := newCodec(t, newKeys(), doors.Catalog, cases)
	raw, err := c.Encode(t.Context(), "door-1", act(), 0, []domain.Event{noted{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(t.Context(), "door-1", 1, raw); err != nil {
		t.Fatal(err)
	}
	if _, err := eventstore.NewHandler(log, c, doors).Load(t.Context(), "1"); err == nil {
		t.Error("folded an event of another aggregate")
	}
}

// broken is a log on which something happens before each append, which may fail.
type broken struct {
	*eventstore.Memory
	before func() error
}

func (b broken) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	if err := b.before(); err != nil {
		return eventstore.Appended{}, err
	}
	return b.Memory.Append(ctx, stream, after, events)
}

// unread is a log that cannot be read.
type unread struct{ *eventstore.Memory }

func (unread) Read(context.Context, string, domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, errUnread) }
}

var errUnread = errors.New("disk on fire")

func TestErrorsOfTheLog(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ given, want error }{
		{eventstore.ErrBusy, eventstore.ErrUnavailable},
		{eventstore.ErrAway, eventstore.ErrUnavailable},
		{eventstore.ErrClosed, eventstore.ErrUnavailable},
		{eventstore.ErrUnknown, eventstore.ErrUnsure},
		{errUnread, errUnread},
	} {
		_, log := given(t)
		h := eventstore.NewHandler(broken{log, func() error { return tc.given }}, newCodec(t, newKeys(), doors.Catalog), doors)
		_, err := h.Do(t.Context(), "1", setCode{"red"}, try("o", "k", ""))
		if !errors.Is(err, tc.want) || !errors.Is(err, tc.given) {
			t.Errorf("%v becomes %v, want %v", tc.given, err, tc.want)
		}
	}
	h := eventstore.NewHandler(unread{eventstore.NewMemory()}, newCodec(t, newKeys(), doors.Catalog), doors)
	if _, err := h.Do(t.Context(), "1", setCode{"red"}, try("o", "k", "")); !errors.Is(err, errUnread) {
		t.Errorf("a log that cannot be read answers %v", err)
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		neighbors int // who append in between
		want      error
	}{"some": {5, nil}, "without end": {100, domain.ErrBusy}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			neighbor, log := given(t)
			n := 0
			h := eventstore.NewHandler(broken{log, func() error {
				if n++; n > tc.neighbors {
					return nil
				}
				_, err := neighbor.Do(t.Context(), "1", setCode{fmt.Sprint(n)}, try("o", fmt.Sprint("n", n), ""))
				return err
			}}, newCodec(t, newKeys(), doors.Catalog), doors)
			done, err := h.Do(t.Context(), "1", setCode{"mine"}, try("o", "k", ""))
			if !errors.Is(err, tc.want) {
				t.Fatalf("answers %v, want %v", err, tc.want)
			}
			if err == nil && (done.State.code != "mine" || done.Revision != domain.Revision(tc.neighbors)+2) {
				t.Errorf("answers %+v", done)
			}
		})
	}
}

// Two servers get two requests under one key at the same moment: one is recorded, the other is told so.
func TestOneKeyForTwoRequestsAtOnce(t *testing.T) {
	t.Parallel()
	first, log := given(t)
	once := sync.OnceValue(func() error {
		_, err := first.Do(t.Context(), "1", setCode{"red"}, try("o", "k", "red"))
		return err
	})
	second := eventstore.NewHandler(broken{log, once}, newCodec(t, newKeys(), doors.Catalog), doors)
	if _, err := second.Do(t.Context(), "1", setCode{"green"}, try("o", "k", "green")); !errors.Is(err, domain.ErrKeyReused) {
		t.Errorf("the second request answers %v", err)
	}
	third := eventstore.NewHandler(log, newCodec(t, newKeys(), doors.Catalog), doors)
	if done, err := third.Do(t.Context(), "1", setCode{"red"}, try("o", "k", "red")); err != nil || !done.Repeated || done.State.code != "red" {
		t.Errorf("the first request again answers %+v, %v", done, err)
	}
}

func TestSeenIsKept(t *testing.T) {
	t.Parallel()
	h, log := given(t)
	if _, err := h.DoAt(t.Context(), "1", 1, setCode{"red"}, try("o", "k", "")); err != nil {
		t.Fatal(err)
	}
	c := newCodec(t, newKeys(), doors.Catalog)
	for r, err := range log.Read(t.Context(), "door-1", 1) {
		if err != nil {
			t.Fatal(err)
		}
		if m, err := c.Meta(r); err != nil || m.Seen != 1 {
			t.Errorf("metadata is %+v, %v", m, err)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	name := eventstore.Stream("access", "IOE-1")
	if category, id := eventstore.Split(name); name != "access-IOE-1" || category != "access" || id != "IOE-1" {
		t.Errorf("%s splits into %s and %s", name, category, id)
	}
}
