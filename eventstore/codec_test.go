package eventstore_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

// A case of two people: the parent and their children have keys of their own.
type received struct {
	Receipt  string        `json:"receipt"`
	Party    party         `json:"party"`
	Children []party       `json:"children,omitempty"`
	Address  *address      `json:"address,omitempty"`
	Note     personal.Text `json:"note"`
}

type party struct {
	Name      personal.Text `json:"name"`
	BirthDate personal.Date `json:"birth_date"`
}

type address struct {
	Street personal.Text `json:"street"`
}

type noted struct {
	Text string `json:"text"`
}

// renamedV1 is how received looked before: the name had another name.
type renamedV1 struct {
	Receipt string        `json:"receipt"`
	Who     personal.Text `json:"who"`
}

func (received) EventType() string  { return "case.received" }
func (noted) EventType() string     { return "case.noted" }
func (renamedV1) EventType() string { return "case.received.v1" }

var (
	cases = domain.Catalog{
		domain.Stored[received](), domain.Stored[noted](),
		domain.Upcast("case.received.v1", func(o renamedV1) received {
			return received{Receipt: o.Receipt, Party: party{Name: o.Who}}
		}),
	}
	parent, child = personal.Party("IOE0912345678", "applicant"), personal.Party("IOE0912345678", "child")
	moment        = time.Date(2026, 3, 4, 5, 6, 7, 891234567, time.UTC)
	actID         = uuid.MustParse("0b1c7e1e-3a52-5f0a-9c58-0a1b2c3d4e5f")
)

func act() domain.Act {
	return domain.Act{ID: actID, By: domain.Actor{Kind: domain.Staff, ID: "s-1"}, At: moment, Thread: actID}
}

func full() received {
	return received{
		Receipt: "IOE0912345678",
		Party:   party{personal.New(parent, "Ana Example"), personal.NewDate(parent, civil.Date{Year: 1980, Month: 2, Day: 3})},
		Children: []party{
			{Name: personal.New(child, "Bo Example")},
			{Name: personal.New(child, "Cy Example"), BirthDate: personal.NewDate(child, civil.Date{Year: 2010, Month: 4, Day: 5})},
		},
		Address: &address{personal.New(parent, "1 Main St")},
	}
}

// keys is a key store in memory that counts what it is asked.
type keys struct {
	mu      sync.Mutex
	have    map[personal.Subject][]byte
	gone    map[personal.Subject]bool
	ensured int
	opened  int
}

func newKeys() *keys {
	return &keys{have: map[personal.Subject][]byte{}, gone: map[personal.Subject]bool{}}
}

func (k *keys) Ensure(_ context.Context, of ...personal.Subject) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ensured++
	for _, s := range of {
		if k.gone[s] {
			return eventstore.ErrErased
		}
		if k.have[s] == nil {
			k.have[s] = []byte(strings.Repeat(string(s[0:1]), 40))[:32]
		}
	}
	return nil
}

func (k *keys) Open(_ context.Context, of ...personal.Subject) (map[personal.Subject][]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.opened++
	found := maps.Clone(k.have)
	maps.DeleteFunc(found, func(s personal.Subject, _ []byte) bool {
		for _, o := range of {
			if o == s {
				return false
			}
		}
		return true
	})
	return found, nil
}

func (k *keys) destroy(s personal.Subject) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.have, s)
	k.gone[s] = true
}

func newCodec(t *testing.T, k eventstore.Keys, catalogs ...domain.Catalog) *eventstore.Codec {
	t.Helper()
	c, err := eventstore.NewCodec(k, "test/1", catalogs...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// stored is an event as a log would answer it.
func stored(t *testing.T, c *eventstore.Codec, e domain.Event) eventstore.Recorded {
	t.Helper()
	raw, err := c.Encode(t.Context(), "case-1", act(), 0, []domain.Event{e})
	if err != nil {
		t.Fatal(err)
	}
	return eventstore.Recorded{Event: raw[0], Stream: "case-1", Revision: 1, Position: 7}
}

func fact(t *testing.T, c *eventstore.Codec, r eventstore.Recorded) domain.Fact {
	t.Helper()
	f, err := c.Fact(r)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func reads(t *testing.T, what string, got personal.Text, want string, wantState personal.State) {
	t.Helper()
	if s, state := got.Value(); s != want || state != wantState {
		t.Errorf("%s reads %q in state %d, want %q in state %d", what, s, state, want, wantState)
	}
}

// These bytes were written once; whatever changes, they must read like this.
func TestGolden(t *testing.T) {
	t.Parallel()
	const (
		meta = `{"act":"0b1c7e1e-3a52-5f0a-9c58-0a1b2c3d4e5f","by":{"kind":"staff","id":"s-1","for":"a-2"},` +
			`"at":"2026-03-04T05:06:07.891234Z","cause":"11111111-1111-5111-9111-111111111111","thread":"0b1c7e1e-3a52-5f0a-9c58-0a1b2c3d4e5f",` +
			`"rule":"2026-01","input":"aW5wdXQ=","subjects":["SUBJECTS"],"seen":4,"app":"test/1"}`
		least = `{"act":"0b1c7e1e-3a52-5f0a-9c58-0a1b2c3d4e5f","by":{"kind":"anonymous","id":""},"at":"2026-03-04T05:06:07Z","app":"test/1"}`
	)
	k := newKeys()
	c := newCodec(t, k, cases)
	a := domain.Act{
		ID: actID, By: domain.Actor{Kind: domain.Staff, ID: "s-1", For: "a-2"}, At: moment,
		Cause: uuid.MustParse("11111111-1111-5111-9111-111111111111"), Thread: actID, Rule: "2026-01", Input: []byte("input"),
	}
	raw, err := c.Encode(t.Context(), "case-1", a, 4, []domain.Event{full(), noted{"<é>"}})
	if err != nil {
		t.Fatal(err)
	}
	first, second := child, parent
	if first.String() > second.String() {
		first, second = second, first
	}
	if want := strings.Replace(meta, "SUBJECTS", first.String()+`","`+second.String(), 1); string(raw[0].Meta) != want {
		t.Errorf("metadata is\n%s\nwant\n%s", raw[0].Meta, want)
	}
	if string(raw[1].Data) != `{"text":"\u003cé\u003e"}` || strings.Contains(string(raw[1].Meta), "subjects") {
		t.Errorf("an event without personal fields is %s %s", raw[1].Data, raw[1].Meta)
	}
	m, err := c.Meta(eventstore.Recorded{Event: raw[0]})
	if err != nil || m.Seen != 4 || !m.At.Equal(moment.Truncate(time.Microsecond)) || len(m.Subjects) != 2 {
		t.Errorf("metadata reads %+v, %v", m, err)
	}
	raw, err = c.Encode(t.Context(), "case-1", domain.Act{ID: actID, By: domain.Actor{Kind: domain.Anonymous}, At: moment.Truncate(time.Second)}, 0, []domain.Event{noted{}})
	if err != nil || string(raw[0].Meta) != least {
		t.Errorf("the least metadata is\n%s, %v\nwant\n%s", raw[0].Meta, err, least)
	}
}

type (
	inMap struct {
		Names map[string]personal.Text `json:"names"`
	}
	unwritten struct {
		Name personal.Text `json:"-"`
	}
	endless struct {
		Again []endless `json:"again"`
	}
	wrapped struct{ personal.Text }
	hidden  struct {
		Name wrapped `json:"name"`
	}
)

func (inMap) EventType() string     { return "case.map" }
func (unwritten) EventType() string { return "case.unwritten" }
func (endless) EventType() string   { return "case.endless" }
func (hidden) EventType() string    { return "case.hidden" }

func TestCatalogsThatCannotBeKept(t *testing.T) {
	t.Parallel()
	for name, catalogs := range map[string][]domain.Catalog{
		"a name declared twice":           {cases, {domain.Stored[noted]()}},
		"a personal value in a map":       {{domain.Stored[inMap]()}},
		"a personal value not in JSON":    {{domain.Stored[unwritten]()}},
		"a type that contains itself":     {{domain.Stored[endless]()}},
		"an entry without decoder":        {{{Type: "case.x", Example: noted{}}}},
		"an entry without example":        {{{Type: "case.x", Decode: cases[1].Decode}}},
		"a name that no store could keep": {{{Type: "case\x00", Example: noted{}, Decode: cases[1].Decode}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := eventstore.NewCodec(newKeys(), "", catalogs...); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestEventsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	c := newCodec(t, newKeys(), cases, domain.Catalog{domain.Stored[hidden]()})
	sealed := fact(t, c, stored(t, c, full())).Event
	for name, e := range map[string]domain.Event{
		"in no catalog":               inMap{},
		"an old shape":                renamedV1{},
		"another struct of that name": &noted{},
		"a sealed value":              sealed,
		"an erased value":             received{Note: personal.New(child, "x").Erase()},
		"a value that hides":          hidden{wrapped{personal.New(child, "x")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := c.Encode(t.Context(), "case-1", act(), 0, []domain.Event{noted{}, e}); err == nil {
				t.Error("written")
			}
		})
	}
	old := newCodec(t, newKeys(), domain.Catalog{domain.Upcast("case.noted", func(o renamedV1) noted { return noted{o.Receipt} })})
	if _, err := old.Encode(t.Context(), "case-1", act(), 0, []domain.Event{noted{}}); err == nil {
		t.Error("a name that is only read was written")
	}
	if _, err := c.Encode(t.Context(), "case-1", domain.Act{}, 0, []domain.Event{noted{}}); err == nil {
		t.Error("an act without an id was written")
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	c := newCodec(t, newKeys(), cases)
	if _, err := c.Decode(eventstore.Recorded{Event: eventstore.Event{Type: "case.later"}}); !errors.Is(err, eventstore.ErrUnknownType) {
		t.Errorf("an unknown type answers %v", err)
	}
	if c.Knows("case.later") || !c.Knows("case.received.v1") || len(c.Catalog()) != len(cases) {
		t.Error("the codec does not know what it was given")
	}
	r := stored(t, c, noted{"x"})
	f := fact(t, c, r)
	a, err := f.Act()
	if err != nil || a.ID != actID || f.ID != r.ID || f.Stream != r.Stream || f.Revision != 1 || f.Position != 7 {
		t.Errorf("the fact is %+v of %+v, %v", f, a, err)
	}
	r.Event.Meta = []byte("{")
	if _, err := fact(t, c, r).Act(); err == nil || !strings.Contains(err.Error(), r.ID.String()) {
		t.Errorf("broken metadata answers %v", err)
	}
	r.Data = []byte("{")
	if _, err := c.Decode(r); err == nil || !strings.Contains(err.Error(), r.ID.String()) {
		t.Errorf("broken data answers %v", err)
	}
}
