package projections

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

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

// Wherever a server dies, the next one starts again, and what the dead one left is swept.
func TestACrashWhileTablesAreFilled(t *testing.T) {
	for _, stage := range []Stage{reading, copying, indexing, applying} {
		t.Run(string(stage), func(t *testing.T) {
			w := newWorld(t)
			want, at := w.someTills()
			p, b := w.stopping(stage)
			one, die := w.mortal(p)
			must(t, one.Prepare(t.Context()))
			free := func() {}
			if stage == indexing {
				free = w.holds(`select pg_advisory_xact_lock(42)`)
			}
			stop := w.run(one)
			switch stage {
			case reading, copying:
				<-b.reached
			case indexing:
				w.isAt(indexing)
			case applying:
				<-b.reached
				free = w.holds(`select from app.checkpoints where name = 'tills_v1' for update`)
				b.lift()
				w.isAt(applying)
			}
			die()
			free()
			b.lift()
			left := w.builds()
			w.takenOver()
			two := w.prepared(p)
			w.run(two)
			w.reaches(two, at)
			stop()
			w.shows(p, want)
			if left == "" || w.builds() != left {
				t.Errorf("left %q, then %q", left, w.builds())
			}
			w.exec(`update app.builds set until = clock_timestamp()`)
			must(t, two.sweep(t.Context()))
			w.nothingOf(left)
			w.reaches(two, w.happens("till-1", added{1}))
			want["till-1"] = want["till-1"].fold(added{1})
			w.shows(p, want)
		})
	}
}

// A builder that is frozen, and wakes up when another has filled the tables, changes nothing.
func TestAFrozenBuilderWritesNothing(t *testing.T) {
	for _, stage := range []Stage{reading, copying} {
		t.Run(string(stage), func(t *testing.T) {
			w := newWorld(t)
			want, at := w.someTills()
			p, b := w.stopping(stage)
			one, two := w.prepared(p), w.prepared(loaded())
			frozen := w.owns(one) // and does not find out that it has lost the lease
			ended := make(chan error, 1)
			go func() { ended <- frozen.run(context.Background()) }()
			<-b.reached
			w.takenOver()
			w.run(two)
			w.reaches(two, at)
			last := w.happens("till-1", doubled{})
			w.reaches(two, last)
			want["till-1"] = want["till-1"].fold(doubled{})
			oid := w.text(`select to_regclass('tills_v1.tills')::oid`)
			b.lift()
			if err := <-ended; !errors.Is(err, errLost) || w.builds() != "" {
				t.Errorf("it ended with %v, and left %q", err, w.builds())
			}
			if again := w.text(`select to_regclass('tills_v1.tills')::oid`); again != oid {
				t.Error("the frozen server exchanged the tables")
			}
			w.shows(p, want)
		})
	}
}

func TestTwoServersFillOnce(t *testing.T) {
	w := newWorld(t)
	want, at := w.someTills()
	var folds atomic.Int32
	p := loaded()
	load := p.Load
	p.Load = func(stream string) Fold { folds.Add(1); return load(stream) }
	one, two := w.prepared(p), w.prepared(p)
	w.run(one)
	w.run(two)
	w.reaches(one, at)
	w.reaches(two, at)
	w.shows(p, want)
	if n := folds.Load(); n != 12 {
		t.Errorf("%d streams were folded, want each of 12 once", n)
	}
}

// Before they are filled there is nothing that could give a wrong answer, and nobody is sent there.
func TestNothingIsReadyBeforeItsTablesAreFilled(t *testing.T) {
	w := newWorld(t)
	want, at := w.someTills()
	p, b := w.stopping(copying)
	e := w.prepared(p)
	w.run(e)
	<-b.reached
	if unbuilt, err := e.Unbuilt(t.Context()); err != nil || fmt.Sprint(unbuilt) != "[tills]" {
		t.Errorf("%v %v", unbuilt, err)
	}
	if got := w.text(`select to_regclass('tills_v1.tills')`); got != "" {
		t.Error("there are tables already")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if f, err := e.Wait(ctx, 1, "tills"); err != nil || f.Reached {
		t.Errorf("%+v %v", f, err)
	}
	if s := w.becomes(e, "tills", Building); s.Build == nil || s.Build.Head != at || s.Built {
		t.Errorf("%+v", s)
	}
	b.lift()
	e.AwaitBuilt(t.Context())
	w.shows(p, want)
	s := w.becomes(e, "tills", Live)
	if !s.Built || s.Build != nil {
		t.Errorf("%+v", s)
	}
	// A built one that is halted, or far behind, keeps nobody away: it would be so on every server.
	w.exec(`update app.checkpoints set halted = 'test'`)
	if unbuilt, err := w.engine(p).Unbuilt(t.Context()); err != nil || len(unbuilt) > 0 {
		t.Errorf("%v %v", unbuilt, err)
	}
}

func TestAnErasureWhileTablesAreFilled(t *testing.T) {
	w := newWorld(t)
	ana := uuid.New()
	w.happens("till-1", named{personal.New(ana, "Ana")})
	p, b := w.stopping(copying)
	e := w.prepared(p)
	w.run(e)
	<-b.reached
	w.happens("account-ana", forgotten{ana})
	at := w.happens("till-2", named{personal.New(ana, "Ana")})
	b.lift()
	w.reaches(e, at)
	w.shows(p, map[string]till{"till-1": {0, 1, erasedName}, "till-2": {0, 1, erasedName}})
}

func TestABuilderWhoseTablesAreSweptStartsAgain(t *testing.T) {
	w := newWorld(t)
	want, at := w.someTills()
	p, b := w.stopping(copying)
	e := w.prepared(p)
	w.run(e)
	<-b.reached
	first := w.builds()
	w.exec(`update app.builds set until = clock_timestamp() - interval '1 second'`)
	for strings.Contains(w.builds(), first) {
		must(t, w.engine(p).sweep(t.Context()))
	}
	b.lift()
	w.reaches(e, at)
	w.shows(p, want)
}
