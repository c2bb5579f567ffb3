package outbox

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/projections/deliveries"
)

func TestWhatASenderAnswersIsRecorded(t *testing.T) {
	t.Parallel()
	pool := database(t)
	const asked = "delivery.requested"
	for name, c := range map[string]struct {
		change func(*delivery.Request)
		world  func(*world)
		answer error
		want   Outcome
		then   []string
		unsent bool
	}{
		"sent":                        {want: OutcomeSent, then: []string{asked, "delivery.sent"}},
		"temporary":                   {answer: Fail(Temporary, "451"), want: OutcomeFailed, then: []string{asked, "delivery.failed"}},
		"permanent":                   {answer: Fail(Permanent, "550"), want: OutcomeGivenUp, then: []string{asked, "delivery.failed", "delivery.given_up"}},
		"doubtful, may come once":     {change: once, answer: Fail(Doubtful, "silence"), want: OutcomeInDoubt, then: []string{asked, "delivery.in_doubt"}},
		"doubtful, may come twice":    {answer: Fail(Doubtful, "silence"), want: OutcomeFailed, then: []string{asked, "delivery.failed"}},
		"an error of another kind":    {change: once, answer: errOther, want: OutcomeInDoubt, then: []string{asked, "delivery.in_doubt"}},
		"a sender that panics":        {change: once, world: func(w *world) { w.sender.during = func() { panic("ana") } }, want: OutcomeInDoubt, then: []string{asked, "delivery.in_doubt"}},
		"temporary, then of no use":   {world: func(w *world) { w.now = noon.Add(10*time.Minute - time.Second) }, answer: Fail(Temporary, "451"), want: OutcomeGivenUp, then: []string{asked, "delivery.failed", "delivery.given_up"}},
		"too late":                    {world: func(w *world) { w.now = noon.Add(10 * time.Minute) }, want: OutcomeGivenUp, then: []string{asked, "delivery.given_up"}, unsent: true},
		"no address":                  {change: func(r *delivery.Request) { r.To = personal.Text{} }, want: OutcomeGivenUp, then: []string{asked, "delivery.given_up"}, unsent: true},
		"the recipient is erased":     {world: func(w *world) { w.keys.gone[holder] = true }, want: OutcomeGivenUp, then: []string{asked, "delivery.given_up"}, unsent: true},
		"the code cannot be revealed": {world: func(w *world) { w.Revealer = open{errOther} }, want: OutcomeError, then: []string{asked}, unsent: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := worldOn(t, pool)
			id := w.ask(c.change)
			if c.world != nil {
				c.world(w)
			}
			if c.answer != nil {
				w.sender.answers = []error{c.answer}
			}
			if got := w.look(t.Context(), w.desk(), id); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if diff := cmp.Diff(c.then, w.happened(id)); diff != "" {
				t.Error(diff)
			}
			if sent := len(w.sender.got) > 0; sent == c.unsent {
				t.Errorf("given to the sender: %v", sent)
			}
			if diff := cmp.Diff([]Outcome{c.want}, w.counted); diff != "" {
				t.Errorf("counted: %s", diff)
			}
			if loud := c.want != OutcomeSent; loud != (w.logged.Len() > 0) {
				t.Errorf("logged: %s", w.logged.String())
			}
			if strings.Contains(w.logged.String(), "ana") {
				t.Errorf("the log tells who it was for: %s", w.logged.String())
			}
			if c.want != OutcomeError && w.lies(id) {
				t.Error("the desk is not clear")
			}
		})
	}
}

func TestAParcelHasAllThatIsNeededAndPrintsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ask(nil)
	w.look(t.Context(), w.desk(), id)
	p := w.sender.got[0]
	want := Parcel{
		Delivery: id, Template: "sign_in_code", Edition: "2026-11", Language: "es", Recipient: p.Recipient, To: "ana@example.com",
		Params: map[string]string{"until": "later"}, Secret: "sign_in_code " + uuid.UUID{5}.String(), Requested: noon, NotAfter: noon.Add(10 * time.Minute),
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	for _, s := range []string{p.String(), p.GoString(), p.LogValue().String()} {
		if s != "parcel "+id.String() {
			t.Errorf("prints %q", s)
		}
	}
}

func TestATemporaryFailureIsTriedAgainWhenItIsTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ask(nil)
	w.sender.answers = []error{Fail(Temporary, "451"), Fail(Temporary, "451")}
	for _, step := range []struct {
		after time.Duration
		want  Outcome
	}{
		{0, OutcomeFailed},
		{firstRetry - time.Second, OutcomeNothing},
		{firstRetry, OutcomeFailed},
		{2 * firstRetry, OutcomeNothing},
		{3 * firstRetry, OutcomeSent},
		{4 * firstRetry, OutcomeNothing},
	} {
		w.now = noon.Add(step.after)
		if got := w.look(t.Context(), w.desk(), id); got != step.want {
			t.Errorf("after %s: %s, want %s", step.after, got, step.want)
		}
	}
	if n := len(w.sender.got); n != 3 {
		t.Errorf("sent %d times", n)
	}
}

func TestTriesEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ask(func(r *delivery.Request) { r.NotAfter = noon.AddDate(0, 3, 0) })
	for range maxTries {
		w.sender.answers = append(w.sender.answers, Fail(Temporary, "451"))
	}
	for range maxTries {
		w.now = w.now.Add(lastRetry)
		w.look(t.Context(), w.desk(), id)
	}
	types := w.happened(id)
	if n := len(w.sender.got); n != maxTries || types[len(types)-1] != "delivery.given_up" {
		t.Errorf("%d tries, then %s", n, types[len(types)-1])
	}
}

func TestWaitingGrowsToAnHour(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{1: 15 * time.Second, 2: 30 * time.Second, 4: 2 * time.Minute, 20: time.Hour} {
		if got := retryAt(noon, failures).Sub(noon); got != want {
			t.Errorf("after %d failures %s, want %s", failures, got, want)
		}
	}
}

func TestTheWorkerSendsWhatIsDueUntilItIsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	var due list
	for range 20 {
		due = append(due, deliveries.Delivery{ID: w.ask(nil)})
	}
	w.Due, w.Parallel, w.Observe = due, 4, nil
	w.sender.during = func() {
		if len(w.sender.got) == len(due) {
			stop() // in the middle of the last one: it is finished and recorded
		}
	}
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	for _, item := range due {
		if types := w.happened(item.ID); len(types) != 2 || types[1] != "delivery.sent" || w.lies(item.ID) {
			t.Errorf("%v, on the desk: %v", types, w.lies(item.ID))
		}
	}
	if n := len(w.sender.got); n != len(due) {
		t.Errorf("%d sent", n)
	}
}

// Those that wait longest fail each time, and are more than are asked for at once: the one behind them is sent.
func TestWhatCannotBeSentHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Revealer, w.Parallel, w.Observe = open{errOther}, 1, nil
	var due list
	for range 10 {
		due = append(due, deliveries.Delivery{ID: w.ask(nil)})
	}
	good := w.ask(func(r *delivery.Request) { r.Code, r.Purpose = secret.Ref{}, "" })
	w.Due = first(append(due, deliveries.Delivery{ID: good}))
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	w.sender.during = stop
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"delivery.requested", "delivery.sent"}, w.happened(good)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsAskedForIsBounded(t *testing.T) {
	t.Parallel()
	w := Worker{Parallel: 8}
	for recent, want := range map[int]int{0: 32, 32: 64, 5000: most} {
		if got := w.limit(recent); got != want {
			t.Errorf("with %d left alone %d are asked for, want %d", recent, got, want)
		}
	}
}

func TestADeliveryIsLeftAloneForAMomentAndThenForgotten(t *testing.T) {
	t.Parallel()
	now, before := uuid.New(), uuid.New()
	r := recent{at: map[uuid.UUID]time.Time{before: time.Now().Add(-again)}}
	r.looked([]uuid.UUID{now})
	if r.fresh(now) || !r.fresh(before) || !r.fresh(uuid.New()) {
		t.Errorf("fresh: %v, %v", r.fresh(now), r.fresh(before))
	}
	if n := r.count(); n != 1 || len(r.at) != 1 {
		t.Errorf("%d left alone, %d remembered", n, len(r.at))
	}
}

// first answers no more than it is asked for, those that wait longest first.
type first []deliveries.Delivery

func (f first) Due(_ context.Context, _ string, _ time.Time, limit int) ([]deliveries.Delivery, error) {
	return f[:min(limit, len(f))], nil
}

// list is always due: a read model that lags behind for ever.
type list []deliveries.Delivery

func (l list) Due(context.Context, string, time.Time, int) ([]deliveries.Delivery, error) {
	return l, nil
}
