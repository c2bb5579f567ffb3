package postgres

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// What one commit takes at most: enough to share a flush among many, little enough to be quick.
const (
	batchAppends = 256
	batchBytes   = 4 << 20
)

// request is one append that waits for the committer.
type request struct {
	ctx    context.Context // the caller's: when it ends nobody waits for the answer
	stream string
	after  int64
	events []eventstore.Event
	size   int
	answer chan answer // holds one
}

type answer struct {
	appended eventstore.Appended
	err      error
}

func (r *request) reply(a eventstore.Appended, err error) { r.answer <- answer{a, err} }

// queue holds requests in the order in which they came.
type queue struct {
	max     int
	filled  chan struct{} // holds one: something changed
	drained chan struct{} // closed by the committer when it is done

	mu      sync.Mutex
	waiting []*request
	streams map[string]bool // of the batch that is being picked
	closed  bool
}

func newQueue(max int) *queue {
	return &queue{max: max, filled: make(chan struct{}, 1), drained: make(chan struct{}), streams: map[string]bool{}}
}

func (q *queue) put(r *request) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return eventstore.ErrClosed
	case len(q.waiting) >= q.max:
		return eventstore.ErrBusy
	}
	q.waiting = append(q.waiting, r)
	q.signal()
	return nil
}

// withdraw takes a request back; false: the committer has it already.
func (q *queue) withdraw(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, r)
	if i < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	return true
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.filled <- struct{}{}:
	default:
	}
}

// take waits for requests and answers those of the next commit; nil when the queue is closed and empty.
func (q *queue) take() []*request {
	for {
		if batch, closed := q.next(); len(batch) > 0 || closed {
			return batch
		}
		<-q.filled
	}
}

// gather gives those who were just answered a moment to come back, if they have more to append, before the next batch is
// taken: a small part of what the commit took, over as soon as all are back or nobody comes. Otherwise the first of them is
// sent almost alone, the others meet the next batch, and callers fall into halves that take turns, each flushing for itself:
// of 32 callers a batch had 16. It yields instead of sleeping, because the shortest sleep is longer than most commits.
func (q *queue) gather(answered int, took time.Duration) {
	begun := time.Now()
	seen, last := q.size(), begun
	for all := min(seen+answered, batchAppends); seen < all; {
		runtime.Gosched()
		now := time.Now()
		if size := q.size(); size > seen {
			seen, last = size, now
		}
		if now.Sub(begun) > took/8 || now.Sub(last) > max(took/32, 10*time.Microsecond) {
			return
		}
	}
}

func (q *queue) size() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}

// next picks from the front, each stream once: a second append to a stream is judged after the first is committed.
func (q *queue) next() (batch []*request, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.streams)
	size, rest := 0, q.waiting[:0]
	for _, r := range q.waiting {
		full := len(batch) == batchAppends || len(batch) > 0 && size+r.size > batchBytes
		if full || q.streams[r.stream] {
			rest = append(rest, r)
		} else {
			batch, size = append(batch, r), size+r.size
		}
		q.streams[r.stream] = true
	}
	clear(q.waiting[len(rest):])
	q.waiting = rest
	return batch, q.closed
}
