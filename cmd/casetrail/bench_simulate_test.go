package main

import (
	"log/slog"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/adapters/simulate"
)

// simulating sets playing people, who decide, seal and append, beside raw INSERTs of as many callers as there are players.
func (b *bench) simulating(t *testing.T) {
	core, err := openCore(t.Context(), b.stores(t, nil), slog.New(slog.DiscardHandler))
	must(t, err)
	defer core.close()
	const players = 64
	one := rawTable(t, core.pool).single(players)
	cases, days := 1500, 20
	if b.long {
		cases, days = 10000, 180
	}
	var result ratio.Result
	for seed := range uint64(rounds) {
		began := time.Now()
		totals, err := core.simulation().Play(t.Context(), simulate.Plan{Cases: cases, Days: days, Seed: seed, Until: began}, func(simulate.Totals) {})
		must(t, err)
		result.Subject = append(result.Subject, float64(totals.Events)/time.Since(began).Seconds())
		limit, err := ratio.Race{Callers: players, Limit: 1, Rounds: 1, Turn: b.turn}.Run(t.Context(), one, one)
		must(t, err)
		result.Limit = append(result.Limit, limit.Subject...)
	}
	f := figure{Scenario: "simulate", What: "people played, 64 households at once", Unit: "events/s"}.of(result)
	f.Against = "single-row INSERTs by 64 callers"
	b.figures.add(f)
	b.figures.add(figure{Scenario: "simulate", What: "people played, by itself", Subject: f.Subject, Unit: "events/s", atLeast: 5000})
}
