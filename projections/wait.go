package projections

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Freshness is how complete a view is.
type Freshness struct {
	Position domain.Position // everything up to here is shown
	Age      time.Duration   // how long the oldest event that is not shown has been waiting; 0 when Reached
	Reached  bool            // the position asked for is shown
}

// ErrAhead means that a caller waits for a position that the log has not reached: it was made up.
var ErrAhead = eventstore.ErrAhead

// lookEvery is how often the checkpoints are read, once for all who wait, while somebody waits.
const lookEvery = 10 * time.Millisecond

// Wait returns when each of the named projections (none named: all of them) has passed the position; or when ctx ends,
// without an error, with how far they are. It works on every server, whichever one applies.
func (e *Engine) Wait(ctx context.Context, position domain.Position, names ...string) (Freshness, error) {
	names, err := e.checkpoints(names)
	if err != nil {
		return Freshness{}, err
	}
	if at, _ := e.board.least(names); at >= position {
		return Freshness{Position: at, Reached: true}, nil
	}
	asked := time.Now()
	info, err := e.log.Info(ctx)
	switch {
	case ctx.Err() != nil:
		return e.gaveUp(ctx, names, asked), nil
	case err != nil:
		return Freshness{}, fmt.Errorf("the log does not answer: %w", err)
	case position > info.Head:
		return Freshness{}, fmt.Errorf("%w: %d of %d", ErrAhead, position, info.Head)
	}
	e.board.enter(func() func() { return e.watch(info.Epoch) })
	defer e.board.leave()
	for {
		at, changed := e.board.least(names)
		if at >= position {
			return Freshness{Position: at, Reached: true}, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return e.gaveUp(ctx, names, asked), nil
		}
	}
}

func (e *Engine) gaveUp(ctx context.Context, names []string, asked time.Time) Freshness {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 100*time.Millisecond)
	defer cancel()
	at, _ := e.board.least(names)
	f := Freshness{Position: at, Age: time.Since(asked)}
	if since, err := e.firstAfter(ctx, at); err == nil && !since.IsZero() {
		f.Age = max(f.Age, time.Since(since))
	}
	return f
}

// watch reads the checkpoints onto the board until it is stopped.
func (e *Engine) watch(epoch uuid.UUID) (stop func()) {
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		for ctx.Err() == nil {
			every := lookEvery
			if err := e.look(ctx, epoch); err != nil {
				every = 20 * lookEvery
			}
			pause(ctx, every)
		}
	}()
	return stop
}

func (e *Engine) look(ctx context.Context, epoch uuid.UUID) error {
	names, err := e.checkpoints(nil)
	if err != nil {
		return err
	}
	rows, err := e.pool.Query(ctx, `select name, position from app.checkpoints where name = any($1) and epoch = $2`,
		names, epoch)
	if err != nil {
		return err
	}
	var name string
	var at domain.Position
	_, err = pgx.ForEachRow(rows, []any{&name, &at}, func() error {
		e.board.post(name, epoch, at)
		return nil
	})
	return err
}
