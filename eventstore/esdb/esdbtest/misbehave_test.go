package esdbtest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// eventually appends until an answer comes that says more than that the server could not be reached.
func eventually(t *testing.T, c *esdb.Client, stream string, expected esdb.ExpectedRevision, e ...esdb.EventData) appended {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if got := write(t, c, stream, expected, e...); got.code != esdb.ErrorUnavailable {
			return got
		}
	}
	t.Fatal("the server did not come back")
	return appended{}
}

func TestStopAndRestart(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	write(t, c, "s", esdb.NoStream{}, events(1)...)
	sub := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}})
	hears(t, sub, "caught up")
	url := s.URL()
	s.Stop()
	s.Stop()
	if got := heard(t, sub, 1); !strings.Contains(got[0], "Unavailable") {
		t.Errorf("subscription heard %q", got)
	}
	if got := write(t, c, "s", esdb.Revision(0), events(1)...); got.code != esdb.ErrorUnavailable {
		t.Errorf("append to nobody: %+v", got)
	}
	must(t, s.Restart())
	if got := eventually(t, c, "s", esdb.Revision(0), events(1)...); got != (appended{fine, 1, true}) || s.URL() != url {
		t.Errorf("after the restart: %+v", got)
	}
}

func TestDropConnections(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	sub := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}})
	hears(t, sub, "caught up")
	s.DropConnections()
	if got := heard(t, sub, 1); !strings.Contains(got[0], "Unavailable") {
		t.Errorf("subscription heard %q", got)
	}
	if got := eventually(t, c, "s", esdb.NoStream{}, events(1)...); got.code != fine {
		t.Errorf("append: %+v", got)
	}
}

// A delay before the call leaves nothing written, one before the answer everything; both end when told to.
func TestDelays(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	for stream, row := range map[string]struct {
		delay   func(time.Duration)
		written int
	}{"call": {s.Delay, 0}, "answer": {s.DelayAnswers, 1}} {
		row.delay(time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := c.AppendToStream(ctx, stream, esdb.AppendToStreamOptions{}, events(1)...); code(err) != esdb.ErrorCodeDeadlineExceeded {
			t.Errorf("%s: %v", stream, err)
		}
		woken := make(chan appended)
		go func() { woken <- write(t, c, stream, esdb.Any{}, events(1)...) }()
		time.Sleep(20 * time.Millisecond)
		row.delay(0)
		if got := <-woken; got.code != fine || count(t, c, stream) != row.written+1 {
			t.Errorf("%s: %+v, and %d are written", stream, got, count(t, c, stream))
		}
	}
}

// What was not acknowledged is there, and a repeat is not written again.
func TestLoseAcknowledgements(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	for i, want := range []esdb.ErrorCode{esdb.ErrorUnavailable, esdb.ErrorUnavailable, esdb.ErrorAborted} {
		expected := esdb.ExpectedRevision(esdb.NoStream{})
		if i > 0 {
			expected = esdb.Revision(uint64(i - 1))
		}
		e := events(1)
		s.LoseAcknowledgements(1)
		if got := write(t, c, "s", expected, e...); got.code != want {
			t.Errorf("append %d: %+v", i, got)
		}
		if got := eventually(t, c, "s", expected, e...); got != (appended{fine, uint64(i), true}) {
			t.Errorf("repeat %d: %+v", i, got)
		}
	}
	if n := count(t, c, "s"); n != 3 {
		t.Errorf("%d written", n)
	}
}

func TestCutMidAppend(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	sub := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}})
	hears(t, sub, "caught up")
	s.CutMidAppend(1)
	// What the client makes of it depends on whether it is still sending.
	if got := write(t, c, "s", esdb.NoStream{}, events(3)...); got.code != esdb.ErrorUnavailable && got.code != esdb.ErrorCodeUnknown {
		t.Errorf("append: %+v", got)
	}
	if got := heard(t, sub, 1); !strings.Contains(got[0], "Unavailable") {
		t.Errorf("on the same connection a subscription heard %q", got)
	}
	if got := eventually(t, c, "t", esdb.NoStream{}, events(3)...); got.code != fine || count(t, c, "s") != 0 {
		t.Errorf("afterwards: %+v", got)
	}
}

func TestNotLeader(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	s.NotLeader(2)
	if got := write(t, c, "s", esdb.NoStream{}, events(1)...); got.code != esdb.ErrorCodeNotLeader {
		t.Errorf("append: %+v", got)
	}
	if _, err := numbers(t, c, "s", esdb.ReadStreamOptions{}, 1); code(err) != esdb.ErrorCodeNotLeader {
		t.Errorf("read: %v", err)
	}
	if got := write(t, c, "s", esdb.NoStream{}, events(1)...); got.code != fine {
		t.Errorf("afterwards: %+v", got)
	}
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	s.Refuse(true)
	if got := write(t, c, "s", esdb.NoStream{}, events(1)...); got.code != esdb.ErrorCodeAccessDenied {
		t.Errorf("append: %+v", got)
	}
	if _, err := c.SubscribeToAll(limited(t), esdb.SubscribeToAllOptions{}); code(err) != esdb.ErrorCodeAccessDenied {
		t.Errorf("subscribe: %v", err)
	}
	s.Refuse(false)
	if got := write(t, c, "s", esdb.NoStream{}, events(1)...); got.code != fine {
		t.Errorf("afterwards: %+v", got)
	}
}

func TestWithoutPositions(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	s.WithoutPositions()
	e := events(1)
	for i, want := range []appended{{fine, 0, true}, {fine, 0, false}} {
		if got := write(t, c, "s", esdb.NoStream{}, e...); got != want {
			t.Errorf("append %d: %+v", i, got)
		}
	}
	r, err := c.ReadStream(limited(t), "s", esdb.ReadStreamOptions{}, 1)
	if got, err := all(t, r, err); err != nil || got[0].Commit != nil || got[0].Event.Position.Commit != ^uint64(0) {
		t.Errorf("stream: %+v, %v", got, err)
	}
	whole := everything(t, c)
	if last := whole[len(whole)-1]; last.Event.EventID != e[0].EventID || last.Event.Position.Commit > 1<<20 {
		t.Errorf("$all: %+v", last.Event)
	}
}

func TestDropSubscriptions(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	for range 2 {
		sub := toAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}})
		hears(t, sub, "caught up")
		s.DropSubscriptions()
		if got := heard(t, sub, 1); !strings.Contains(got[0], "Aborted") || !strings.Contains(got[0], "too slow") {
			t.Errorf("heard %q", got)
		}
	}
}

// With more than one seed the client asks the cluster who leads.
func TestGossip(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	host := strings.TrimSuffix(strings.TrimPrefix(s.URL(), "esdb://"), "?tls=false")
	config, err := esdb.ParseConnectionString("esdb://" + host + "," + host + "?tls=false")
	must(t, err)
	config.Logger = esdb.NoopLogging()
	c, err := esdb.NewClient(config)
	must(t, err)
	defer func() { _ = c.Close() }()
	if got := write(t, c, "s", esdb.NoStream{}, events(1)...); got.code != fine {
		t.Errorf("append: %+v", got)
	}
	if v, err := c.GetServerVersion(); err != nil || v.Major != 24 || v.Minor != 6 {
		t.Errorf("version %+v, %v", v, err)
	}
}
