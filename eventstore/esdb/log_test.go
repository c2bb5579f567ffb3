package esdb_test

import (
	"testing"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
	"github.com/casetrail/casetrail/eventstore/logtest"
)

func open(t testing.TB, url string, o esdb.Options) *esdb.Log {
	t.Helper()
	log, err := esdb.Open(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
	return log
}

// raw is the vendor's client on a server, as somebody else uses it.
func raw(t testing.TB, server *esdbtest.Server) *vendor.Client {
	t.Helper()
	config, err := vendor.ParseConnectionString(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = nil
	client, err := vendor.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func appendTo(t testing.TB, log eventstore.Log, stream string, after domain.Revision, n int) eventstore.Appended {
	t.Helper()
	a, err := log.Append(t.Context(), stream, after, events(n))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func events(n int) []eventstore.Event {
	made := make([]eventstore.Event, n)
	for i := range made {
		made[i] = eventstore.Event{ID: uuid.New(), Type: "test.happened", Data: []byte("{}"), Meta: []byte("{}")}
	}
	return made
}

func read(t testing.TB, log eventstore.Log, stream string) (all []eventstore.Recorded) {
	t.Helper()
	for r, err := range log.Read(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// follow reads until caught up.
func follow(t testing.TB, log eventstore.Log, after domain.Position) (all []eventstore.Recorded, through domain.Position) {
	t.Helper()
	for b, err := range log.Follow(t.Context(), after) {
		if err != nil {
			t.Fatal(err)
		}
		all, through = append(all, b.Events...), b.Through
		if b.CaughtUp {
			break
		}
	}
	return all, through
}

func TestLog(t *testing.T) {
	t.Parallel()
	logtest.Run(t, logtest.Store{Name: "esdb", Open: func(t testing.TB) logtest.Instance { return instance(t, esdbtest.Start(t)) }})
}

// An old server tells no subscription that it caught up; whoever follows is told all the same.
func TestOldServer(t *testing.T) {
	t.Parallel()
	log := open(t, esdbtest.Start(t, esdbtest.Version("22.6.0")).URL(), esdb.Options{Look: 50 * time.Millisecond})
	appendTo(t, log, "s", 0, 700)
	revision, n := domain.Revision(700), 0
	for b, err := range log.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n += len(b.Events)
		switch {
		case !b.CaughtUp:
			continue
		case n != int(revision):
			t.Fatalf("caught up after %d events of %d", n, revision)
		case n == 705:
			return
		}
		revision = appendTo(t, log, "s", revision, 1).Revision
	}
}

// instance is a log on a server of its own.
func instance(t testing.TB, server *esdbtest.Server) logtest.Instance {
	t.Helper()
	another := func(t testing.TB) eventstore.Log {
		return open(t, server.URL(), esdb.Options{Look: 50 * time.Millisecond})
	}
	return logtest.Instance{
		Log: another(t), Another: another,
		LoseAnswers: func(n int) (lost func() int) {
			before := server.Losses()
			server.LoseAcknowledgements(n)
			return func() int { return server.Losses() - before }
		},
		Cut: server.DropConnections,
		Silence: func() (speak func()) {
			server.Delay(time.Hour)
			server.DelayAnswers(time.Hour)
			return func() {
				server.Delay(0)
				server.DelayAnswers(0)
			}
		},
	}
}
