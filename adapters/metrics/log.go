package metrics

import (
	"context"
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
	l.metrics.appends.WithLabelValues(eventstore.Outcome(err)).Observe(time.Since(since).Seconds())
	return answer, err
}
