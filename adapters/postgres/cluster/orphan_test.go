package cluster

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// A server whose program and watch are both gone is stopped by the next start,
// not fought over.
func TestServerLeftBehindIsReplaced(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("/tmp", "casetrail-test-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	left, err := Start(t.Context(), Options{Dir: dir, Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), left.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "create table kept as select 1 as n"); err != nil {
		t.Fatal(err)
	}
	left.watch.dismiss()
	if err := left.lock.Close(); err != nil {
		t.Fatal(err)
	}

	next, err := Start(t.Context(), Options{Dir: dir, Durable: true, ThrowAway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := next.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	select {
	case <-left.Ended():
	case <-time.After(5 * time.Second):
		t.Fatal("the server that was left behind still runs")
	}
	again, err := pgx.Connect(t.Context(), next.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close(context.Background())
	if _, err := again.Exec(t.Context(), "select n from kept"); err != nil {
		t.Fatal(err)
	}
}
