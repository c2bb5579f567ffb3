package esdb_test

import (
	"errors"
	"slices"
	"testing"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// Where the server says no position, the log finds it: an answer is the same as the first, a reader is told what a follower
// is told.
func TestPositionsLeftOut(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	log := open(t, server.URL(), esdb.Options{})
	first, second := events(3), events(600)
	a, err := log.Append(t.Context(), "s", 0, first)
	if err != nil {
		t.Fatal(err)
	}
	appendTo(t, log, "other", 0, 2)
	b, err := log.Append(t.Context(), "s", 3, second)
	if err != nil {
		t.Fatal(err)
	}
	server.WithoutPositions()
	for _, repeat := range []struct {
		after  domain.Revision
		events []eventstore.Event
		want   eventstore.Appended
	}{{0, first, a}, {3, second, b}, {0, slices.Concat(first, second), b}} {
		if got, err := log.Append(t.Context(), "s", repeat.after, repeat.events); got != repeat.want || err != nil {
			t.Errorf("repeated after %d: %+v, want %+v: %v", repeat.after, got, repeat.want, err)
		}
	}
	for _, l := range []*esdb.Log{log, open(t, server.URL(), esdb.Options{})} {
		all, _ := follow(t, l, 0)
		followed := slices.DeleteFunc(all, func(r eventstore.Recorded) bool { return r.Stream != "s" })
		got := read(t, l, "s")
		if len(got) != 603 || len(followed) != 603 {
			t.Fatalf("read %d, followed %d", len(got), len(followed))
		}
		for i := range got {
			if got[i].Position != followed[i].Position || got[i].Position == 0 {
				t.Fatalf("event %d lies at %d when read, at %d when followed", i, got[i].Position, followed[i].Position)
			}
		}
	}
}

// A stream of which somebody else removed events is broken, not shorter.
func TestStreamsThatLostEvents(t *testing.T) {
	t.Parallel()
	for name, remove := range map[string]func(*vendor.Client) error{
		"truncated": func(c *vendor.Client) error {
			m := vendor.StreamMetadata{}
			m.SetTruncateBefore(2)
			_, err := c.SetStreamMetadata(t.Context(), "s", vendor.AppendToStreamOptions{}, m)
			return err
		},
		"truncated behind its end": func(c *vendor.Client) error {
			m := vendor.StreamMetadata{}
			m.SetTruncateBefore(100)
			_, err := c.SetStreamMetadata(t.Context(), "s", vendor.AppendToStreamOptions{}, m)
			return err
		},
		"deleted and begun again": func(c *vendor.Client) error {
			if _, err := c.DeleteStream(t.Context(), "s", vendor.DeleteStreamOptions{ExpectedRevision: vendor.Any{}}); err != nil {
				return err
			}
			_, err := c.AppendToStream(t.Context(), "s", vendor.AppendToStreamOptions{ExpectedRevision: vendor.NoStream{}}, vendor.EventData{EventType: "t"})
			return err
		},
		"deleted for ever": func(c *vendor.Client) error {
			_, err := c.TombstoneStream(t.Context(), "s", vendor.TombstoneStreamOptions{ExpectedRevision: vendor.Any{}})
			return err
		},
	} {
		server := esdbtest.Start(t)
		log := open(t, server.URL(), esdb.Options{})
		appendTo(t, log, "s", 0, 3)
		if err := remove(raw(t, server)); err != nil {
			t.Fatal(name, err)
		}
		got, last := 0, error(nil)
		for _, err := range log.Read(t.Context(), "s", 0) {
			if last = err; err == nil {
				got++
			}
		}
		if got > 0 || !errors.Is(last, eventstore.ErrHole) {
			t.Errorf("%s: read %d events, %v", name, got, last)
		}
	}
}

// Who begins a stream that was deleted is told that its numbers go on.
func TestDeletedStreamBegun(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	log := open(t, server.URL(), esdb.Options{})
	appendTo(t, log, "s", 0, 3)
	if _, err := raw(t, server).DeleteStream(t.Context(), "s", vendor.DeleteStreamOptions{ExpectedRevision: vendor.Any{}}); err != nil {
		t.Fatal(err)
	}
	if a, err := log.Append(t.Context(), "s", 0, events(1)); !errors.Is(err, eventstore.ErrHole) {
		t.Errorf("answered %+v, %v", a, err)
	}
}

// Others write to the same server: their events are passed, links and the server's own are no events.
func TestForeignEvents(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	log := open(t, server.URL(), esdb.Options{})
	server.Inject("$stats", "$statsCollected", nil)
	appendTo(t, log, "a", 0, 1)
	server.Link("$ce-a", "a", 0)
	foreign := domain.Position(server.Inject("orders-1", "OrderPlaced", nil))
	server.Inject("$persistentsubscription-x-checkpoint", "SubscriptionCheckpoint", nil)
	appendTo(t, log, "a", 1, 1)
	last := domain.Position(server.Inject("$parked", "Checkpoint", nil)) // of the server, by its stream only
	for range 40 {
		server.Inject("$stats", "$statsCollected", nil)
	}
	for _, l := range []*esdb.Log{log, open(t, server.URL(), esdb.Options{})} {
		for range 2 { // the second time it looks no further back than it did
			info, err := l.Info(t.Context())
			if err != nil || info.Head != last {
				t.Errorf("the head is %d, not %d: %v", info.Head, last, err)
			}
			server.Inject("$stats", "$statsCollected", nil)
		}
		all, through := follow(t, l, 0)
		if len(all) != 3 || all[1].Type != "OrderPlaced" || all[1].Position != foreign || all[2].Stream != "a" || through != last {
			t.Errorf("followed %+v through %d", all, through)
		}
		if rest, end := follow(t, l, through); len(rest) != 0 || end != through {
			t.Errorf("then %d events through %d", len(rest), end)
		}
	}
}

// What the event store keeps for itself cannot be written; nobody would be given it.
func TestReservedNames(t *testing.T) {
	t.Parallel()
	log := open(t, esdbtest.Start(t).URL(), esdb.Options{})
	reserved := events(1)
	reserved[0].Type = "$happened"
	for stream, e := range map[string][]eventstore.Event{"s": reserved, "$s": events(1), "$$s": events(1), "casetrail-log": events(1)} {
		if _, err := log.Append(t.Context(), stream, 0, e); !errors.Is(err, eventstore.ErrMalformed) {
			t.Errorf("%s: %v", stream, err)
		}
		if got := read(t, log, stream); len(got) != 0 {
			t.Errorf("%s has %d events", stream, len(got))
		}
	}
}
