package projections

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// loaded are tills that are folded in memory; the fold has the same mistakes as Apply.
func loaded() Projection {
	p := tills()
	p.Load = func(stream string) Fold { return &tillFold{stream: stream} }
	return p
}

type tillFold struct {
	stream string
	till
	person any
	name   any
}

func (f *tillFold) Add(fact domain.Fact) error {
	f.till = f.fold(fact.Event)
	if e, ok := fact.Event.(named); ok {
		name, state := e.Name.Value()
		if state == personal.Sealed {
			return errors.New("the fact was not opened")
		}
		f.person, f.name = e.Name.Subject(), nil
		if name != "" {
			f.name = name
		}
	}
	return nil
}

func (f *tillFold) Rows(put func(string, ...any)) {
	put("tills", f.stream, f.Amount, f.Events, f.name, f.person)
}

// folding makes each fold ask first, as failing does for Apply.
func folding(p Projection, fail func(domain.Fact) error) Projection {
	load := p.Load
	p.Load = func(stream string) Fold { return foldOf{load(stream), fail} }
	return p
}

type foldOf struct {
	Fold
	fail func(domain.Fact) error
}

func (f foldOf) Add(fact domain.Fact) error {
	if err := f.fail(fact); err != nil {
		return err
	}
	return f.Fold.Add(fact)
}

// barrier stops whoever reaches it, until it is opened.
type barrier struct {
	reached, open chan struct{}
	once, opened  sync.Once
}

func newBarrier() *barrier {
	return &barrier{reached: make(chan struct{}), open: make(chan struct{})}
}

func (b *barrier) wait() {
	b.once.Do(func() { close(b.reached) })
	<-b.open
}

func (b *barrier) lift() { b.opened.Do(func() { close(b.open) }) }

// stopping is a projection whose filling stops at a stage.
func (w *world) stopping(at Stage) (Projection, *barrier) {
	b := newBarrier()
	w.t.Cleanup(b.lift)
	p := loaded()
	switch at {
	case reading:
		p = folding(p, func(domain.Fact) error { b.wait(); return nil })
	case copying, applying:
		load := p.Load
		p.Load = func(stream string) Fold { return rowsOf{load(stream), b} }
	case indexing: // of a row takes a lock that we may hold
		w.exec(`create function public.slow(n int) returns int immutable language plpgsql as $$
			begin perform pg_advisory_xact_lock_shared(42); return n; end $$`)
		p.Tables += `; create index on tills (public.slow(amount))`
	}
	return p, b
}

// holds runs a statement in a transaction, and answers how to end it.
func (w *world) holds(sql string) (free func()) {
	w.t.Helper()
	tx, err := w.pool.BeginTx(context.Background(), pgx.TxOptions{BeginQuery: "begin; set local idle_in_transaction_session_timeout = 0"})
	must(w.t, err)
	_, err = tx.Exec(context.Background(), sql)
	must(w.t, err)
	free = sync.OnceFunc(func() { _ = tx.Rollback(context.Background()) })
	w.t.Cleanup(free)
	return free
}

func (w *world) isAt(stage Stage) {
	w.t.Helper()
	for range 1000 {
		if w.text(`select string_agg(stage, ',') from app.builds`) == string(stage) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Fatalf("the tables are never at %s\n%s", stage, w.said)
}

type rowsOf struct {
	Fold
	*barrier
}

func (f rowsOf) Rows(put func(string, ...any)) {
	f.wait()
	f.Fold.Rows(put)
}

// mortal is an engine with connections of its own, and how to cut its power: nothing that it does afterwards reaches
// the database, and nothing is released.
func (w *world) mortal(p Projection) (e *Engine, die func()) {
	w.t.Helper()
	name := "mortal-" + uuid.NewString()
	config := w.pool.Config().Copy()
	config.ConnConfig.RuntimeParams["application_name"] = name
	var dead atomic.Bool
	config.BeforeConnect = func(context.Context, *pgx.ConnConfig) error {
		if dead.Load() {
			return errors.New("the power is cut")
		}
		return nil
	}
	pool, err := pgxpool.NewWithConfig(w.t.Context(), config)
	must(w.t, err)
	w.t.Cleanup(pool.Close)
	e, err = New(w.log, w.codec, pool, slog.New(slog.NewJSONHandler(w.said, nil)), p)
	must(w.t, err)
	return e, func() {
		dead.Store(true)
		for range 20 { // one may be on its way
			w.exec(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`, name)
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// someTills are events, and what the tills show of them.
func (w *world) someTills() (want map[string]till, at domain.Position) {
	want = map[string]till{}
	for i := range 120 {
		stream := fmt.Sprint("till-", i%12)
		at = w.happens(stream, added{i})
		want[stream] = want[stream].fold(added{i})
	}
	return want, at
}

func (w *world) takenOver() {
	w.exec(`update app.leases set until = clock_timestamp()`)
}

func (w *world) builds() string {
	w.t.Helper()
	return w.text(`select string_agg(nspname, ' ') from pg_namespace where nspname like '%\_build\_%'`)
}
