package outbox

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
)

// handle leases the delivery, looks at its stream, sends it if that is right, records what became of it, and only then
// clears the lease. After an error anybody may look again; a try that had begun stays written down.
func (w Worker) handle(ctx context.Context, d desk, id uuid.UUID) (template string, o Outcome, code string, err error) {
	begun, err := d.take(ctx, id)
	if err != nil {
		return "", OutcomeError, "", err
	}
	s, err := read(ctx, w.Log, w.Codec, id)
	if err == nil {
		o, code, err = w.watched(ctx, d, s, begun)
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordLasts)
	defer cancel()
	if err != nil {
		return s.state.Template, OutcomeError, code, errors.Join(err, d.release(late, id))
	}
	return s.state.Template, o, code, d.clear(late, id)
}

func (w Worker) watched(ctx context.Context, d desk, s story, begun int) (o Outcome, code string, err error) {
	if w.Watch != nil {
		watched, done := w.Watch(ctx, s.asked)
		ctx = watched
		defer func() { done(s.state.Template, o) }()
	}
	return w.decide(ctx, d, s, begun)
}

// decide does the one thing that is right for the delivery as it stands.
func (w Worker) decide(ctx context.Context, d desk, s story, begun int) (Outcome, string, error) {
	now, try := w.Now(), s.state.Attempts+1
	switch {
	case s.state.Done != "":
		return OutcomeNothing, "", nil
	case begun == try && !s.state.Resend:
		return w.record(ctx, s, "doubt", delivery.RecordDoubt{}, OutcomeInDoubt, "interrupted")
	case !now.Before(s.state.NotAfter):
		return w.giveUp(ctx, s, delivery.WhyExpired)
	case s.state.Attempts >= maxTries:
		return w.giveUp(ctx, s, delivery.WhyAttempts)
	case now.Before(s.retryAt):
		return OutcomeNothing, "", nil
	}
	p, known, err := w.open(ctx, s)
	if err != nil {
		return OutcomeError, "", err
	}
	if !known {
		return w.giveUp(ctx, s, delivery.WhyNoAddress)
	}
	if err := d.begin(ctx, s.request.Delivery, try); err != nil {
		return OutcomeError, "", err
	}
	provider, failure := w.send(ctx, p)
	if failure == nil {
		return w.record(ctx, s, "try "+strconv.Itoa(try), delivery.RecordSent{Provider: provider}, OutcomeSent, "")
	}
	return w.failed(ctx, s, *failure)
}

// open makes the parcel. known is false when there is nobody to send it to, or not any longer.
func (w Worker) open(ctx context.Context, s story) (p Parcel, known bool, err error) {
	to := s.request.To
	if err := w.Opener.OpenTexts(ctx, &to); err != nil {
		return p, false, err
	}
	address, state := to.Value()
	if to.IsZero() || state != personal.Clear || address == "" {
		return p, false, nil
	}
	p = Parcel{
		Delivery: s.request.Delivery, Template: s.request.Template, Edition: s.request.Edition, Language: s.request.Language,
		Recipient: s.request.Recipient, To: address, Params: s.request.Params, Requested: s.requested, NotAfter: s.request.NotAfter,
	}
	if !s.request.Code.IsZero() {
		p.Secret, err = w.Revealer.Reveal(s.request.Purpose, s.request.Code)
	}
	return p, true, err
}

// giveUp ends the delivery in the one way that a try cannot.
func (w Worker) giveUp(ctx context.Context, s story, why string) (Outcome, string, error) {
	return w.record(ctx, s, "give up", delivery.GiveUp{Why: why}, OutcomeGivenUp, why)
}

// recordLasts is how long an outcome is tried to be recorded, also while the server stops; recordAgain lies between tries.
const (
	recordLasts = 8 * time.Second
	recordAgain = 300 * time.Millisecond
)

// record writes the outcome down. Neither the stop of the server nor a log that is away for a moment keeps it from that:
// an outcome that is not recorded is a doubt.
func (w Worker) record(ctx context.Context, s story, step string, c delivery.Command, o Outcome, code string) (Outcome, string, error) {
	act, err := s.act(step, w.Now())
	if err != nil {
		return OutcomeError, code, err
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordLasts)
	defer cancel()
	for {
		done, err := w.Deliveries.Do(late, s.request.Delivery.String(), c, act)
		switch {
		case err == nil && o == OutcomeFailed && done.State.Done == delivery.DoneGivenUp:
			return OutcomeGivenUp, code, nil
		case err == nil:
			return o, code, nil
		case late.Err() != nil || final(err):
			return OutcomeError, code, err
		}
		pause(late, recordAgain)
	}
}

// final says that asking again would bring the same answer.
func final(err error) bool {
	var rule *domain.Error
	return errors.As(err, &rule) && rule.Kind != domain.Unavailable && !errors.Is(err, domain.ErrBusy)
}
