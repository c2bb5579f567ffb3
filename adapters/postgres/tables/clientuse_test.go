package tables_test

import (
	"context"
	"maps"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
)

// few are a burst of three in ten minutes, so that no clock runs on in the middle of a test, and a quota of five.
var few = []limits.Rule{
	{Name: limits.ClientSecond, Max: 3, Window: 10 * time.Minute},
	{Name: limits.ClientDay, Max: 5, Window: 24 * time.Hour},
}

func spend(t *testing.T, u *tables.ClientUse, of client.ID) (over string, wait time.Duration) {
	t.Helper()
	over, wait, err := u.Spend(t.Context(), of, limits.ClientSecond, limits.ClientDay)
	if err != nil {
		t.Fatal(err)
	}
	return over, wait
}

// pass lets time pass for everything that clients have asked.
func pass(t *testing.T, pool *pgxpool.Pool, d time.Duration) {
	t.Helper()
	exec(t, pool, "update app.client_use set burst_start = burst_start - $1::interval, quota_start = quota_start - $1::interval", d)
	exec(t, pool, "update app.credential_use set last_used = last_used - $1::interval", d)
}

func TestBurstsAndTheQuotaAreCountedTogether(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	u, of := tables.NewClientUse(pool, few), client.ID{Client: uuid.New(), Number: 1}
	const burst, day = limits.ClientSecond, limits.ClientDay
	for i, c := range []struct {
		after time.Duration
		over  string
		wait  time.Duration
	}{
		{0, "", 0},
		{0, "", 0},
		{0, "", 0},                              // n of the burst
		{0, burst, 10 * time.Minute},            // n+1
		{0, burst, 10 * time.Minute},            // and what it refuses does not count against the quota
		{9 * time.Minute, burst, time.Minute},   // before its window is over
		{time.Minute, "", 0},                    // the fourth of the day
		{0, "", 0},                              // n of the quota
		{0, day, 24*time.Hour - 10*time.Minute}, // n+1
		{0, burst, 10 * time.Minute},            // a burst is told first
		{23 * time.Hour, day, 50 * time.Minute}, // the next bursts help nothing
		{49 * time.Minute, day, time.Minute},    // until the window of the quota is over
		{time.Minute, "", 0},                    // which is now
		{0, "", 0},
		{0, burst, 9 * time.Minute}, // the third since the burst that the day before ended with
	} {
		if c.after > 0 {
			pass(t, pool, c.after)
		}
		over, wait := spend(t, u, of)
		if over != c.over || wait > c.wait || wait < c.wait-20*time.Second {
			t.Fatalf("request %d: over %q for %s, want %q for %s", i, over, wait, c.over, c.wait)
		}
	}
	if over, _ := spend(t, u, client.ID{Client: uuid.New(), Number: 1}); over != "" {
		t.Errorf("another client is refused: %s", over)
	}
}

// A quota that is over while a burst is refused begins anew with the next request that passes.
func TestABurstAtTheTurnOfTheDay(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	u, of := tables.NewClientUse(pool, few), client.ID{Client: uuid.New(), Number: 1}
	for range 4 {
		spend(t, u, of)
	}
	exec(t, pool, "update app.client_use set quota_start = quota_start - interval '24 hours'")
	if over, _ := spend(t, u, of); over != limits.ClientSecond {
		t.Fatalf("over %q", over)
	}
	for i := range 6 {
		exec(t, pool, "update app.client_use set burst_start = burst_start - interval '10 minutes'")
		if over, _ := spend(t, u, of); over != map[bool]string{true: limits.ClientDay}[i == 5] {
			t.Fatalf("request %d of the new day: over %q", i, over)
		}
	}
}

// Of 30 requests at once, with both credentials, through two servers, as many pass as the burst allows.
func TestExactlyAsManyRequestsPassAsThereAre(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	servers := []*tables.ClientUse{tables.NewClientUse(open(t, url), few), tables.NewClientUse(open(t, url), few)}
	id := uuid.New()
	var passed atomic.Int32
	var tries errgroup.Group
	for i := range 30 {
		tries.Go(func() error {
			over, _, err := servers[i%2].Spend(context.Background(), client.ID{Client: id, Number: 1 + i%3%2}, limits.ClientSecond, limits.ClientDay)
			if err == nil && over == "" {
				passed.Add(1)
			}
			return err
		})
	}
	if err := tries.Wait(); err != nil || passed.Load() != 3 {
		t.Errorf("%d passed, %v; want 3", passed.Load(), err)
	}
}

func TestTheLastUseOfACredentialIsKeptToTheMinute(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	u := tables.NewClientUse(pool, few)
	older, newer := client.ID{Client: uuid.New(), Number: 1}, client.ID{}
	newer = client.ID{Client: older.Client, Number: 2}
	stranger := client.ID{Client: uuid.New(), Number: 1}
	used := func() map[client.ID]time.Time {
		t.Helper()
		all, err := u.LastUsed(t.Context(), older.Client)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got := used(); len(got) != 0 {
		t.Fatalf("nothing was used, and %v", got)
	}
	spend(t, u, older)
	spend(t, u, stranger)
	first := used()
	if at := first[older]; len(first) != 1 || time.Since(at).Abs() > time.Minute {
		t.Fatalf("used %v", first)
	}
	spend(t, u, older)
	if got := used(); !maps.Equal(got, first) {
		t.Errorf("a second use is written at once: %v, then %v", first, got)
	}
	pass(t, pool, time.Minute)
	spend(t, u, newer)
	if got := used(); len(got) != 2 || !got[older].Equal(first[older].Add(-time.Minute)) {
		t.Errorf("the use of another credential changed %v to %v", first, got)
	}
	spend(t, u, older)
	if got := used(); got[older].Before(first[older]) {
		t.Errorf("a minute later its use was not written: %v", got)
	}
}

func TestUnknownRulesOfClients(t *testing.T) {
	t.Parallel()
	u := tables.NewClientUse(nil, few)
	for _, names := range [][2]string{{"no_such_rule", limits.ClientDay}, {limits.ClientSecond, "no_such_rule"}} {
		if _, _, err := u.Spend(t.Context(), client.ID{}, names[0], names[1]); err == nil || !strings.Contains(err.Error(), "no_such_rule") {
			t.Errorf("%v: %v", names, err)
		}
	}
}
