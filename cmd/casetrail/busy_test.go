package main

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	logpg "github.com/casetrail/casetrail/eventstore/postgres"
)

// When the log takes no more, a request is told so and when to come back; sent again with its key it passes.
func TestTheLogIsBusy(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	if s.Log != "" {
		t.Skip("the queue is that of the log in Postgres")
	}
	p := serveOn(t, s, func(c *core) {
		if err := c.log.Close(); err != nil {
			t.Error(err)
		}
		log, err := logpg.Open(t.Context(), c.pool, logpg.Options{Queue: 2})
		if err != nil {
			t.Fatal(err)
		}
		c.log = log
	})
	conn, err := pgx.Connect(t.Context(), s.Database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	if _, err := conn.Exec(t.Context(), "select pg_advisory_lock(7236413)"); err != nil { // nobody appends
		t.Fatal(err)
	}
	release := sync.OnceFunc(func() {
		if _, err := conn.Exec(t.Context(), "select pg_advisory_unlock(7236413)"); err != nil {
			t.Error(err)
		}
	})
	key := uuid.NewString()
	signUp := func(i int) reply {
		return p.visitor().again(fmt.Sprint(key, "-", i), "POST", "/api/v1/sign-up", map[string]string{"email": fmt.Sprintf("p%d@example.org", i), "language": "en"})
	}
	const n = 12 // one is being written, two wait
	for i, r := range atOnce(n, func(i int) reply {
		r := signUp(i)
		if r.Status == 503 {
			release()
		}
		return r
	}) {
		if r.Status/100 == 2 {
			continue
		}
		if r.Status != 503 || r.Header.Get("Retry-After") != "2" || r.text("code") != "log_unavailable" {
			t.Errorf("answered %d, Retry-After %q: %s", r.Status, r.Header.Get("Retry-After"), r.Raw)
		}
		again := signUp(i)
		for again.Status == 503 {
			again = signUp(i)
		}
		if again.Status/100 != 2 {
			t.Errorf("sent again: %d %s", again.Status, again.Raw)
		}
	}
}
