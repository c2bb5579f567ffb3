package esdbtest

import (
	"context"
	"sync"
	"time"

	"google.golang.org/grpc/peer"
)

// faults are what the server has been told to do wrong.
type faults struct {
	mu                sync.Mutex
	before, after     time.Duration // how long calls wait, and answers to appends
	changed           chan struct{} // closed and replaced when one of the two changes
	lose, cut, follow int           // appends, appends, calls
	losses            int           // how many acknowledgements were lost so far
	refuse, unplaced  bool
	dropped           chan struct{} // closed and replaced when subscriptions are dropped
}

// DropConnections breaks every connection. The server listens on.
func (s *Server) DropConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener.cut("")
}

// Delay makes every call wait before anything is done for it, until its caller gives up. Calls that wait already wait no
// longer than the last word says; 0 ends it.
func (s *Server) Delay(d time.Duration) { s.faults.wait(&s.faults.before, d) }

// DelayAnswers makes the answer to every append wait, after it is written, in the same way.
func (s *Server) DelayAnswers(d time.Duration) { s.faults.wait(&s.faults.after, d) }

// LoseAcknowledgements lets the next n appends be written and answers them, in turn, Unavailable, with a broken connection
// and with the server's own timeout.
func (s *Server) LoseAcknowledgements(n int) { s.faults.set(func(f *faults) { f.lose = n }) }

// Losses is how many acknowledgements were lost so far.
func (s *Server) Losses() int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return s.faults.losses
}

// CutMidAppend breaks the connections of the next n appends after their first event, before anything is written.
func (s *Server) CutMidAppend(n int) { s.faults.set(func(f *faults) { f.cut = n }) }

// NotLeader answers the next n calls that another node leads. The address it names is its own.
func (s *Server) NotLeader(n int) { s.faults.set(func(f *faults) { f.follow = n }) }

// Refuse denies every call, or no longer.
func (s *Server) Refuse(refuse bool) { s.faults.set(func(f *faults) { f.refuse = refuse }) }

// WithoutPositions leaves out, from now on, the position in the answer to a repeated append and in the events of a stream.
// The Go client shows the first as 0 and the second as 2^64-1. Readers of $all are told positions all the same.
func (s *Server) WithoutPositions() { s.faults.set(func(f *faults) { f.unplaced = true }) }

// DropSubscriptions ends every subscription as if its consumer were too slow.
func (s *Server) DropSubscriptions() {
	s.faults.set(func(f *faults) {
		close(f.dropped)
		f.dropped = make(chan struct{})
	})
}

func (f *faults) set(change func(*faults)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

// take counts one of those down.
func (f *faults) take(left *int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if *left == 0 {
		return false
	}
	*left--
	return true
}

func (f *faults) wait(which *time.Duration, d time.Duration) {
	f.set(func(f *faults) {
		*which = d
		close(f.changed)
		f.changed = make(chan struct{})
	})
}

// waited returns when a call that began then has waited long enough.
func (f *faults) waited(ctx context.Context, which *time.Duration, began time.Time) error {
	for {
		f.mu.Lock()
		left, changed := *which-time.Since(began), f.changed
		f.mu.Unlock()
		if left <= 0 {
			return ctx.Err()
		}
		select {
		case <-time.After(left):
		case <-changed:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func (f *faults) without() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.unplaced
}

func (f *faults) subscribed() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dropped
}

// admit is the beginning of every call to Streams.
func (s *Server) admit(ctx context.Context) error {
	if err := s.faults.waited(ctx, &s.faults.before, time.Now()); err != nil {
		return err
	}
	s.faults.mu.Lock()
	refuse := s.faults.refuse
	s.faults.mu.Unlock()
	switch {
	case refuse:
		return fail(ctx, accessDenied())
	case s.faults.take(&s.faults.follow):
		return fail(ctx, notLeader(s.addr))
	}
	return nil
}

// lost is one of the ways in which an acknowledgement never arrives.
func (c *calls) lost(ctx context.Context) error {
	c.faults.mu.Lock()
	c.faults.losses++
	way := c.faults.losses % 3
	c.faults.mu.Unlock()
	switch way {
	case 1:
		return errUnavailable
	case 2:
		c.listener.cut(caller(ctx))
		return errUnavailable
	}
	return errTimeout
}

// caller is the address that a call comes from.
func caller(ctx context.Context) string {
	if p, ok := peer.FromContext(ctx); ok {
		return p.Addr.String()
	}
	return ""
}
