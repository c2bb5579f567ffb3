package readmodels_test

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/projectiontest"
	"github.com/casetrail/casetrail/projections/readmodels"
)

// Whatever happens in a town, each read model has the same rows whether they were applied batch by batch or folded stream
// by stream. A read model whose events never happen there cannot pass: it is to be taught to projectiontest.Town.
func TestEveryReadModelLoadsWhatItApplies(t *testing.T) {
	t.Parallel()
	for _, p := range readmodels.All() {
		if p.Order == projections.ByStream && p.Load == nil {
			t.Errorf("%s has no Load: a rebuild would take many times as long", p.Name)
		}
	}
	url := pgtest.New(t)
	for seed, mode := range []string{"cache_statement", "cache_statement", "exec"} { // the last: through a transaction pooler
		b := projectiontest.New(t, url+"&default_query_exec_mode="+mode, readmodels.All()...)
		for _, h := range projectiontest.Town(uint64(seed), 64) {
			b.Happen(h.Stream, h.Act.At, h.Events...)
		}
		b.Apply(t, 97)
		b.Complete(t)
		b.Loads(t)
	}
}

// The same holds for the engine: what it applied, with sealed values opened, people erased and streams parked, is what it
// derives anew when it verifies.
func TestEveryReadModelIsVerified(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p projections.Projection) projections.Projection {
		p.Load = nil
		return p
	})
	var last domain.Position
	for _, h := range projectiontest.Town(4, 30) {
		last = w.happens(h.Stream, h.Events...)
	}
	w.broken("casefile-IOE0000001003", "casefile.action_recorded")
	w.broken("access-IOE0000001004", "access.linked")
	last = max(last, w.happens("casefile-IOE0000001003", casefile.Recorded{Number: 99, Code: "FNB"}))
	w.reaches(last)
	e, err := projections.New(w.log, w.codec, w.pool, nil, readmodels.All()...)
	must(t, err)
	parked := 0
	for _, p := range readmodels.All() {
		v, err := e.Verify(t.Context(), p.Name, projections.Extent{}, nil)
		must(t, err)
		if len(v.Differences) > 0 || v.Rows == 0 {
			t.Errorf("%s: %+v", p.Name, v)
		}
		parked += len(v.Parked)
	}
	if parked != 3 { // the case in cases, its access in deadlines and in links
		t.Errorf("%d streams are parked", parked)
	}
}
