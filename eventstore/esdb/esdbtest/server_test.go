package esdbtest_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// connect is a real client of the server.
func connect(t *testing.T, s *esdbtest.Server) *esdb.Client {
	t.Helper()
	c, err := esdb.ParseConnectionString(s.URL() + "&maxDiscoverAttempts=1000000&discoveryInterval=20")
	if err != nil {
		t.Fatal(err)
	}
	c.Logger = esdb.NoopLogging()
	client, err := esdb.NewClient(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// events are n new ones.
func events(n int) []esdb.EventData {
	made := make([]esdb.EventData, n)
	for i := range made {
		made[i] = esdb.EventData{EventID: uuid.New(), EventType: "happened", ContentType: esdb.ContentTypeJson, Data: []byte(`{"a":1}`), Metadata: []byte(`{"b":2}`)}
	}
	return made
}

// appended is what an append answered, as code and numbers.
type appended struct {
	code       esdb.ErrorCode
	next       uint64
	positioned bool
}

const fine = esdb.ErrorCode(-1)

func write(t *testing.T, c *esdb.Client, stream string, expected esdb.ExpectedRevision, e ...esdb.EventData) appended {
	t.Helper()
	w, err := c.AppendToStream(limited(t), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, e...)
	if err != nil {
		return appended{code: code(err)}
	}
	return appended{fine, w.NextExpectedVersion, w.CommitPosition > 0}
}

func code(err error) esdb.ErrorCode {
	if e := (*esdb.Error)(nil); errors.As(err, &e) {
		return e.Code()
	}
	return fine
}

// all collects what a read answers.
func all(t *testing.T, s *esdb.ReadStream, err error) ([]*esdb.ResolvedEvent, error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got []*esdb.ResolvedEvent
	for {
		e, err := s.Recv()
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, err
		}
		got = append(got, e)
	}
}

func TestAppendAndRead(t *testing.T) {
	t.Parallel()
	c := connect(t, esdbtest.Start(t))
	sent := events(3)
	if got := write(t, c, "s", esdb.NoStream{}, sent...); got != (appended{fine, 2, true}) {
		t.Errorf("append: %+v", got)
	}
	r, err := c.ReadStream(limited(t), "s", esdb.ReadStreamOptions{}, 100)
	got, err := all(t, r, err)
	if err != nil || len(got) != 3 {
		t.Fatalf("read %d, %v", len(got), err)
	}
	for i, e := range got {
		if e.Event.EventID != sent[i].EventID || e.Event.EventNumber != uint64(i) || string(e.Event.Data) != `{"a":1}` || string(e.Event.UserMetadata) != `{"b":2}` ||
			e.Event.ContentType != "application/json" || time.Since(e.Event.CreatedDate) > time.Minute {
			t.Errorf("event %d is %+v", i, e.Event)
		}
	}
	r, err = c.ReadStream(limited(t), "other", esdb.ReadStreamOptions{}, 100)
	if _, err := all(t, r, err); code(err) != esdb.ErrorCodeResourceNotFound {
		t.Errorf("missing stream: %v", err)
	}
}
