package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// sendFor is how long one statement may take before its connection is given up.
const sendFor = 15 * time.Second

// committerSetup makes a session fit for appending. What appending cannot do without, its functions see to themselves.
const committerSetup = `set statement_timeout = '10s'; set default_transaction_isolation = 'read committed'`

// committer is the only one that appends in this process. It takes what waits, commits it in one statement, answers.
type committer struct {
	connection
	queue *queue
	bell  *bell
	watch func(callers []context.Context) (done func(error)) // nil: nobody watches
}

func (c *committer) run(ctx context.Context) {
	defer close(c.queue.drained)
	defer c.drop()
	for batch := c.queue.take(); batch != nil; batch = c.queue.take() {
		begun := time.Now()
		c.commit(ctx, batch)
		c.queue.gather(len(batch), time.Since(begun))
	}
}

// commit goes on until every request of the batch has its answer. An unknown outcome is repeated with the same bytes for
// as long as somebody waits for it: what was written the first time answers that it was.
func (c *committer) commit(ctx context.Context, batch []*request) {
	for n := 0; ; n++ {
		if batch = awaited(batch); len(batch) == 0 {
			return
		}
		if n == 0 && ctx.Err() != nil {
			fail(batch, eventstore.ErrClosed) // nothing was sent
			return
		}
		verdicts, err := c.send(ctx, batch)
		if err == nil {
			c.answer(batch, verdicts)
			return
		}
		switch {
		case faultOf(err) == refusing:
			c.divide(ctx, batch, err)
			return
		case faultOf(err) == forbidden && n == 0:
			fail(batch, fmt.Errorf("%w: %w", eventstore.ErrForbidden, err))
			return
		case faultOf(err) == forbidden, c.puzzled(err): // this try cannot be mended, an earlier one may have been written
			fail(batch, fmt.Errorf("%w: %w", eventstore.ErrUnknown, err))
			return
		}
		c.logger.Warn("appending will be repeated", "appends", len(batch), "error", err)
		c.drop()
		if !sleep(ctx, pause(n)) {
			fail(batch, fmt.Errorf("%w: %w", eventstore.ErrUnknown, errors.Join(eventstore.ErrClosed, err)))
			return
		}
	}
}

// puzzled says that neither the database nor the connection failed: something here did, and would again.
func (c *committer) puzzled(err error) bool {
	var said *pgconn.PgError
	return !errors.As(err, &said) && c.stands()
}

// divide halves a batch that the database refuses, until the culprit stands alone and nobody else suffers for it.
func (c *committer) divide(ctx context.Context, batch []*request, err error) {
	if len(batch) == 1 {
		fail(batch, fmt.Errorf("appending: %w", err))
		return
	}
	half := len(batch) / 2
	c.commit(ctx, batch[:half])
	c.commit(ctx, batch[half:])
}

func (c *committer) send(ctx context.Context, batch []*request) (verdicts []verdict, err error) {
	if c.watch != nil {
		done := c.watch(callers(batch))
		defer func() { done(err) }()
	}
	ctx, cancel := context.WithTimeout(ctx, sendFor)
	defer cancel()
	if _, err := c.get(ctx, committerSetup); err != nil {
		return nil, err
	}
	return c.appendBatch(ctx, batch)
}

func (c *committer) answer(batch []*request, verdicts []verdict) {
	var end domain.Position
	for _, v := range verdicts {
		end = max(end, v.position)
	}
	c.bell.reached(end)
	for i, v := range verdicts {
		batch[i].reply(v.answer(batch[i]))
	}
}

func callers(batch []*request) (all []context.Context) {
	for _, r := range batch {
		all = append(all, r.ctx)
	}
	return all
}

// awaited are the requests whose callers still wait. A caller who left was told that the outcome is unknown.
func awaited(batch []*request) []*request {
	return slices.DeleteFunc(slices.Clone(batch), func(r *request) bool { return r.ctx.Err() != nil })
}

func fail(batch []*request, err error) {
	for _, r := range batch {
		r.reply(eventstore.Appended{}, err)
	}
}
