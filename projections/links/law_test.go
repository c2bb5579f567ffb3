package links_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

// Whatever happens to a case's links and codes, the rows say what the aggregate's state says.
func TestRowsAreTheFold(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), links.Projection)
	want := map[string]access.State{}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 20 {
		receipt := fmt.Sprintf("IOE%010d", i)
		want[receipt] = projectiontest.Play(t, b, access.Decider, receipt, noon, 60, func(s access.State, at time.Time) projectiontest.Move[access.Command] {
			return projectiontest.NextOfAccess(r, []uuid.UUID{ana, ben}, s, at)
		})
	}
	b.Apply(t, 7)
	for receipt, s := range want {
		gotLinks, gotCodes, err := links.New(b.Pool).OfCase(t.Context(), receipt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(expected(s), told(gotLinks, gotCodes)); diff != "" {
			t.Errorf("%s: %s", receipt, diff)
		}
		for _, c := range s.Codes {
			said, err := links.New(b.Pool).DisputesOf(t.Context(), receipt, c.Ref.ID)
			if err != nil && !errors.Is(err, access.ErrNoDispute) {
				t.Fatal(err)
			}
			if open := len(said) > 0 && said[0].Outcome == links.Open; len(said) != c.Disputed.Times || open != c.Disputed.Open() {
				t.Errorf("%s: disputed %+v, rows %+v", receipt, c.Disputed, said)
			}
		}
	}
	b.Complete(t)
	b.Replays(t)
}

// summary is what both sides know.
type summary struct {
	Links map[string]string
	Codes []string
	Wrong int
}

func expected(s access.State) summary {
	sum := summary{Links: map[string]string{}, Wrong: s.Wrong}
	for account, tier := range s.Links {
		sum.Links[account.String()] = tier
	}
	for _, c := range s.Codes {
		sum.Codes = append([]string{line(c.Issued, c.Expires, c.Fate, c.UsedBy, c.UsedAt)}, sum.Codes...)
	}
	return sum
}

func told(ls []links.Link, cs []links.Code) summary {
	sum := summary{Links: map[string]string{}}
	for _, l := range ls {
		sum.Links[l.Account.String()] = l.Tier
	}
	for i, c := range cs {
		if i == 0 {
			sum.Wrong = c.Wrong
		}
		by, at := "", time.Time{}
		if c.UsedBy != nil {
			by, at = *c.UsedBy, *c.UsedAt
		}
		sum.Codes = append(sum.Codes, line(c.Issued, c.Expires, c.Fate, by, at))
	}
	return sum
}

func line(issued, expires time.Time, fate, by string, at time.Time) string {
	return fmt.Sprint(issued.Unix(), expires.Unix(), fate, by, at.Unix())
}
