package outbox

import (
	"context"
	"errors"
	"strconv"

	"github.com/casetrail/casetrail/domain/delivery"
)

// send makes one try. The stop of the server does not interrupt it: that would leave doubt for nothing.
func (w Worker) send(ctx context.Context, p Parcel) (provider string, failure *Failure) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.Lasts)
	defer cancel()
	defer func() {
		if recover() != nil { // its value may hold the letter
			provider, failure = "", Fail(Doubtful, "panic")
		}
	}()
	provider, err := w.Sender.Send(ctx, p)
	if err == nil {
		return provider, nil
	}
	if !errors.As(err, &failure) {
		failure = Fail(Doubtful, "unknown")
	}
	return "", failure
}

// failed records what a failure means: try again, never again, or nobody knows.
func (w Worker) failed(ctx context.Context, s story, f Failure) (Outcome, string, error) {
	try := s.state.Attempts + 1
	step := "try " + strconv.Itoa(try)
	switch {
	case f.Class == Permanent:
		return w.record(ctx, s, step, delivery.RecordFailure{Class: delivery.FailurePermanent, Code: f.Code}, OutcomeFailed, f.Code)
	case f.Class == Doubtful && !s.state.Resend:
		return w.record(ctx, s, step, delivery.RecordDoubt{}, OutcomeInDoubt, f.Code)
	}
	again := delivery.RecordFailure{Class: delivery.FailureTemporary, Code: f.Code, RetryAt: retryAt(w.Now(), try)}
	o, code, err := w.record(ctx, s, step, again, OutcomeFailed, f.Code)
	if err == nil && o == OutcomeFailed && try >= maxTries {
		return w.giveUp(ctx, s, delivery.WhyAttempts)
	}
	return o, code, err
}
