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
		"columns have changed":      func(p *Projection) { p.Shards = 2 },
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
