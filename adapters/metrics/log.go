package metrics

import (
	"context"
	"errors"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Log is a log whose appends are measured. On every store it is the caller who waits that is asked.
func (m *Metrics) Log(l eventstore.Log) eventstore.Log { return measured{l, m} }

type measured struct {
	eventstore.Log
	metrics *Metrics
}

// Append implements eventstore.Log.
func (l measured) Append(
	ctx context.Context, stream string, after domain.Revision, events []eventstore.Event,
) (eventstore.Appended, error) {
	l.metrics.waiting.Inc()
	defer l.metrics.waiting.Dec()
	since := time.Now()
	answer, err := l.Log.Append(ctx, stream, after, events)
	l.metrics.appends.WithLabelValues(outcome(err)).Observe(time.Since(since).Seconds())
	return answer, err
}

// What becomes of an append. Unknown: the caller went away before the log could say whether it was written.
const (
	appendWritten  = "written"
	appendConflict = "conflict"
	appendBusy     = "busy"
	appendUnknown  = "unknown"
	appendFailed   = "failed"
)

func outcome(err error) string {
	var conflict *eventstore.ConflictError
	switch {
	case err == nil:
		return appendWritten
	case errors.As(err, &conflict):
		return appendConflict
	case errors.Is(err, eventstore.ErrBusy):
		return appendBusy
	case errors.Is(err, eventstore.ErrUnknown):
		return appendUnknown
	}
	return appendFailed
}
