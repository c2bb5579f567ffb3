package cases_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

// Whatever happens to a case, its row is the fold of its stream, and the history has the same lines.
func TestRowsAreTheFold(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 20 {
		receipt := fmt.Sprintf("IOE%010d", i)
		projectiontest.Play(t, b, casefile.Decider, receipt, noon, 30, func(s casefile.State, at time.Time) projectiontest.Move[casefile.Command] {
			return projectiontest.NextOfCase(r, receipt, s, at)
		})
	}
	b.Apply(t, 17)
	for i := range 20 {
		receipt := fmt.Sprintf("IOE%010d", i)
		facts := b.Facts("casefile-" + receipt)
		want, at, err := cases.LiveFold(all(facts, nil))
		if err != nil {
			t.Fatal(err)
		}
		got, revision, position, err := cases.New(b.Pool).Case(t.Context(), receipt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", receipt, diff)
		}
		if last := facts[len(facts)-1]; revision != at || at != last.Revision || position != last.Position {
			t.Errorf("%s: the row is at %d (position %d), the stream at %d", receipt, revision, position, at)
		}
		if diff := cmp.Diff(lines(want), history(t, b, receipt)); diff != "" {
			t.Errorf("%s: %s", receipt, diff)
		}
	}
	b.Complete(t)
	b.Replays(t)
}

// lines are the entries of a view by number, as the table history has them.
func lines(v casefile.View) map[int]string {
	all := map[int]string{}
	for _, e := range v.History {
		all[e.Number] = describe(e, true)
	}
	for _, e := range v.Unseen {
		all[e.Number] = describe(e, false)
	}
	return all
}

func describe(e casefile.Entry, public bool) string {
	return fmt.Sprint(e.Code, public, e.Occurred, e.Recorded.Unix(), e.Office, len(e.Params), e.Corrected, e.Corrects)
}

func history(t *testing.T, b *projectiontest.Bench, receipt string) map[int]string {
	t.Helper()
	rows, err := b.Pool.Query(t.Context(), `
		select number, code, public, occurred, recorded, office, params, corrected, coalesce(corrects, 0)
		from `+cases.Projection.Schema()+`.history where stream = $1`, "casefile-"+receipt)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[int]string{}
	for rows.Next() {
		var e casefile.Entry
		var public bool
		var occurred time.Time
		if err := rows.Scan(&e.Number, &e.Code, &public, &occurred, &e.Recorded, &e.Office, &e.Params, &e.Corrected, &e.Corrects); err != nil {
			t.Fatal(err)
		}
		e.Occurred = civil.Of(occurred)
		all[e.Number] = describe(e, public)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
