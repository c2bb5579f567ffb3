package feed

import (
	"context"
	"errors"

	"github.com/casetrail/casetrail/domain"
)

// ErrOlder says that this program must not take a stream up again: it would pass over what only a newer one answers.
var ErrOlder = &domain.Error{
	Kind: domain.Conflict, Code: "reactor.older_program",
	Message: "The servers' program answers events with this reactor that this one does not know. Use theirs.",
}

// Resumed is what became of the parked streams of a reactor.
type Resumed struct {
	Streams  int              // taken up again
	Answered int              // events
	Failed   map[string]error // by stream: these stay parked
	Lifted   bool             // it was halted, and goes on
}

// Resume retries every parked stream of a reactor and, if it is halted, lets it go on; unless not one of the streams could
// be answered: then it would halt again, and has parked more.
func (r Reactors) Resume(ctx context.Context, x Reactor) (done Resumed, err error) {
	ledger := PostgresLedger{r.Pool}
	parked, err := ledger.Parked(ctx, x.Name)
	if err != nil {
		return done, err
	}
	done.Failed = map[string]error{}
	for _, stream := range parked {
		n, err := r.Retry(ctx, x, stream)
		switch {
		case err == nil:
			done.Streams++
			done.Answered += n
		case errors.Is(err, ErrOlder), ctx.Err() != nil:
			return done, err
		case !errors.Is(err, ErrNotParked): // somebody else has just done it
			done.Failed[stream] = err
		}
	}
	if len(done.Failed) > 0 && done.Streams == 0 {
		return done, nil
	}
	done.Lifted, err = ledger.Lift(ctx, x.Name)
	return done, err
}

// knowsAll refuses when whoever claimed the checkpoint last answers more than this reactor.
func (r Reactors) knowsAll(ctx context.Context, x Reactor) error {
	var more bool
	err := r.Pool.QueryRow(ctx, `select exists (select from app.answers where consumer = $1 and asked and not type = any($2))`,
		stored(x.Name), x.Answers).Scan(&more)
	if err == nil && more {
		return ErrOlder
	}
	return err
}
