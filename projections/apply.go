package projections

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// bring moves the projection through a part: at once, or, when that fails, half by half until the culprit stands alone.
func (w *worker) bring(ctx context.Context, p part) error {
	err := w.persist(ctx, func() error { return w.commit(ctx, p) })
	var bad *poison
	switch {
	case !errors.As(err, &bad):
		return err
	case len(p.items) > 1:
		first, rest := p.halves()
		if err := w.bring(ctx, first); err != nil {
			return err
		}
		return w.bring(ctx, rest)
	case p.items[0].erases && p.items[0].err != nil:
		return &halt{EraseFailed}
	case w.Order == Global:
		return &halt{bad.code}
	}
	return w.persist(ctx, func() error { return w.park(ctx, p, bad.code) })
}

// persist tries again what failed for a reason that passes: a connection, a lock, a disk.
func (w *worker) persist(ctx context.Context, do func() error) error {
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		err := do()
		if err == nil || ctx.Err() != nil || !passes(err) {
			return err
		}
		w.engine.logger.WarnContext(ctx, "projections: trying again",
			"projection", w.Name, "position", w.at, "code", codeOf(err), "wait", wait)
		pause(ctx, wait)
	}
}

// commit applies a part in one transaction.
func (w *worker) commit(ctx context.Context, p part) (err error) {
	if len(p.items) == 0 {
		return w.pass(ctx, p)
	}
	facts, err := w.engine.facts(ctx, w.Projection, p)
	if err != nil {
		return err
	}
	if w.engine.Watch != nil {
		watched, done := w.engine.Watch(ctx, w.Name, facts)
		ctx = watched
		defer func() { done(err) }()
	}
	if err := w.eraseElsewhere(ctx, p.erased()); err != nil {
		return err
	}
	tx, err := w.engine.begin(ctx, w.Projection)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	if err := w.applyIn(ctx, tx, p, facts); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return blame(ctx, tx, err) // a deferred constraint speaks only now
	}
	w.passed(p.through)
	w.crowd.add(len(streams(facts)), time.Now())
	return nil
}

func (w *worker) applyIn(ctx context.Context, tx pgx.Tx, p part, facts []domain.Fact) error {
	parked, err := w.enter(ctx, tx, p)
	if err != nil {
		return err
	}
	facts = slices.DeleteFunc(slices.Clone(facts), func(f domain.Fact) bool { return slices.Contains(parked, f.Stream) })
	if err := w.fold(ctx, tx, facts); err != nil {
		return err
	}
	return w.erase(ctx, tx, p.erased(), streams(facts))
}

// facts are what Apply is given: opened if the projection declares where personal data goes, sealed otherwise.
func (e *Engine) facts(ctx context.Context, p Projection, of part) ([]domain.Fact, error) {
	var facts []domain.Fact
	for _, it := range of.items {
		if it.err != nil {
			return nil, &poison{"decode", it.err}
		}
		if it.listed {
			facts = append(facts, it.fact)
		}
	}
	if !p.opens() {
		return facts, nil
	}
	return facts, sealed(e.codec.Open(ctx, facts))
}

// begin starts a transaction with the projection's tables in reach. A server that is frozen in the middle of one must
// not hold its locks for long: the database then ends it.
func (e *Engine) begin(ctx context.Context, p Projection) (pgx.Tx, error) {
	return e.pool.BeginTx(ctx, pgx.TxOptions{BeginQuery: "begin; set local search_path = " + p.Schema() +
		"; set local idle_in_transaction_session_timeout = '2s'"})
}

func rollback(ctx context.Context, tx pgx.Tx) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = tx.Rollback(ctx) // after a commit there is nothing to roll back; a broken connection rolls back by itself
}

// enter takes the checkpoint to the end of the part and answers which of its streams are parked. It asks the table each
// time: a repair, on any server, counts from the moment it commits.
func (w *worker) enter(ctx context.Context, tx pgx.Tx, p part) (parked []string, err error) {
	var of []string
	for _, it := range p.items {
		of = append(of, it.fact.Stream)
	}
	var b pgx.Batch
	b.Queue(compareAndSet, w.cas(p)...)
	b.Queue(`select stream from app.parked where consumer = $1 and stream = any($2)`, w.Schema(), of)
	res := tx.SendBatch(ctx, &b)
	tag, err := res.Exec()
	if err == nil && tag.RowsAffected() == 0 {
		err = errMoved
	}
	if err == nil {
		var rows pgx.Rows
		rows, err = res.Query()
		if err == nil {
			parked, err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
	}
	if closing := res.Close(); err == nil {
		err = closing
	}
	return parked, err
}

// fold calls Apply and says whose fault a failure is.
func (p Projection) fold(ctx context.Context, tx pgx.Tx, facts []domain.Fact) (err error) {
	if len(facts) == 0 {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			err = &poison{"panic", fmt.Errorf("panic: %T", r)}
		}
	}()
	if err := p.Apply(ctx, tx, facts); err != nil {
		return blame(ctx, tx, err)
	}
	return nil
}

func streams(facts []domain.Fact) []string {
	var all []string
	for _, f := range facts {
		all = append(all, f.Stream)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
