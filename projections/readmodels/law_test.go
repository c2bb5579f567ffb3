package readmodels_test

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
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
		for _, h := range projectiontest.Town(uint64(seed), 40) {
			b.Happen(h.Stream, h.Act.At, h.Events...)
		}
		b.Apply(t, 97)
		b.Complete(t)
		b.Loads(t)
	}
}
