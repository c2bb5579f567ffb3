package esdbtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// heard is the next n messages of a subscription in words: the number of an event, "caught up", "checkpoint" or the error.
func heard(t *testing.T, s *esdb.Subscription, n int) (words []string) {
	t.Helper()
	for range n {
		switch m := s.Recv(); {
		case m.EventAppeared != nil:
			e := m.EventAppeared.OriginalEvent()
			words = append(words, fmt.Sprint(e.StreamID, "/", e.EventNumber))
		case m.CheckPointReached != nil:
			words = append(words, "checkpoint")
		case m.CaughtUp != nil:
			words = append(words, "caught up")
		case m.SubscriptionDropped != nil:
			return append(words, m.SubscriptionDropped.Error.Error())
		}
	}
	return words
}

func hears(t *testing.T, s *esdb.Subscription, want ...string) {
	t.Helper()
	if got := heard(t, s, len(want)); !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func toAll(t *testing.T, c *esdb.Client, o esdb.SubscribeToAllOptions) *esdb.Subscription {
	t.Helper()
	s, err := c.SubscribeToAll(limited(t), o)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestSubscribeToAll(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	write(t, c, "a", esdb.NoStream{}, events(2)...)
	unfiltered := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.Start{}})
	hears(t, unfiltered, "$$$stats-127.0.0.1:2113/0", "$user-admin/0", "$users/0", "a/0", "a/1", "caught up")
	filtered := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.Start{}, Filter: esdb.ExcludeSystemEventsFilter()})
	hears(t, filtered, "a/0", "a/1", "caught up")
	ended := toAll(t, c, esdb.SubscribeToAllOptions{})
	hears(t, ended, "caught up")
	s.Inject("$ours", "$system", nil)
	write(t, c, "a", esdb.Revision(1), events(1)...)
	hears(t, unfiltered, "$ours/0", "a/2")
	hears(t, filtered, "a/2")
	hears(t, ended, "$ours/0", "a/2")
	whole := everything(t, c)
	behind := toAll(t, c, esdb.SubscribeToAllOptions{From: whole[3].Event.Position})
	hears(t, behind, "a/1", "$ours/0", "a/2", "caught up")
}

// Only filtered subscriptions are told how far the server has looked, each time it has looked at window times interval.
func TestCheckpoints(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	write(t, c, "other-1", esdb.NoStream{}, events(5)...) // behind three of the server's own
	write(t, c, "mine-1", esdb.NoStream{}, events(1)...)
	for name, filter := range map[string]*esdb.SubscriptionFilter{
		"stream prefix": {Type: esdb.StreamFilterType, Prefixes: []string{"no", "mine-"}},
		"stream regex":  {Type: esdb.StreamFilterType, Regex: "^m.ne"},
		"type prefix":   {Type: esdb.EventFilterType, Prefixes: []string{"mine"}},
	} {
		sub := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.Start{}, Filter: filter, MaxSearchWindow: 2, CheckpointInterval: 2})
		if strings.HasPrefix(name, "type") {
			hears(t, sub, "checkpoint", "checkpoint", "caught up")
			continue
		}
		hears(t, sub, "checkpoint", "checkpoint", "mine-1/0", "caught up")
	}
	live := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}, Filter: esdb.ExcludeSystemEventsFilter(), MaxSearchWindow: 3, CheckpointInterval: 1})
	hears(t, live, "caught up")
	var last uint64
	for range 3 {
		last = s.Inject("$ours", "$system", nil)
	}
	if m := live.Recv(); m.CheckPointReached == nil || m.CheckPointReached.Commit != last {
		t.Errorf("live: %+v, want a checkpoint at %d", m, last)
	}
}

func TestSubscribeToStream(t *testing.T) {
	t.Parallel()
	c := connect(t, esdbtest.Start(t))
	write(t, c, "s", esdb.NoStream{}, events(3)...)
	toStream := func(name string, from esdb.StreamPosition) *esdb.Subscription {
		s, err := c.SubscribeToStream(limited(t), name, esdb.SubscribeToStreamOptions{From: from})
		must(t, err)
		return s
	}
	behind, ended, missing := toStream("s", esdb.Revision(1)), toStream("s", esdb.End{}), toStream("m", esdb.Start{})
	hears(t, behind, "s/2", "caught up")
	hears(t, ended, "caught up")
	hears(t, missing, "caught up")
	write(t, c, "m", esdb.NoStream{}, events(1)...)
	hears(t, missing, "m/0")
	_, err := c.TombstoneStream(limited(t), "s", esdb.TombstoneStreamOptions{})
	must(t, err)
	for _, s := range []*esdb.Subscription{behind, ended} {
		if got := heard(t, s, 1); !strings.Contains(got[0], "is deleted") {
			t.Errorf("tombstone: %q", got)
		}
	}
}

// Versions differ in whom they tell that he has caught up, and in what becomes of a slow subscriber.
func TestVersions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		version          string
		tells, tellsNone bool // on a stream that is there, on one that is not
		drops            bool
	}{
		{"22.10.0", false, false, true},
		{"23.10.2", true, false, true},
		{"24.6.0", true, true, false},
	} {
		t.Run(row.version, func(t *testing.T) {
			t.Parallel()
			s := esdbtest.Start(t, esdbtest.Version(row.version))
			c := connect(t, s)
			write(t, c, "s", esdb.NoStream{}, events(1)...)
			write(t, c, "t", esdb.NoStream{}, events(1)...)
			for stream, tells := range map[string]bool{"s": row.tells, "none": row.tellsNone} {
				sub, err := c.SubscribeToStream(limited(t), stream, esdb.SubscribeToStreamOptions{From: esdb.End{}})
				must(t, err)
				time.Sleep(20 * time.Millisecond) // it goes live
				write(t, c, stream, esdb.Any{}, events(1)...)
				if got := heard(t, sub, 1)[0] == "caught up"; got != tells {
					t.Errorf("%s is told: %v", stream, got)
				}
			}
			sub := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}, Filter: esdb.ExcludeSystemEventsFilter()})
			time.Sleep(20 * time.Millisecond)
			write(t, c, "t", esdb.Any{}, events(60)...)
			words := heard(t, sub, 63)
			if dropped := strings.Contains(words[len(words)-1], "too slow"); dropped != row.drops {
				t.Errorf("dropped: %v: %q", dropped, words)
			}
		})
	}
}
