package feed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Retry lets a reactor answer what it has passed over of a parked stream, in order, and takes the stream up again. It may
// run anywhere, beside the server that reacts: what both answer is recorded once. It answers how many events were given to
// the reactor; when one of them still fails, the stream stays parked.
func (r Reactors) Retry(ctx context.Context, x Reactor, stream string) (answered int, err error) {
	err = PostgresLedger{r.Pool}.Unpark(ctx, x.Name, stream, func(ctx context.Context, from domain.Position) error {
		answered = 0
		// Asked while nobody can pass over an event of this stream: a newer program that claims the checkpoint before this has
		// passed over what it alone answers; one that claims it later waits.
		if err := r.knowsAll(ctx, x); err != nil {
			return err
		}
		if err := r.leaveToOthers(ctx, x, from); err != nil {
			return err
		}
		for e, err := range r.Log.Read(ctx, stream, 0) {
			if err != nil {
				return err
			}
			if e.Position < from || !slices.Contains(x.Answers, e.Type) {
				continue
			}
			if err := r.answerAgain(ctx, x, e); err != nil {
				return err
			}
			answered++
		}
		return nil
	})
	return answered, err
}

// leaveToOthers makes another version of the program, if ever one reacts again, read anew what only it answers, and what was
// passed over with the stream.
func (r Reactors) leaveToOthers(ctx context.Context, x Reactor, from domain.Position) error {
	_, err := r.Pool.Exec(ctx, `
		update app.answers set seen = $3 - 1 where consumer = $1 and not asked and not type = any($2) and seen >= $3`,
		stored(x.Name), x.Answers, int64(from))
	return err
}

// answerAgain says of a failure only what kind it is: its text may hold what the event holds.
func (r Reactors) answerAgain(ctx context.Context, x Reactor, e eventstore.Recorded) error {
	err := r.answerOnce(ctx, x, e)
	switch {
	case err == nil:
		return nil
	case Passing(err):
		return ErrNotNow
	}
	return fmt.Errorf("revision %d of %s cannot be answered yet: %s", e.Revision, e.Stream, fault(err))
}

func (r Reactors) answerOnce(ctx context.Context, x Reactor, e eventstore.Recorded) (err error) {
	ctx, cancel := context.WithTimeout(ctx, attemptLasts)
	defer cancel()
	defer func() {
		if recover() != nil { // its value may hold what the event holds
			err = middleware.RecoveredPanicError{}
		}
	}()
	f, err := r.Codec.Fact(e)
	if err != nil {
		return err
	}
	return x.Answer(ctx, f, r.now())
}

func (r Reactors) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}
