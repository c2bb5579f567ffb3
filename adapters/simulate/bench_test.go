package simulate

import "testing"

// BenchmarkPlay plays against a log in memory: what it costs to decide, seal and answer, without a store.
func BenchmarkPlay(b *testing.B) {
	events := 0
	for i := range b.N {
		w := newWorld(b, newSecrets(b))
		p := plan
		p.Cases, p.Seed = 500, uint64(i%maxSeed)
		totals, err := w.Play(b.Context(), p, func(Totals) {})
		if err != nil {
			b.Fatal(err)
		}
		events += totals.Events
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}
