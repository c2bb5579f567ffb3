package outbox

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections/deliveries"
)

// Deliveries are the streams that a worker records in.
type Deliveries = domain.Streams[delivery.State, delivery.Command, delivery.Event]

// Worker sends what is due on one channel. Any number of servers may run one for the same channel.
type Worker struct {
	Channel    string
	Sender     Sender
	Due        Due
	Log        eventstore.Log
	Codec      Decoder
	Deliveries Deliveries
	Opener     workflow.Opener
	Revealer   workflow.Revealer
	Pool       *pgxpool.Pool
	Logger     *slog.Logger

	Observe func(channel, template string, o Outcome) // counts what became of each try; nil: nobody counts
	Now     func() time.Time                          // nil: the clock

	// Watch is told of a delivery that is handled: the fact that asked for it. What it answers is called when it is known what
	// became of it. nil: nobody watches.
	Watch func(ctx context.Context, asked domain.Fact) (watched context.Context, done func(template string, o Outcome))

	Every    time.Duration // between two looks at what is due: 200 ms
	Parallel int           // messages at once: 8
	Lasts    time.Duration // the longest try: 20 s
	Lease    time.Duration // longer than a try: 30 s; a dead sender's message waits that long
}

// Outcome is what became of one look at a delivery.
type Outcome string

// The outcomes. Nothing ever ends without one of them being counted and, but for the first two, logged.
const (
	OutcomeSent    Outcome = "sent"
	OutcomeNothing Outcome = "nothing" // it was done already, or it is not its time
	OutcomeFailed  Outcome = "failed"  // it will be tried again
	OutcomeGivenUp Outcome = "given_up"
	OutcomeInDoubt Outcome = "in_doubt" // a task for a human
	OutcomeError   Outcome = "error"    // ours: the database, the keys; it will be looked at again
)

// Run works until ctx ends; tries that have begun are finished and recorded first.
func (w Worker) Run(ctx context.Context) error {
	w = w.withDefaults()
	d := desk{w.Pool, uuid.New(), w.Lease}
	r := recent{at: map[uuid.UUID]time.Time{}}
	for ctx.Err() == nil {
		items, err := w.Due.Due(ctx, w.Channel, w.Now(), w.limit(r.count()))
		if err != nil && ctx.Err() == nil {
			w.Logger.WarnContext(ctx, "what is due cannot be read", "channel", w.Channel, "error", err)
		}
		if w.round(ctx, d, &r, items) == 0 {
			pause(ctx, w.Every)
		}
	}
	return nil
}

// most is how many due deliveries are asked for at once.
const most = 1000

// limit is how many to ask for: those that are left alone for now may be the first of the list, and hide no other.
func (w Worker) limit(recent int) int { return min(4*w.Parallel+recent, most) }

// round looks at each item once, several at a time, and answers how many it looked at.
func (w Worker) round(ctx context.Context, d desk, r *recent, items []deliveries.Delivery) int {
	var working sync.WaitGroup
	slots := make(chan struct{}, w.Parallel)
	var looked []uuid.UUID
	for _, item := range items {
		if ctx.Err() != nil || !r.fresh(item.ID) {
			continue
		}
		looked = append(looked, item.ID)
		slots <- struct{}{}
		working.Go(func() {
			defer func() { <-slots }()
			w.look(ctx, d, item.ID)
		})
	}
	working.Wait()
	r.looked(looked)
	return len(looked)
}

// look handles one delivery and says what became of it.
func (w Worker) look(ctx context.Context, d desk, id uuid.UUID) Outcome {
	template, outcome, code, err := w.handle(ctx, d, id)
	if errors.Is(err, errElsewhere) {
		return OutcomeNothing
	}
	if w.Observe != nil {
		w.Observe(w.Channel, template, outcome)
	}
	note := []any{"channel", w.Channel, "template", template, "delivery", id, "outcome", string(outcome), "code", code}
	switch {
	case err != nil:
		w.Logger.ErrorContext(ctx, "delivery not handled", append(note, "error", err)...)
	case outcome == OutcomeGivenUp || outcome == OutcomeInDoubt:
		w.Logger.ErrorContext(ctx, "delivery needs a person", note...)
	case outcome == OutcomeFailed:
		w.Logger.WarnContext(ctx, "delivery failed", note...)
	}
	return outcome
}

func (w Worker) withDefaults() Worker {
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Parallel == 0 {
		w.Parallel = 8
	}
	for at, standard := range map[*time.Duration]time.Duration{
		&w.Every: 200 * time.Millisecond, &w.Lasts: 20 * time.Second, &w.Lease: 30 * time.Second,
	} {
		if *at == 0 {
			*at = standard
		}
	}
	return w
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
