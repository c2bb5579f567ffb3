package postgres_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

func TestOpenSetsTimeouts(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	for _, c := range []struct {
		name    string
		url     string
		options postgres.Options
		want    map[string]string
	}{
		{
			name: "by default", url: url,
			want: map[string]string{
				"application_name": "casetrail", "statement_timeout": "30s", "lock_timeout": "5s",
				"idle_in_transaction_session_timeout": "2s", "timezone": "UTC",
			},
		},
		{
			name: "the URL wins", url: url + "&statement_timeout=7000&options=-c%20lock_timeout%3D3000&application_name=mine",
			want: map[string]string{"application_name": "mine", "statement_timeout": "7s", "lock_timeout": "3s"},
		},
		{
			name: "switched off", url: url, options: postgres.Options{Name: "load", StatementTimeout: -1},
			want: map[string]string{"application_name": "load", "statement_timeout": "0", "lock_timeout": "5s"},
		},
		{
			name: "through a pooler", url: url, options: postgres.Options{Pooled: true},
			want: map[string]string{"application_name": "casetrail", "statement_timeout": "0"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			pool, err := postgres.Open(t.Context(), c.url, c.options)
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			for name, want := range c.want {
				var got string
				if err := pool.QueryRow(t.Context(), "select current_setting($1)", name).Scan(&got); err != nil {
					t.Fatal(err)
				}
				if got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
}

// What is prepared on one server connection is missing on the next one that a
// pooler hands out.
func TestNothingIsPreparedThroughAPooler(t *testing.T) {
	t.Parallel()
	pool, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{Pooled: true, MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var prepared int
	for range 3 {
		if err := pool.QueryRow(t.Context(), "select count(*) from pg_prepared_statements where $1 = 1", 1).Scan(&prepared); err != nil {
			t.Fatal(err)
		}
	}
	if prepared != 0 {
		t.Fatalf("%d statements are prepared", prepared)
	}
}

func TestOpenWaitsForAServerThatIsNotThereYet(t *testing.T) {
	t.Parallel()
	_, err := postgres.Open(t.Context(), "postgres://u:hunter2@127.0.0.1:1/db", postgres.Options{ConnectWait: 300 * time.Millisecond})
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("err = %v", err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if _, err := postgres.Open(ctx, "postgres://127.0.0.1:1/db", postgres.Options{}); err == nil || time.Since(begun) > 5*time.Second {
		t.Fatalf("waited %s beyond its context: %v", time.Since(begun), err)
	}
}

func TestOpenTriesAgain(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	tried := make(chan struct{}, 64)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			tried <- struct{}{}
			conn.Close()
		}
	}()
	_, err = postgres.Open(t.Context(), "postgres://u@"+listener.Addr().String()+"/db?sslmode=disable", postgres.Options{ConnectWait: 500 * time.Millisecond})
	if err == nil || len(tried) < 3 {
		t.Fatalf("tried %d times: %v", len(tried), err)
	}
}

// A wrong database is an answer, not an absence: nobody waits for it.
func TestOpenDoesNotWaitForWhatWaitingDoesNotCure(t *testing.T) {
	t.Parallel()
	missing := strings.Replace(pgtest.New(t), "/test_", "/missing_", 1)
	begun := time.Now()
	_, err := postgres.Open(t.Context(), missing, postgres.Options{})
	if err == nil || !strings.Contains(err.Error(), "does not exist") || time.Since(begun) > 5*time.Second {
		t.Fatalf("after %s: %v", time.Since(begun), err)
	}
}

func TestUnreadableURLIsNotShown(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"postgres://u:hun%zzter2@h/db", "postgres://u:hunter2/x@h/db", "postgres://u:hunter2 @h:p/db", "hunter2",
		"host=h password='hunter2", "postgres://u:hunter2@h/db?sslmode=hunter2",
	} {
		_, openErr := postgres.Open(t.Context(), url, postgres.Options{})
		for what, err := range map[string]error{"open": openErr, "migrate": postgres.Migrate(t.Context(), url)} {
			if err == nil || strings.Contains(err.Error(), "hun") || strings.Contains(err.Error(), "ter2") {
				t.Errorf("%s %s: %v", what, url, err)
			}
		}
	}
}
