package tables_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// oneText is a text message from an account to a number.
func oneText(account, number string) []workflow.Count {
	return []workflow.Count{{Rule: limits.TextAccount, Key: account}, {Rule: limits.TextNumber, Key: number}, {Rule: limits.TextNumberDay, Key: number}}
}

func counted(t *testing.T, pool *pgxpool.Pool, rule, key string) (n int) {
	t.Helper()
	err := pool.QueryRow(t.Context(), "select coalesce(sum(count), 0) from app.limits where rule = $1 and key = $2", rule, []byte(key)).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Through two servers, half of those who hold something give it back: in the end exactly as many are held as may be, and
// what was refused counts nowhere.
func TestExactlyAsManyAreHeldAsMayBe(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	pool := open(t, url)
	servers := []*tables.Limits{tables.NewLimits(pool), tables.NewLimits(open(t, url))}
	share := limits.Of(limits.TextNumber).Max
	var kept atomic.Int32
	var tries errgroup.Group
	for i := range 8 * share {
		tries.Go(func() error {
			giveBack, _, err := servers[i%2].Hold(context.Background(), oneText([]string{"ana", "bob"}[i%2], "number")...)
			switch {
			case err != nil || giveBack == nil:
				return err
			case i%4 < 2:
				return giveBack(context.Background())
			}
			kept.Add(1)
			return nil
		})
	}
	if err := tries.Wait(); err != nil {
		t.Fatal(err)
	}
	for kept.Load() < int32(share) { // those who came while what was given back was held were told to wait
		giveBack, _, err := servers[0].Hold(t.Context(), oneText("ana", "number")...)
		if err != nil || giveBack == nil {
			t.Fatalf("%d are held of %d, and no more may be: %v", kept.Load(), share, err)
		}
		kept.Add(1)
	}
	if giveBack, wait, err := servers[0].Hold(t.Context(), oneText("ana", "number")...); err != nil || giveBack != nil || wait <= 0 {
		t.Errorf("one too many is held: %t, wait %s, %v", giveBack != nil, wait, err)
	}
	accounts := counted(t, pool, limits.TextAccount, "ana") + counted(t, pool, limits.TextAccount, "bob")
	for what, n := range map[string]int{
		"the number": counted(t, pool, limits.TextNumber, "number"), "its day": counted(t, pool, limits.TextNumberDay, "number"), "the accounts": accounts,
	} {
		if n != share {
			t.Errorf("%s: %d count, want %d", what, n, share)
		}
	}
}

func TestWhatIsGivenBackLateTakesNothingFromOthers(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	l := tables.NewLimits(pool)
	hold := func() func(context.Context) error {
		giveBack, _, err := l.Hold(t.Context(), oneText("ana", "number")...)
		if err != nil || giveBack == nil {
			t.Fatal("nothing more may be sent: ", err)
		}
		return giveBack
	}
	first := hold()
	later(t, pool, limits.Of(limits.TextNumber).Window)
	hold()
	if err := first(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := counted(t, pool, limits.TextNumber, "number"); n != 1 {
		t.Errorf("%d count in the new window, want 1", n)
	}
}

func TestHoldingUnderAnUnknownRule(t *testing.T) {
	t.Parallel()
	l := tables.NewLimits(open(t, pgtest.New(t)))
	giveBack, _, err := l.Hold(t.Context(), workflow.Count{Rule: limits.TextNumber, Key: "k"}, workflow.Count{Rule: "no_such_rule", Key: "k"})
	if err == nil || giveBack != nil {
		t.Errorf("held: %t, %v", giveBack != nil, err)
	}
}
