package esdbtest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func numbers(t *testing.T, c *esdb.Client, stream string, o esdb.ReadStreamOptions, n uint64) (got []uint64, err error) {
	t.Helper()
	r, err := c.ReadStream(limited(t), stream, o, n)
	events, err := all(t, r, err)
	for _, e := range events {
		got = append(got, e.OriginalEvent().EventNumber)
	}
	return got, err
}

// count is how many events a stream holds; a missing one holds none.
func count(t *testing.T, c *esdb.Client, stream string) int {
	t.Helper()
	got, err := numbers(t, c, stream, esdb.ReadStreamOptions{}, 1000)
	if err != nil && code(err) != esdb.ErrorCodeResourceNotFound {
		t.Fatal(err)
	}
	return len(got)
}

func TestReadStream(t *testing.T) {
	t.Parallel()
	c := connect(t, esdbtest.Start(t))
	write(t, c, "s", esdb.NoStream{}, events(5)...)
	const forwards, backwards = esdb.Forwards, esdb.Backwards
	for _, row := range []struct {
		direction esdb.Direction
		from      esdb.StreamPosition
		count     uint64
		want      []uint64
	}{
		{forwards, esdb.Start{}, 9, []uint64{0, 1, 2, 3, 4}},
		{forwards, esdb.Start{}, 2, []uint64{0, 1}},
		{forwards, esdb.Revision(3), 9, []uint64{3, 4}},
		{forwards, esdb.Revision(5), 9, nil},
		{forwards, esdb.End{}, 9, nil},
		{backwards, esdb.End{}, 2, []uint64{4, 3}},
		{backwards, esdb.Revision(1), 9, []uint64{1, 0}},
		{backwards, esdb.Revision(9), 1, []uint64{4}},
		{backwards, esdb.Start{}, 9, []uint64{0}},
	} {
		got, err := numbers(t, c, "s", esdb.ReadStreamOptions{Direction: row.direction, From: row.from}, row.count)
		if err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%v from %v, %d: %v, %v", row.direction, row.from, row.count, got, err)
		}
	}
}

// What a stream's metadata hide is hidden at once, except from readers of everything.
func TestStreamMetadata(t *testing.T) {
	t.Parallel()
	c := connect(t, esdbtest.Start(t))
	for name, row := range map[string]struct {
		set  func(*esdb.StreamMetadata)
		want []uint64
	}{
		"count":   {func(m *esdb.StreamMetadata) { m.SetMaxCount(2) }, []uint64{1, 2}},
		"before":  {func(m *esdb.StreamMetadata) { m.SetTruncateBefore(1) }, []uint64{1, 2}},
		"expired": {func(m *esdb.StreamMetadata) { m.SetTruncateBefore(9) }, nil},
		"young":   {func(m *esdb.StreamMetadata) { m.SetMaxAge(time.Hour) }, []uint64{0, 1, 2}},
		"nothing": {func(*esdb.StreamMetadata) {}, []uint64{0, 1, 2}},
	} {
		write(t, c, name, esdb.NoStream{}, events(3)...)
		for range 2 { // of metadata, only the last is read
			var m esdb.StreamMetadata
			row.set(&m)
			_, err := c.SetStreamMetadata(limited(t), name, esdb.AppendToStreamOptions{}, m)
			must(t, err)
		}
		if got, err := numbers(t, c, name, esdb.ReadStreamOptions{}, 9); err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if got, err := numbers(t, c, "$$"+name, esdb.ReadStreamOptions{}, 9); err != nil || !slices.Equal(got, []uint64{1}) {
			t.Errorf("metadata of %s: %v, %v", name, got, err)
		}
		if n := len(slices.DeleteFunc(everything(t, c), func(e *esdb.ResolvedEvent) bool { return e.Event.StreamID != name })); n != 3 {
			t.Errorf("%s: %d in $all", name, n)
		}
	}
}

func TestDeleted(t *testing.T) {
	t.Parallel()
	c := connect(t, esdbtest.Start(t))
	_, err := c.DeleteStream(limited(t), "s", esdb.DeleteStreamOptions{})
	if err == nil || !strings.Contains(err.Error(), "WrongExpectedVersion") {
		t.Errorf("deleting what is not there: %v", err)
	}
	write(t, c, "s", esdb.NoStream{}, events(3)...)
	_, err = c.DeleteStream(limited(t), "s", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(2)})
	must(t, err)
	if _, err := numbers(t, c, "s", esdb.ReadStreamOptions{}, 9); code(err) != esdb.ErrorCodeResourceNotFound {
		t.Errorf("hidden: %v", err)
	}
	write(t, c, "s", esdb.NoStream{}, events(2)...)
	if got, err := numbers(t, c, "s", esdb.ReadStreamOptions{}, 9); err != nil || !slices.Equal(got, []uint64{3, 4}) {
		t.Errorf("written again: %v, %v", got, err)
	}
	_, err = c.TombstoneStream(limited(t), "s", esdb.TombstoneStreamOptions{})
	must(t, err)
	if _, err := numbers(t, c, "s", esdb.ReadStreamOptions{}, 9); code(err) != esdb.ErrorCodeStreamDeleted {
		t.Errorf("tombstone: %v", err)
	}
	if _, err := c.TombstoneStream(limited(t), "s", esdb.TombstoneStreamOptions{}); code(err) != esdb.ErrorCodeStreamDeleted {
		t.Errorf("tombstone on a tombstone: %v", err)
	}
}

func everything(t *testing.T, c *esdb.Client) []*esdb.ResolvedEvent {
	t.Helper()
	r, err := c.ReadAll(limited(t), esdb.ReadAllOptions{}, 10000)
	got, err := all(t, r, err)
	must(t, err)
	return got
}

// Positions rise, with gaps; forwards the event at one is the first, backwards the one before it.
func TestReadAll(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	for range 20 {
		write(t, c, "s", esdb.Any{}, events(2)...)
	}
	must(t, s.Restart())
	eventually(t, c, "s", esdb.Any{}, events(1)...)
	whole := everything(t, c)
	own, last := 0, uint64(0)
	for _, e := range whole {
		p := e.Event.Position
		if p.Commit < last+2 || p.Prepare != p.Commit || e.Commit == nil || *e.Commit != p.Commit || e.Event.EventType == "$epoch-information" {
			t.Errorf("%s at %v after %d", e.Event.EventType, p, last)
		}
		if last = p.Commit; strings.HasPrefix(e.Event.EventType, "$") {
			own++
		}
	}
	if own < 5 || len(whole)-own != 41 {
		t.Errorf("%d of the server, %d in all", own, len(whole))
	}
	at := whole[10].Event.Position
	for direction, want := range map[esdb.Direction]*esdb.ResolvedEvent{esdb.Forwards: whole[10], esdb.Backwards: whole[9]} {
		r, err := c.ReadAll(limited(t), esdb.ReadAllOptions{Direction: direction, From: at}, 1)
		if got, err := all(t, r, err); err != nil || got[0].Event.EventID != want.Event.EventID {
			t.Errorf("direction %d: %v", direction, err)
		}
	}
	r, err := c.ReadAll(limited(t), esdb.ReadAllOptions{Direction: esdb.Backwards, From: esdb.End{}}, 1)
	if got, err := all(t, r, err); err != nil || got[0].Event.Position.Commit != last {
		t.Errorf("from the end: %v", err)
	}
	r, err = c.ReadAll(limited(t), esdb.ReadAllOptions{From: esdb.Position{Commit: at.Commit + 1, Prepare: at.Commit + 1}}, 1)
	if got, err := all(t, r, err); err == nil {
		t.Errorf("a position inside an event reads %d", len(got))
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	sent := events(2)
	write(t, c, "s", esdb.NoStream{}, sent...)
	at := s.Link("$ce-s", "s", 1)
	s.Link("$ce-s", "s", 7)
	r, err := c.ReadStream(limited(t), "$ce-s", esdb.ReadStreamOptions{ResolveLinkTos: true}, 9)
	got, err := all(t, r, err)
	if err != nil || len(got) != 2 {
		t.Fatalf("%d links, %v", len(got), err)
	}
	if got[0].Event.EventID != sent[1].EventID || got[0].Link.Position.Commit != at || got[0].OriginalEvent().StreamID != "$ce-s" {
		t.Errorf("resolved: %+v of %+v", got[0].Event, got[0].Link)
	}
	if got[1].Event != nil || got[1].Link == nil {
		t.Errorf("broken: %+v", got[1])
	}
	r, err = c.ReadStream(limited(t), "$ce-s", esdb.ReadStreamOptions{}, 1)
	if got, err := all(t, r, err); err != nil || got[0].Event.EventType != "$>" || got[0].Link != nil {
		t.Errorf("unresolved: %v, %v", got, err)
	}
}
