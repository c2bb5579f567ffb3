package transfer

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/eventstore"
)

// sound are ten events of three streams that nothing is wrong with.
func sound() (list []eventstore.Recorded) {
	for i := range 10 {
		r := eventstore.Recorded{Stream: fmt.Sprint("account-", i%3), Revision: domain.Revision(i/3 + 1), Position: domain.Position(i + 1)}
		r.ID, r.Type, r.Stored = uuid.New(), "account.erased", time.Unix(int64(i), 0)
		r.Data, r.Event.Meta = []byte(`{"subjects":[]}`), []byte(`{"act":"6d0cf1f0-6f0e-5c39-9d0a-5f0f6f1f0a11"}`)
		list = append(list, r)
	}
	return list
}

func checked(t testing.TB, events Events, dense bool) Checked {
	t.Helper()
	codec, err := eventstore.NewCodec(nil, "test", account.Decider.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Check(events, dense, codec, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestASoundLogHasNoFindings(t *testing.T) {
	t.Parallel()
	c := checked(t, given(sound()...), true)
	if c.Wrong != 0 || len(c.Findings) != 0 || len(c.Unknown) != 0 || c.Streams != 3 || c.Events != 10 || c.Last != 10 {
		t.Errorf("%+v", c)
	}
}

func TestEachFaultIsFound(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(*eventstore.Recorded){
		"revision": func(r *eventstore.Recorded) { r.Revision++ },
		"stored":   func(r *eventstore.Recorded) { r.Stored = time.Unix(0, 0) },
		"id":       func(r *eventstore.Recorded) { r.ID = uuid.Nil },
		"name":     func(r *eventstore.Recorded) { r.Type = "account.\x00" },
		"data":     func(r *eventstore.Recorded) { r.Data = []byte(`{"subjects":"Pat"}`) },
		"meta":     func(r *eventstore.Recorded) { r.Event.Meta = []byte(`{"act":1}`) },
	} {
		c := checked(t, given(altered(sound(), 9, change)...), true)
		if c.Wrong != 1 || len(c.Findings) != 1 || c.Findings[0].What != what || c.Findings[0].Position != 10 || c.Findings[0].Stream != "account-0" {
			t.Errorf("%s: %+v", what, c)
		}
	}
}

func TestPositionsAreDenseOnlyWhereTheyShouldBe(t *testing.T) {
	t.Parallel()
	gap := altered(sound(), 9, func(r *eventstore.Recorded) { r.Position = 20 })
	if c := checked(t, given(gap...), true); c.Wrong != 1 || c.Findings[0].What != "position" {
		t.Errorf("a gap in a dense log: %+v", c)
	}
	if c := checked(t, given(gap...), false); c.Wrong != 0 {
		t.Errorf("a gap in another log: %+v", c)
	}
	back := altered(sound(), 9, func(r *eventstore.Recorded) { r.Position = 9 })
	if c := checked(t, given(back...), false); c.Wrong != 1 || c.Findings[0].What != "position" {
		t.Errorf("a position twice: %+v", c)
	}
}

func TestAnIDTwiceInAStreamIsFound(t *testing.T) {
	t.Parallel()
	list := sound()
	twice := altered(list, 9, func(r *eventstore.Recorded) { r.ID = list[0].ID })
	if c := checked(t, given(twice...), true); c.Wrong != 1 || c.Findings[0].What != "repeated id" {
		t.Errorf("%+v", c)
	}
	elsewhere := altered(list, 9, func(r *eventstore.Recorded) { r.ID = list[1].ID })
	if c := checked(t, given(elsewhere...), true); c.Wrong != 0 {
		t.Errorf("in another stream: %+v", c)
	}
}

func TestALogThatCannotBeReadIsNotSound(t *testing.T) {
	t.Parallel()
	away := func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, eventstore.ErrAway) }
	if _, err := Check(away, true, nil, nil); !errors.Is(err, eventstore.ErrAway) {
		t.Error(err)
	}
}

func TestUnknownTypesAreCounted(t *testing.T) {
	t.Parallel()
	c := checked(t, given(altered(sound(), 9, func(r *eventstore.Recorded) { r.Type = "account.exalted" })...), true)
	if c.Wrong != 0 || len(c.Unknown) != 1 || c.Unknown["account.exalted"] != 1 {
		t.Errorf("%+v", c)
	}
}

func TestFindingsAreBounded(t *testing.T) {
	t.Parallel()
	list := slices.Repeat(sound(), 20)
	if c := checked(t, given(list...), true); c.Wrong < 200 || len(c.Findings) != findingsKept {
		t.Errorf("%d findings, %d kept", c.Wrong, len(c.Findings))
	}
}
