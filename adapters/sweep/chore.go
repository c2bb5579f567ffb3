package sweep

import (
	"context"
	"time"
)

// chore is one thing to be done over and over.
type chore struct {
	name  string
	every time.Duration // 0: at each look
	do    func(ctx context.Context) error
	next  time.Time
}

// again is how long something that failed is left alone; once is how many rows are looked at in one go.
const (
	again = time.Minute
	once  = 100
)

func (s Sweeper) chores() []*chore {
	locks, sessions, inert := newLocks(s), newSessions(s), newInert(s)
	return []*chore{
		{name: "locks", do: locks.sweep},
		{name: "sessions", do: sessions.sweep},
		{name: "limits", do: s.sweepLimits, every: time.Hour},
		{name: "vault", do: inert.sweep, every: time.Hour},
	}
}

// attend does a chore when it is time. One that fails holds up no other.
func (s Sweeper) attend(ctx context.Context, c *chore) {
	now := s.Now()
	if now.Before(c.next) || ctx.Err() != nil {
		return
	}
	c.next = now.Add(c.every)
	if err := s.watched(ctx, c); err != nil {
		s.complain(ctx, "chore not done", err, "chore", c.name)
		c.next = now.Add(again)
	}
}

func (s Sweeper) watched(ctx context.Context, c *chore) (err error) {
	if s.Watch != nil {
		watched, done := s.Watch(ctx, "sweep "+c.name)
		ctx = watched
		defer func() { done(err) }()
	}
	return c.do(ctx)
}
