package tables

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/limits"
)

// The first attempt under a rule of one locks already.
func TestLockOfASingleAttempt(t *testing.T) {
	t.Parallel()
	pool, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	rule := limits.Rule{Name: "one", Max: 1, Window: time.Minute, Lock: time.Hour, Longest: 12 * time.Hour}
	for lock := time.Hour; lock <= 2*time.Hour; lock *= 2 {
		for _, want := range []int{0, -1} {
			left, wait, err := NewLimits(pool, rule).Take(t.Context(), rule.Name, "k")
			if err != nil || left != want || (left < 0 && wait < lock-time.Minute) {
				t.Errorf("left = %d, wait %s, %v; want %d, %s", left, wait, err, want, lock)
			}
		}
		if _, err := pool.Exec(t.Context(), "update app.limits set locked_until = now()"); err != nil {
			t.Fatal(err)
		}
	}
}

// What only slows people down does not wait for the disk; a lock does.
func TestOnlyALockWaitsForTheDisk(t *testing.T) {
	t.Parallel()
	pool, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var before, after string
	if err := pool.QueryRow(t.Context(), "show synchronous_commit").Scan(&before); err != nil {
		t.Fatal(err)
	}
	for _, commit := range []string{"off", "on"} {
		err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(t.Context(), takeSQL, "rule", []byte(commit), 1, 60.0, 0.0, 0.0, commit); err != nil {
				return err
			}
			var got string
			if err := tx.QueryRow(t.Context(), "show synchronous_commit").Scan(&got); err != nil || got != commit {
				t.Errorf("synchronous_commit = %s, %v; want %s", got, err, commit)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := pool.QueryRow(t.Context(), "show synchronous_commit").Scan(&after); err != nil || after != before {
		t.Errorf("the connection is left with synchronous_commit = %s, %v; it was %s", after, err, before)
	}
}
