package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/domain"
)

// sizes are those that are set beside ten thousand events.
func (b *bench) sizes() []int {
	if b.long {
		return []int{million, tenMillion}
	}
	return []int{million}
}

// flatness sets what a log with many events does beside the same with ten thousand, in the same minutes on the same server.
func (b *bench) flatness(t *testing.T) {
	small := b.serve(t, b.fill(t, tenThousand))
	for _, events := range b.sizes() {
		large := b.serve(t, b.fill(t, events))
		row := figure{Scenario: "flat", Against: "the same with 10,000", atLeast: 0.8}
		of := func(what, unit string) figure {
			row.What, row.Unit = fmt.Sprintf("%s, %d events", what, events), unit
			return row
		}
		b.race(t, of("status over HTTP by 16 callers", "answers/s"), ratio.Race{Callers: readers},
			asking(large.wires(readers), large.seers(200)), asking(small.wires(readers), small.seers(200)))
		b.race(t, of("follow", "reads/s of 5,000 events"), ratio.Race{}, large.following(5000), small.following(5000))
		// The last: it makes both longer, the small one by a few thousand.
		b.race(t, of("append by 1 caller", "events/s"), ratio.Race{}, appendOne(large.core.log), appendOne(small.core.log))
		large.stop()
	}
}

// following reads the last so many events of the log as it is now.
func (p *product) following(events int) ratio.Side {
	p.t.Helper()
	info, err := p.core.log.Info(p.t.Context())
	must(p.t, err)
	after := info.Head - domain.Position(events)
	return func(ctx context.Context, _ int) error {
		for batch, err := range p.core.log.Follow(ctx, after) {
			if err != nil || batch.Through >= info.Head {
				return err
			}
		}
		return context.Cause(ctx)
	}
}
