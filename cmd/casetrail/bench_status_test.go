package main

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
)

// readers are those who look at their cases at once.
const readers = 16

// statusQuery sets the page of a case, asked for over HTTP by its holder, beside the query of its row alone.
func (b *bench) statusQuery(t *testing.T) {
	f := b.fill(t, million)
	counted := &statements{}
	f.stores.tracer = counted
	p := b.serve(t, f)
	seers, wires := p.seers(500), p.wires(readers)
	row := figure{
		Scenario: "status", What: "status of a case over HTTP, a million events", Unit: "answers/s",
		Against: "the row of the case through pgx", atLeast: 0.25,
	}
	b.race(t, row, ratio.Race{Callers: readers}, asking(wires, seers), bareRow(p, seers))
	before := counted.n.Load()
	must(t, asking(wires, seers)(t.Context(), 0))
	b.figures.add(figure{Scenario: "status", What: "statements for one answer", Subject: float64(counted.n.Load() - before), Unit: "statements"})
	var took times
	const rate = 500
	must(t, pace(t.Context(), rate, b.lasts, p.wires(64), func(w *wire, n int, due time.Time) error {
		err := w.status(seers[n%len(seers)])
		took.add(time.Since(due))
		return err
	}))
	b.figures.add(figure{Scenario: "status", What: "p50 at 500 a second", Subject: took.share(0.5), Unit: "ms"})
	b.figures.add(figure{Scenario: "status", What: "p99 at 500 a second", Subject: took.share(0.99), Unit: "ms", atMost: 5})
}

func (w *wire) status(s seer) error {
	_, _, err := w.ask(200, s.token, "GET", "/api/v1/cases/"+s.receipt, "")
	return err
}

func asking(wires []*wire, seers []seer) ratio.Side {
	var n atomic.Int64
	return func(_ context.Context, caller int) error {
		return wires[caller].status(seers[int(n.Add(1))%len(seers)])
	}
}

// bareRow is the query that no answer can do without, on a connection for each caller.
func bareRow(p *product, seers []seer) ratio.Side {
	var n atomic.Int64
	connections := make([]*pgx.Conn, readers)
	for i := range connections {
		conn, err := pgx.Connect(p.t.Context(), p.stores.Database)
		must(p.t, err)
		p.t.Cleanup(func() { _ = conn.Close(context.Background()) }) // the server goes with the test
		connections[i] = conn
	}
	sql := "select view, revision, position from " + projections.Schema(cases.Projection) + ".cases where receipt = $1"
	return func(ctx context.Context, caller int) error {
		var view []byte
		var revision, position int64
		return connections[caller].QueryRow(ctx, sql, seers[int(n.Add(1))%len(seers)].receipt).Scan(&view, &revision, &position)
	}
}

// statements counts what is sent to the database.
type statements struct{ n atomic.Int64 }

// TraceQueryStart implements pgx.QueryTracer.
func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	s.n.Add(1)
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
