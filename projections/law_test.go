package projections

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
)

// The law: whatever happened, in whatever order, with whatever faults and restarts, the table is the fold of the log.
func TestTheTableIsTheFoldOfTheLog(t *testing.T) {
	w := newWorld(t)
	must(t, flag.Set("rapid.checks", "20"))
	version := 0
	rapid.Check(t, func(t *rapid.T) {
		version++
		w.newLog()
		p := tillsAt(version)
		want := map[string]till{}
		e := w.prepared(shaky(p))
		var at domain.Position
		for range rapid.IntRange(1, 3).Draw(t, "restarts") {
			stop := w.run(e)
			for range rapid.IntRange(0, 12).Draw(t, "acts") {
				stream := "till-" + strconv.Itoa(rapid.IntRange(0, 4).Draw(t, "till"))
				var events []domain.Event
				for range rapid.IntRange(1, 8).Draw(t, "events") {
					ev := rapid.SampledFrom([]domain.Event{added{1}, added{2}, counted{}}).Draw(t, "event")
					events = append(events, ev)
				}
				if want[stream].Amount < 1<<20 {
					events = append(events, doubled{})
				}
				at = w.happens(stream, events...)
				for _, ev := range events {
					if _, unread := ev.(counted); !unread {
						want[stream] = want[stream].fold(ev)
					}
				}
			}
			if rapid.Bool().Draw(t, "wait") {
				w.reaches(e, at)
			}
			stop()
		}
		stop := w.run(e)
		defer stop()
		w.reaches(e, at)
		if got := w.tills(p); !maps.Equal(got, want) {
			t.Fatalf("shows %s\nwant  %s", fmt.Sprint(got), fmt.Sprint(want))
		}
	})
}

// shaky fails every third time, after it has written.
func shaky(p Projection) Projection {
	apply, times := p.Apply, 0
	p.Apply = func(ctx context.Context, tx pgx.Tx, batch []domain.Fact) error {
		if err := apply(ctx, tx, batch); err != nil {
			return err
		}
		if times++; times%3 == 1 {
			return &pgconn.PgError{Code: "40001"}
		}
		return nil
	}
	return p
}
