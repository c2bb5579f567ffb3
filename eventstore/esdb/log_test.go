package esdb_test

import (
	"testing"
	"time"

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

func TestLog(t *testing.T) {
	t.Parallel()
	logtest.Run(t, logtest.Store{Name: "esdb", Open: func(t testing.TB) logtest.Instance { return instance(t, esdbtest.Start(t)) }})
}

// instance is a log on a server of its own.
func instance(t testing.TB, server *esdbtest.Server) logtest.Instance {
	t.Helper()
	another := func(t testing.TB) eventstore.Log { return open(t, server.URL(), esdb.Options{}) }
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
			return func() { server.Delay(0) }
		},
	}
}
