package simulate

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// World is what the people act on.
type World struct {
	Log       eventstore.Log
	Codec     *eventstore.Codec
	Keys      eventstore.Keys
	Codes     workflow.Codes
	Revealer  workflow.Revealer
	Digests   workflow.Digests
	Passwords Passwords
	Players   int // households played at once; 64
}

// Passwords keeps one password under many ids, hashed once.
type Passwords interface {
	Shared(ctx context.Context, password []byte) (put func(ctx context.Context, ids ...uuid.UUID) error, err error)
}

// Totals are what was played so far.
type Totals struct {
	Day      time.Time // in the simulation
	Days     int       // played
	Cases    int       // of households that have begun
	Commands int
	Events   int // recorded; those of a repeated plan are not
	Refused  int // commands to which the rules said no
}

func (t *Totals) add(of Totals) {
	t.Commands += of.Commands
	t.Events += of.Events
	t.Refused += of.Refused
}

// Play plays the plan, day by day, and tells how far it is after each day.
func (w World) Play(ctx context.Context, plan Plan, tell func(Totals)) (Totals, error) {
	if err := plan.check(); err != nil {
		return Totals{}, err
	}
	if w.Players == 0 {
		w.Players = 64
	}
	w.Log, w.Codec = newRecent(w.Log), w.Codec.Remembering(10*mostStreams)
	begin, days := plan.days(), map[time.Time][]*household{}
	put, err := w.Passwords.Shared(ctx, []byte(Password))
	if err != nil {
		return Totals{}, err
	}
	players := make([]*player, w.Players)
	for i := range players {
		players[i] = w.newPlayer()
	}
	var all Totals
	cases := 0
	for day := plan.start(); day.Before(plan.end()); day = day.AddDate(0, 0, 1) {
		today := days[day]
		delete(days, day)
		for _, b := range begin[day] {
			today = append(today, plan.newHousehold(b.number, b.cases))
			cases += b.cases
		}
		if err := w.prepare(ctx, day, today, put); err != nil {
			return all, err
		}
		if err := playDay(ctx, players, day, today); err != nil {
			return all, err
		}
		for _, h := range today {
			if next, more := h.next(); more {
				days[next] = append(days[next], h)
			}
		}
		all = Totals{Day: day, Days: all.Days + 1, Cases: cases}
		for _, p := range players {
			all.add(p.totals)
		}
		tell(all)
	}
	return all, nil
}

// begun is a household that has not begun: it is made when its first day comes.
type begun struct{ number, cases int }

// days are the households by the day on which each has its first step.
func (p Plan) days() map[time.Time][]begun {
	days := map[time.Time][]begun{}
	for number := 0; number < p.Cases; {
		h := p.newHousehold(number, p.Cases-number)
		if day, any := h.next(); any {
			days[day] = append(days[day], begun{number, len(h.cases)})
		}
		number += len(h.cases)
	}
	return days
}

// prepare makes the keys and puts the passwords that the day needs, all at once: one by one they would take most of the time.
func (w World) prepare(ctx context.Context, day time.Time, today []*household, put func(context.Context, ...uuid.UUID) error) error {
	var subjects []personal.Subject
	var passwords []uuid.UUID
	within := func(t time.Time) bool { return t.Truncate(24 * time.Hour).Equal(day) }
	for _, h := range today {
		if h.holder != nil && within(h.holder.joins) {
			subjects = append(subjects, personal.Holder(h.holder.id))
			if h.holder.finishes {
				passwords = append(passwords, h.credential())
			}
		}
		for _, f := range h.cases {
			if within(f.received) {
				subjects = append(subjects, personal.Party(string(f.receipt), "applicant"))
			}
		}
	}
	for part := range slices.Chunk(subjects, 1000) {
		if err := w.Keys.Ensure(ctx, part...); err != nil {
			return err
		}
		if _, err := w.Keys.Open(ctx, part...); err != nil { // from now on they are remembered
			return err
		}
	}
	return put(ctx, passwords...)
}

// credential is the id under which signing up will name the password.
func (h *household) credential() uuid.UUID {
	return h.act(h.holder.actor(), "password", time.Time{}).NewID("password")
}

// playDay shares the households among the players; each household's steps of the day are played in order.
func playDay(ctx context.Context, players []*player, day time.Time, today []*household) error {
	var mu sync.Mutex
	take := func() (h *household) {
		mu.Lock()
		defer mu.Unlock()
		if len(today) > 0 {
			h, today = today[0], today[1:]
		}
		return h
	}
	tomorrow := day.AddDate(0, 0, 1)
	all, ctx := errgroup.WithContext(ctx)
	for _, p := range players {
		all.Go(func() error {
			for h := take(); h != nil; h = take() {
				for len(h.steps) > 0 && h.steps[0].at.Before(tomorrow) {
					s := h.steps[0]
					h.steps[0], h.steps = step{}, h.steps[1:]
					if err := p.play(ctx, s); err != nil {
						return err
					}
				}
			}
			return ctx.Err()
		})
	}
	return all.Wait()
}
