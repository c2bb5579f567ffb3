package projections

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// version2 of the tills counts every amount twice.
func version2() Projection {
	p := tills()
	p.Version = 2
	apply := p.Apply
	p.Apply = func(ctx context.Context, tx pgx.Tx, batch []domain.Fact) error {
		for i, f := range batch {
			if e, ok := f.Event.(added); ok {
				batch[i].Event = added{2 * e.Amount}
			}
		}
		return apply(ctx, tx, batch)
	}
	return p
}

func TestANewVersionReplaysAndTheOldOneGoes(t *testing.T) {
	w := newWorld(t)
	steady := tills()
	steady.Name = "steady"
	before := w.prepared(tills(), steady)
	stop := w.run(before)
	w.reaches(before, w.happens("till-1", added{1}, added{2}))
	w.exec(`insert into app.parked (consumer, stream, position, reason_code) values ('tills_v1', 'till-7', 3, 'test')`)

	after := w.prepared(version2(), steady)
	if s := w.status(before, "tills"); s.State != Live || s.Newer != 2 {
		t.Errorf("%+v, want the old version alive until its server stops", s)
	}
	stop()
	w.run(after)
	w.reaches(after, w.happens("till-1", added{4}))
	w.shows(version2(), map[string]till{"till-1": {14, 3, ""}})
	w.shows(steady, map[string]till{"till-1": {7, 3, ""}})
	var left int
	must(t, w.pool.QueryRow(t.Context(), `
		select (select count(*) from pg_namespace where nspname = 'tills_v1')
		     + (select count(*) from app.checkpoints where name = 'tills_v1')
		     + (select count(*) from app.parked where consumer = 'tills_v1')`).Scan(&left))
	if left != 0 {
		t.Errorf("%d things are left of the old version", left)
	}
}

func TestAnOlderBinaryLeavesTheNewerVersionAlone(t *testing.T) {
	w := newWorld(t)
	newer := w.prepared(version2())
	stop := w.run(newer)
	w.reaches(newer, w.happens("till-1", added{1}))
	stop()
	older := w.prepared(tills())
	w.run(older)
	w.happens("till-1", added{1})
	for !w.said.has(Superseded) {
		if s := w.status(older, "tills"); s.State != Missing || s.Newer != 2 {
			t.Fatalf("%+v, want missing, replaced by version 2", s)
		}
	}
	w.shows(version2(), map[string]till{"till-1": {2, 1, ""}})
}

func TestServersPrepareAtOnce(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := w.engine(tills()).Prepare(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.shows(tills(), map[string]till{})
}

func TestTablesThatAreGoneComeBack(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	stop := w.run(e)
	at := w.happens("till-1", added{1})
	w.reaches(e, at)
	stop()
	w.exec(`drop schema tills_v1 cascade`)
	again := w.prepared(tills())
	w.run(again)
	w.reaches(again, at)
	w.shows(tills(), map[string]till{"till-1": {1, 1, ""}})
}

func TestPrepareRefusesTablesThatTheEngineCannotKeep(t *testing.T) {
	for want, change := range map[string]func(*Projection){
		"raise the version":         func(p *Projection) { p.Tables += "; create index on tills (amount)" },
		"types or personal columns": func(p *Projection) { p.Types = p.Types[1:] },
		"cannot be created":         func(p *Projection) { p.Version++; p.Tables = "create nonsense" },
		"[others] does not start with": func(p *Projection) {
			p.Version++
			p.Tables += "; create table others (id int, stream text, primary key (id, stream))"
		},
		"tills.nickname must exist":           func(p *Projection) { p.Version++; p.Personal[0].Column = "nickname" },
		"tills.events must exist and take":    func(p *Projection) { p.Version++; p.Personal[0].Column = "events" },
		"tills.stream must exist and be a uu": func(p *Projection) { p.Version++; p.Personal[0].Subject = "stream" },
	} {
		t.Run(want, func(t *testing.T) {
			w := newWorld(t)
			w.prepared(tills())
			p := tills()
			change(&p)
			if err := w.engine(p).Prepare(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
			w.shows(tills(), map[string]till{})
		})
	}
}
