package caselist_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/links"
)

func TestCaseIsThePageAndTheRight(t *testing.T) {
	t.Parallel()
	b, r, other := bench(t), receipt(1), receipt(2)
	for _, of := range []string{r, other} {
		receive(b, of, noon, false)
	}
	link(b, r, ana, access.TierStatus)
	b.Happen("casefile-"+r, noon.Add(time.Hour), casefile.Recorded{Number: 1, Code: "FSA0", Occurred: day, Office: "NBC"})
	b.Apply(t, 10)
	want, _, _, err := cases.New(b.Pool).Case(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	l := caselist.New(b.Pool)
	got, err := l.Case(t.Context(), ana, r)
	if diff := cmp.Diff(caselist.Case{View: want, Tier: access.TierStatus}, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Errorf("her case: %v %s", err, diff)
	}
	got, err = l.Case(t.Context(), ben, r)
	if diff := cmp.Diff(caselist.Case{}, got); err != nil || diff != "" {
		t.Errorf("somebody else's case: %v %s", err, diff)
	}
	got, err = l.Case(t.Context(), ana, other)
	if diff := cmp.Diff(caselist.Case{}, got); err != nil || diff != "" {
		t.Errorf("a case that she has not linked: %v %s", err, diff)
	}
}

func TestCaseSaysWhenItIsPassedOver(t *testing.T) {
	t.Parallel()
	for _, parked := range []struct {
		consumer, stream string
		want             bool
	}{
		{projections.Schema(cases.Projection), "casefile-" + receipt(1), true},
		{projections.Schema(links.Projection), "access-" + receipt(1), true},
		{projections.Schema(cases.Projection), "casefile-" + receipt(2), false},
		{projections.Schema(deliveries.Projection), "casefile-" + receipt(1), false},
	} {
		t.Run(parked.consumer+" "+parked.stream, func(t *testing.T) {
			t.Parallel()
			b := bench(t)
			receive(b, receipt(1), noon, false)
			link(b, receipt(1), ana, access.TierFull)
			b.Apply(t, 10)
			if _, err := b.Pool.Exec(t.Context(), `insert into app.parked (consumer, stream, position, reason_code) values ($1, $2, 1, 'test')`,
				parked.consumer, parked.stream); err != nil {
				t.Fatal(err)
			}
			if got, err := caselist.New(b.Pool).Case(t.Context(), ana, receipt(1)); err != nil || got.Parked != parked.want {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestALinkToACaseWithoutARow(t *testing.T) {
	t.Parallel()
	b := bench(t)
	link(b, receipt(1), ana, access.TierFull)
	b.Apply(t, 10)
	if _, err := caselist.New(b.Pool).Case(t.Context(), ana, receipt(1)); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("%v", err)
	}
}
