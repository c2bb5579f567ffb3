package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/domain"
)

// agency is an officer who records actions on cases that their holders look at.
type agency struct {
	*product
	officer string
	seers   []seer
	n       atomic.Int64
}

func (p *product) agency() *agency {
	return &agency{product: p, officer: p.signIn(domain.Actor{Kind: domain.Staff, ID: uuid.NewString()}), seers: p.seers(2000)}
}

// record is one action. It answers whose case it was and the position after which the action is seen.
func (o *agency) record(w *wire) (seer, string, error) {
	n := int(o.n.Add(1))
	s := o.seers[n%len(o.seers)]
	body := fmt.Sprintf(`{"code":%q,"occurred":%q}`, []string{"FT0", "FTA0", "FSA0"}[n/len(o.seers)%3], today(-1))
	res, _, err := w.ask(201, o.officer, "POST", "/api/v1/staff/cases/"+s.receipt+"/actions", body, "Idempotency-Key", uuid.NewString())
	if err != nil {
		return s, "", err
	}
	return s, res.Header.Get("Casetrail-Position"), nil
}

// pace records at a steady rate: how long until the answer that an action is durable, and how much longer until its holder
// has been shown it.
func (o *agency) pace(ctx context.Context, rate int, lasts time.Duration, look bool) (accepted, visible *times, err error) {
	accepted, visible = &times{}, &times{}
	err = pace(ctx, rate, lasts, o.wires(64), func(w *wire, _ int, due time.Time) error {
		s, position, err := o.record(w)
		answered := time.Now()
		accepted.add(answered.Sub(due))
		if err != nil || !look {
			return err
		}
		_, _, err = w.ask(200, s.token, "GET", "/api/v1/cases/"+s.receipt, "", "Casetrail-Wait-For", position)
		visible.add(time.Since(answered))
		return err
	})
	return accepted, visible, err
}

func (b *bench) commanding(t *testing.T) {
	f := b.fill(t, million)
	counted := &statements{}
	f.stores.tracer = counted
	p := b.serve(t, f)
	o := p.agency()
	for _, rate := range []int{50, 200} {
		accepted, visible, err := o.pace(t.Context(), rate, b.lasts, true)
		must(t, err)
		at := fmt.Sprintf(" at %d a second", rate)
		b.figures.add(figure{Scenario: "command", What: "accepted and durable, p50" + at, Subject: accepted.share(0.5), Unit: "ms"})
		b.figures.add(figure{Scenario: "command", What: "accepted and durable, p99" + at, Subject: accepted.share(0.99), Unit: "ms"})
		b.figures.add(figure{Scenario: "command", What: "then seen by the holder, p50" + at, Subject: visible.share(0.5), Unit: "ms"})
		seen := figure{Scenario: "command", What: "then seen by the holder, p99" + at, Subject: visible.share(0.99), Unit: "ms"}
		if rate == 200 {
			seen.atMost = 20
		}
		b.figures.add(seen)
	}
	b.atOnce(t, o)
	b.figures.add(figure{Scenario: "command", What: "highest rate that was kept up", Subject: float64(o.sustainable(b.lasts)), Unit: "commands/s"})
}

// atOnce sets commands beside raw INSERTs of as many bytes by as many callers.
func (b *bench) atOnce(t *testing.T, o *agency) {
	const callers = 32
	wires := o.wires(callers)
	row := figure{
		Scenario: "command", What: "by 32 callers, one after the other", Unit: "commands/s", Against: "single-row INSERTs, a connection a caller",
	}
	b.race(t, row, ratio.Race{Callers: callers}, func(_ context.Context, caller int) error {
		_, _, err := o.record(wires[caller])
		return err
	}, rawTable(t, o.core.pool).single(callers))
}

// sustainable is the highest of some rates at which nine of ten commands are answered within a quarter of a second, and the
// last is seen within a second of its answer: nothing piles up, neither before the log nor behind it.
func (o *agency) sustainable(lasts time.Duration) (highest int) {
	o.t.Helper()
	for rate := 200; ; rate += rate / 4 {
		accepted, _, err := o.pace(o.t.Context(), rate, lasts, false)
		must(o.t, err)
		_, visible, err := o.pace(o.t.Context(), 1, time.Second, true)
		must(o.t, err)
		if accepted.share(0.9) > 250 || visible.share(1) > 1000 {
			return highest
		}
		highest = rate
	}
}
