package feed

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

type happened struct {
	N int `json:"n"`
}

func (happened) EventType() string { return "test.happened" }

type noKeys struct{}

func (noKeys) Ensure(context.Context, ...personal.Subject) error { return nil }
func (noKeys) Open(context.Context, ...personal.Subject) (map[personal.Subject][]byte, error) {
	return nil, nil
}

func codec(t *testing.T) *eventstore.Codec {
	t.Helper()
	c, err := eventstore.NewCodec(noKeys{}, "test", domain.Catalog{domain.Stored[happened]()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// happen appends one event by an act at this time.
func happen(t *testing.T, log eventstore.Log, c *eventstore.Codec, stream string, at time.Time) {
	t.Helper()
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "x"}, "test", stream, at, nil)
	events, err := c.Encode(t.Context(), stream, act, 0, []domain.Event{happened{1}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(t.Context(), stream, 0, events); err != nil {
		t.Fatal(err)
	}
}

// answered is what a reactor was given.
type answered struct {
	stream string
	act    domain.Act
	at     time.Time
}

func recorder(name string, to chan answered) Reactor {
	return Reactor{
		Name: name, Answers: []string{"test.happened"}, FromStart: true,
		React: func(_ context.Context, f domain.Fact, act func(string) domain.Act) error {
			to <- answered{f.Stream, act("step"), time.Now()}
			return nil
		},
	}
}

func react(t *testing.T, log eventstore.Log, pool *pgxpool.Pool, reactors ...Reactor) (stop func()) {
	t.Helper()
	return reactWith(t, Reactors{Log: log, Codec: codec(t), Pool: pool, Logger: silent, Pace: quick}, reactors...)
}

func reactWith(t *testing.T, r Reactors, reactors ...Reactor) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx, reactors...) }()
	stopped := false
	stop = func() {
		if cancel(); !stopped {
			stopped = true
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(stop)
	return stop
}

func TestReactorsAnswerEachEventOnceAndGoOnWhereTheyWere(t *testing.T) {
	t.Parallel()
	log, pool, to := eventstore.NewMemory(), database(t), make(chan answered, 9)
	happen(t, log, codec(t), "test-a", time.Now())
	stop := react(t, log, pool, recorder("noter", to))
	got := <-to
	if got.stream != "test-a" || got.act.By != (domain.Actor{Kind: domain.Reacting, ID: "noter"}) || got.act.Cause == uuid.Nil {
		t.Errorf("answered %+v", got)
	}
	saved(t, pool, log, "noter")
	stop()
	happen(t, log, codec(t), "test-b", time.Now())
	react(t, log, pool, recorder("noter", to))
	if got := <-to; got.stream != "test-b" {
		t.Errorf("%s came again after its answer was saved", got.stream)
	}
}

// saved waits until the checkpoint of a reactor is where the log ends. Before that, what it answered may come again.
func saved(t *testing.T, pool *pgxpool.Pool, log eventstore.Log, reactor string) {
	t.Helper()
	info, err := log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		var at domain.Position
		err := pool.QueryRow(t.Context(), "select position from app.checkpoints where name = $1", "reactor:"+reactor).Scan(&at)
		if err == nil && at >= info.Head {
			return
		}
	}
	t.Fatal("the checkpoint was never saved")
}

func TestALiveEventIsAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	log, pool, to := eventstore.NewMemory(), database(t), make(chan answered, 9)
	react(t, log, pool, recorder("noter", to))
	c := codec(t)
	happen(t, log, c, "test-warm", time.Now())
	<-to
	best := time.Hour
	for _, stream := range []string{"test-a", "test-b", "test-c", "test-d", "test-e"} {
		since := time.Now()
		happen(t, log, c, stream, since)
		best = min(best, (<-to).at.Sub(since))
	}
	if best > 100*time.Millisecond { // 20 on a machine that does nothing else
		t.Errorf("the quickest answer took %s", best)
	}
}

// A killed server renews nothing and saves nothing; what it had in hand is answered by its successor, by the same act.
func TestAnotherServerTakesOverWhatWasInHand(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	killed, alive := connect(t, url), connect(t, url)
	log, to := eventstore.NewMemory(), make(chan answered, 9)
	happen(t, log, codec(t), "test-a", time.Now())
	first := make(chan domain.Act, 9)
	stuck := Reactor{
		Name: "noter", Answers: []string{"test.happened"}, FromStart: true,
		React: func(ctx context.Context, _ domain.Fact, act func(string) domain.Act) error {
			first <- act("step")
			<-ctx.Done()
			return ctx.Err()
		},
	}
	react(t, log, killed, stuck)
	began := <-first
	killed.Close()
	since := time.Now()
	react(t, log, alive, recorder("noter", to))
	got := <-to
	if took := time.Since(since); took > 5*time.Second {
		t.Errorf("taken over after %s", took)
	}
	if got.act.ID != began.ID {
		t.Error("the successor's act is another one")
	}
}

func TestWhatIsTooOldIsSkipped(t *testing.T) {
	t.Parallel()
	log, to := eventstore.NewMemory(), make(chan answered, 9)
	c := codec(t)
	happen(t, log, c, "test-old", time.Now().Add(-2*time.Hour))
	happen(t, log, c, "test-new", time.Now().Add(-time.Minute))
	x := recorder("noter", to)
	x.MaxAge = time.Hour
	react(t, log, database(t), x)
	if got := <-to; got.stream != "test-new" {
		t.Errorf("%s was answered", got.stream)
	}
}

func TestReactorsThatContradictEachOtherDoNotRun(t *testing.T) {
	t.Parallel()
	nothing := func(context.Context, domain.Fact, func(string) domain.Act) error { return nil }
	good := Reactor{Name: "a", Answers: []string{"test.happened"}, React: nothing}
	for what, list := range map[string][]Reactor{
		"two of a name":     {good, good},
		"no name":           {{Answers: good.Answers, React: nothing}},
		"nothing to answer": {{Name: "a", React: nothing}},
		"no answer":         {{Name: "a", Answers: good.Answers}},
	} {
		if err := (Reactors{Logger: silent}).Run(t.Context(), list...); err == nil {
			t.Errorf("%s: runs", what)
		}
	}
}

// followless is a log with a hole.
type followless struct{ *eventstore.Memory }

func (followless) Follow(context.Context, domain.Position) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) { yield(eventstore.Batch{}, eventstore.ErrHole) }
}

func TestALogThatNoWaitingMendsEndsTheReactors(t *testing.T) {
	t.Parallel()
	r := Reactors{Log: followless{eventstore.NewMemory()}, Codec: codec(t), Pool: database(t), Logger: silent}
	if err := r.Run(t.Context(), recorder("noter", nil)); !errors.Is(err, eventstore.ErrHole) {
		t.Errorf("ended with %v", err)
	}
}
