package projections

import (
	"context"
	"errors"
	"maps"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// setAside parks the streams that could not be folded, as Apply would: with the rows of what came before.
func (l *loader) setAside(ctx context.Context) error {
	for _, ln := range l.lanes {
		maps.Copy(l.failed, ln.failed)
	}
	switch failed := len(l.failed); {
	case failed == 0:
		return nil
	case slides(failed, l.streams+failed):
		return &halt{Landslide}
	}
	rest := &lane{loader: l, folds: map[string]*folded{}}
	var b pgx.Batch
	for stream, why := range l.failed {
		var f *folded
		err := l.persist(ctx, func() (err error) {
			f, why, err = l.before(ctx, stream, why)
			return err
		})
		if err != nil {
			return err
		}
		rest.folds[stream] = f
		b.Queue(`
			insert into app.parked (consumer, stream, position, since, reason_code) values ($1, $2, $3, clock_timestamp(), $4)
			on conflict do nothing`, l.Schema(), stream, why.position, why.code)
		l.engine.logger.ErrorContext(ctx, "projections: a stream is parked", "projection", l.Name, "version", l.Version,
			"stream", stream, "position", why.position, "code", why.code)
	}
	if err := rest.copy(ctx); err != nil {
		return err
	}
	return l.persist(ctx, func() error { return l.engine.pool.SendBatch(ctx, &b).Close() })
}

// before folds a stream up to the event at which it failed, or at which it fails now: a lane finds what does not decode
// before it folds what stands in front of that.
func (l *loader) before(ctx context.Context, stream string, why failure) (*folded, failure, error) {
	f := &folded{Fold: l.Load(stream)}
	for r, err := range l.engine.log.Read(ctx, stream, 0) {
		if err != nil {
			return nil, why, err
		}
		if r.Position >= why.position {
			break
		}
		if !l.reads(r.Type) {
			continue
		}
		err := l.addOne(ctx, f, r)
		var bad *poison
		switch {
		case errors.As(err, &bad):
			return l.before(ctx, stream, failure{r.Position, bad.code})
		case err != nil:
			return nil, why, err
		}
	}
	return f, why, nil
}

func (l *loader) addOne(ctx context.Context, to Fold, r eventstore.Recorded) error {
	f, err := l.engine.codec.Fact(r)
	if err != nil {
		return &poison{"decode", err}
	}
	facts := []domain.Fact{f}
	unopened, err := l.openAll(ctx, facts)
	if err == nil {
		err = unopened[0]
	}
	if err != nil {
		return err
	}
	if err := addTo(to, facts[0]); err != nil {
		return &poison{codeOf(err), err}
	}
	return nil
}
