package esdb_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

func TestConnectionStrings(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":                                "scheme",
		"postgres://host":                 "scheme",
		"esdb://":                         "host",
		"esdb://user:secret@host:port":    "port",
		"esdb://user:secret@h\x7f":        "control character",
		"esdb://user:secret@host?tls=yes": "tls",
		"esdb://user:secret@host?defaultDeadline=soon": "defaultDeadline",
	} {
		log, err := esdb.Open(t.Context(), text, esdb.Options{})
		switch {
		case err == nil:
			t.Errorf("%q opens %v", text, log)
		case !strings.Contains(err.Error(), says), strings.Contains(err.Error(), "secret"):
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNoServer(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	server.Stop()
	if _, err := esdb.Open(t.Context(), server.URL(), esdb.Options{Wait: time.Millisecond}); !errors.Is(err, eventstore.ErrAway) {
		t.Errorf("Open: %v", err)
	}
}

// Programs and their stores are started at the same moment.
func TestAServerThatComesLater(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	server.Stop()
	time.AfterFunc(1500*time.Millisecond, func() { server.Restart() })
	appendTo(t, open(t, server.URL(), esdb.Options{}), "s", 0, 1)
}

func TestForbidden(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	log := open(t, server.URL(), esdb.Options{})
	a := appendTo(t, log, "s", 0, 1)
	server.Refuse(true)
	_, infoErr := log.Info(t.Context())
	_, appendErr := log.Append(t.Context(), "s", 1, events(1))
	_, openErr := esdb.Open(t.Context(), server.URL(), esdb.Options{})
	for call, err := range map[string]error{"Info": infoErr, "Append": appendErr, "Open": openErr} {
		if !errors.Is(err, eventstore.ErrForbidden) || errors.Is(err, eventstore.ErrUnknown) {
			t.Errorf("%s: %v", call, err)
		}
	}
	for _, err := range log.Read(t.Context(), "s", 0) {
		if !errors.Is(err, eventstore.ErrForbidden) {
			t.Errorf("Read: %v", err)
		}
	}
	for _, err := range log.Follow(t.Context(), a.Position) {
		if !errors.Is(err, eventstore.ErrForbidden) {
			t.Errorf("Follow: %v", err)
		}
	}
}

// All who open an empty server at once open the same log.
func TestBegunOnce(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	stores := make([]uuid.UUID, 8)
	var wg sync.WaitGroup
	for i := range stores {
		wg.Go(func() {
			info, err := open(t, server.URL(), esdb.Options{}).Info(t.Context())
			if stores[i] = info.Store; err != nil || info.Epoch == uuid.Nil || info.Head != 0 {
				t.Errorf("%+v, %v", info, err)
			}
		})
	}
	wg.Wait()
	for _, s := range stores {
		if s == uuid.Nil || s != stores[0] {
			t.Fatalf("the stores are %v", stores)
		}
	}
}

func TestAnotherStreamOfThisName(t *testing.T) {
	t.Parallel()
	for _, written := range []struct{ kind, data string }{
		{"something", `{"store":"0d6a4a2c-31ab-4c3e-9f0b-6a0c2f3d8e11","epoch":"0d6a4a2c-31ab-4c3e-9f0b-6a0c2f3d8e11"}`},
		{"$casetrail-origin", `{}`},
		{"$casetrail-origin", `[`},
	} {
		server := esdbtest.Start(t)
		server.Inject("casetrail-log", written.kind, []byte(written.data))
		if _, err := esdb.Open(t.Context(), server.URL(), esdb.Options{}); err == nil || !strings.Contains(err.Error(), "casetrail-log") {
			t.Errorf("%v: %v", written, err)
		}
	}
}

func TestNewEpoch(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	log := open(t, server.URL(), esdb.Options{})
	a := appendTo(t, log, "s", 0, 2)
	before, err := log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ended, following := make(chan error), make(chan struct{})
	go func() {
		var last error
		for _, err := range log.Follow(t.Context(), a.Position) {
			if last = err; err == nil {
				close(following)
			}
		}
		ended <- last
	}()
	<-following
	epoch, err := log.NewEpoch(t.Context())
	after, infoErr := log.Info(t.Context())
	if err != nil || infoErr != nil || after.Epoch != epoch || epoch == before.Epoch || after.Store != before.Store || after.Head != before.Head {
		t.Errorf("from %+v to %+v: %v, %v", before, after, err, infoErr)
	}
	server.DropSubscriptions() // as a restore does
	if err := <-ended; !errors.Is(err, eventstore.ErrAhead) {
		t.Errorf("who followed before is told %v", err)
	}
	if all, through := follow(t, open(t, server.URL(), esdb.Options{}), 0); len(all) != 2 || through != after.Head {
		t.Errorf("who opens it now follows %d events through %d of %d", len(all), through, after.Head)
	}
}

// A log is refused where its events would vanish.
func TestLimitsOfStreams(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stream   string
		set      []string // one after the other
		refusals string
	}{
		"count":           {"account-1", []string{`{"$maxCount":10}`}, "account-1 ($maxCount)"},
		"age":             {"account-1", []string{`{"$acl":{}}`, `{"$maxAge":3600}`}, "account-1 ($maxAge)"},
		"truncated":       {"account-1", []string{`{"$tb":1}`}, "account-1 ($tb)"},
		"deleted":         {"account-1", []string{`{"$tb":9223372036854775807}`}, "account-1 ($tb)"},
		"taken back":      {"account-1", []string{`{"$maxCount":10}`, `{"$maxCount":null}`}, ""},
		"others":          {"account-1", []string{`{"$acl":{"$w":"$admins"},"owner":"x"}`}, ""},
		"not metadata":    {"account-1", []string{`[`}, ""},
		"a system stream": {"$stats-127.0.0.1:2113", []string{`{"$maxAge":86400}`}, ""},
	} {
		server := esdbtest.Start(t)
		appendTo(t, open(t, server.URL(), esdb.Options{}), "account-1", 0, 3)
		for _, metadata := range c.set {
			server.Inject("$$"+c.stream, "$metadata", []byte(metadata))
		}
		log, err := esdb.Open(t.Context(), server.URL(), esdb.Options{})
		switch {
		case err == nil:
			_ = log.Close()
			if c.refusals != "" {
				t.Errorf("%s: not refused", name)
			}
		case c.refusals == "" || !strings.Contains(err.Error(), c.refusals):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Open does not look for limits for ever.
func TestLimitsInALargeLog(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t, esdbtest.Version("22.6.0")) // never says that there is no more
	started := time.Now()
	open(t, server.URL(), esdb.Options{Look: 50 * time.Millisecond})
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestSizeOfAnAppend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		version          string
		server, asked    int
		atLeast, atMost  int
		bytes, typeBytes int
	}{
		{version: "24.6.0", server: 1 << 20, atLeast: 900_000, atMost: 1 << 20},
		{version: "25.0.0", server: 1 << 20, atLeast: 900_000, atMost: 1 << 20},
		{version: "25.0.0", server: 300_000, atLeast: 200_000, atMost: 300_000},
		{version: "25.0.0", server: 8 << 20, asked: 8 << 20, atLeast: 7 << 20, atMost: 8 << 20},
	} {
		log := open(t, esdbtest.Start(t, esdbtest.Version(c.version), esdbtest.MaxAppend(c.server)).URL(), esdb.Options{MaxAppend: c.asked})
		info, err := log.Info(t.Context())
		if err != nil || info.MaxAppend < c.atLeast || info.MaxAppend > c.atMost {
			t.Errorf("%+v: %d bytes in an append, %v", c, info.MaxAppend, err)
		}
		e := events(20)
		for i := range e {
			e[i].Type, e[i].Data = strings.Repeat("t", eventstore.MaxName), nil
		}
		e[3].Data = make([]byte, info.MaxAppend-20*len("{}"))
		if _, err := log.Append(t.Context(), "s", 0, e); err != nil {
			t.Errorf("%+v: the largest append: %v", c, err)
		}
		for i := range events(200) { // the names of their types do not fit any more
			e = append(e, eventstore.Event{ID: uuid.New(), Type: e[i%20].Type})
		}
		if _, err := log.Append(t.Context(), "s", 20, e); c.server <= 1<<20 && !errors.Is(err, eventstore.ErrTooLarge) {
			t.Errorf("%+v: with long types: %v", c, err)
		}
	}
	if _, err := esdb.Open(t.Context(), esdbtest.Start(t, esdbtest.MaxAppend(1000)).URL(), esdb.Options{}); err == nil || !strings.Contains(err.Error(), "--max-append-size") {
		t.Errorf("a server that takes next to nothing: %v", err)
	}
}
