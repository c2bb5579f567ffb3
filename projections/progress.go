package projections

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// Stage is what the filling of tables is at.
type Stage string

// The stages of filling tables, in their order. Without Load it is applying from the start.
const (
	reading  Stage = "reading"  // the log, from its beginning
	copying  Stage = "copying"  // rows into tables
	indexing Stage = "indexing" // those tables
	applying Stage = "applying" // what has happened since
)

// Progress is how far the filling of tables has come.
type Progress struct {
	Stage    Stage
	Position domain.Position // that this pass has reached
	Head     domain.Position // where it ends
	Pass     int             // the log is read Passes times, for a part of the streams each time
	Passes   int
	Took     time.Duration
	Rate     float64       // positions a second: events, where the log is dense
	Left     time.Duration // at this rate; 0: not known
}

// Done is the part that is done, from 0 to 1.
func (b Progress) Done() float64 {
	if b.Head == 0 {
		return 0
	}
	return min(1, (float64(b.Pass-1)*float64(b.Head)+float64(b.Position))/(float64(b.Passes)*float64(b.Head)))
}

// reckon adds what follows from the others.
func (b Progress) reckon() Progress {
	if done := b.Done(); done > 0 && b.Took > 0 {
		b.Rate = done * float64(b.Passes) * float64(b.Head) / b.Took.Seconds()
		b.Left = time.Duration(float64(b.Took) * (1 - done) / done)
	}
	return b
}

// meter is a Progress that is under way.
type meter struct {
	began time.Time

	mu  sync.Mutex
	now Progress
}

func (p *meter) change(do func(*Progress)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do(&p.now)
}

func (p *meter) is(s Stage) { p.change(func(b *Progress) { b.Stage = s }) }

func (p *meter) at(at domain.Position) { p.change(func(b *Progress) { b.Position = at }) }

// reads begins with one pass up to a position.
func (p *meter) reads(to domain.Position) {
	p.change(func(b *Progress) { b.Stage, b.Head, b.Pass, b.Passes = reading, to, 1, 1 })
}

func (p *meter) look() Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.now
	b.Took = time.Since(p.began)
	return b.reckon()
}

// errSwept means that a builder was silent for so long that its tables were taken for left over.
var errSwept = errors.New("the tables that were being filled are gone")

// beat tells everybody that the builder lives and how far it is, until ctx ends.
func (b *build) beat(ctx context.Context, lost context.CancelCauseFunc) {
	for ctx.Err() == nil {
		now := b.progress.look()
		if b.tell != nil {
			b.tell(now)
		}
		asked, cancel := context.WithTimeout(ctx, renewEvery)
		tag, err := b.engine.pool.Exec(asked, `
			update app.builds set until = clock_timestamp() + $2::interval, stage = $3, position = $4, head = $5, pass = $6, passes = $7
			where schema = $1`, b.Schema(), buildLasts, now.Stage, now.Position, now.Head, now.Pass, now.Passes)
		cancel()
		if err == nil && tag.RowsAffected() == 0 && ctx.Err() == nil {
			lost(errSwept)
			return
		}
		pause(ctx, renewEvery)
	}
}
