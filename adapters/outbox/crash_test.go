package outbox

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/delivery"
)

// A sender dies at each point; another one finds what it left. A letter is never sent twice without anybody knowing; a
// code is sent again, the same.
func TestAnotherSenderFindsWhatADeadOneLeft(t *testing.T) {
	t.Parallel()
	pool := database(t)
	const asked = "delivery.requested"
	leased := func(w *world, id uuid.UUID) { _, _ = w.dead().take(w.t.Context(), id) }
	begun := func(w *world, id uuid.UUID) {
		d := w.dead()
		d.lease = w.Lease
		_, _ = d.take(w.t.Context(), id)
		_ = d.begin(w.t.Context(), id, 1)
		_ = d.release(w.t.Context(), id)
	}
	sent := func(w *world, id uuid.UUID) {
		alive := w.Deliveries
		w.Deliveries = died{}
		w.look(w.t.Context(), w.desk(), id)
		w.Deliveries = alive
	}
	recorded := func(w *world, id uuid.UUID) {
		begun(w, id)
		s, _ := read(w.t.Context(), w.log, w.Codec, id)
		_, _, _ = w.record(w.t.Context(), s, "try 1", delivery.RecordSent{Provider: "relay"}, OutcomeSent, "")
	}
	failed := func(w *world, id uuid.UUID) {
		begun(w, id)
		s, _ := read(w.t.Context(), w.log, w.Codec, id)
		_, _, _ = w.failed(w.t.Context(), s, *Fail(Temporary, "451"))
		w.now = w.now.Add(firstRetry)
	}
	for name, c := range map[string]struct {
		crash  func(*world, uuid.UUID)
		change func(*delivery.Request)
		want   Outcome
		then   []string
		sent   int
	}{
		"before a letter":                     {leased, once, OutcomeSent, []string{asked, "delivery.sent"}, 1},
		"in the middle of a letter":           {begun, once, OutcomeInDoubt, []string{asked, "delivery.in_doubt"}, 0},
		"after a letter, before its record":   {sent, once, OutcomeInDoubt, []string{asked, "delivery.in_doubt"}, 1},
		"after the record of a letter":        {recorded, once, OutcomeNothing, []string{asked, "delivery.sent"}, 0},
		"after the record of a failed letter": {failed, once, OutcomeSent, []string{asked, "delivery.failed", "delivery.sent"}, 1},
		"before a code":                       {leased, nil, OutcomeSent, []string{asked, "delivery.sent"}, 1},
		"in the middle of a code":             {begun, nil, OutcomeSent, []string{asked, "delivery.sent"}, 1},
		"after a code, before its record":     {sent, nil, OutcomeSent, []string{asked, "delivery.sent"}, 2},
		"after the record of a code":          {recorded, nil, OutcomeNothing, []string{asked, "delivery.sent"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := worldOn(t, pool)
			id := w.ask(c.change)
			c.crash(w, id)
			if got := w.look(t.Context(), w.desk(), id); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if diff := cmp.Diff(c.then, w.happened(id)); diff != "" {
				t.Error(diff)
			}
			if n := len(w.sender.got); n != c.sent {
				t.Errorf("sent %d times, want %d", n, c.sent)
			}
			for _, p := range w.sender.got {
				if diff := cmp.Diff(w.sender.got[0], p); diff != "" {
					t.Errorf("another message: %s", diff)
				}
			}
			if w.lies(id) {
				t.Error("the desk is not clear")
			}
		})
	}
}

func TestASenderThatIsAtItIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ask(once)
	if _, err := w.desk().take(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := w.look(t.Context(), w.desk(), id); got != OutcomeNothing || len(w.sender.got) > 0 {
		t.Errorf("%s, %d sent", got, len(w.sender.got))
	}
}

func TestALateSenderDoesNotBegin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ask(once)
	frozen := w.dead()
	if _, err := frozen.take(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk().take(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := frozen.begin(t.Context(), id, 1); err != errElsewhere {
		t.Errorf("it begins: %v", err)
	}
}

func TestTenSendersSendOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Observe = nil
	id := w.ask(once)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() { w.look(t.Context(), w.desk(), id) })
	}
	all.Wait()
	if n := len(w.sender.got); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

// The last try failed, and its sender died before it gave up.
func TestAnotherSenderGivesUpForADeadOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ask(func(r *delivery.Request) { r.NotAfter = noon.AddDate(0, 3, 0) })
	for try := range maxTries {
		s, err := read(t.Context(), w.log, w.Codec, id)
		if err != nil {
			t.Fatal(err)
		}
		failure := delivery.RecordFailure{Class: delivery.FailureTemporary, Code: "451", RetryAt: noon.Add(time.Hour)}
		if _, _, err := w.record(t.Context(), s, "try "+strconv.Itoa(try+1), failure, OutcomeFailed, "451"); err != nil {
			t.Fatal(err)
		}
	}
	w.now = noon.Add(time.Hour)
	if got := w.look(t.Context(), w.desk(), id); got != OutcomeGivenUp || len(w.sender.got) > 0 {
		t.Errorf("%s, %d sent", got, len(w.sender.got))
	}
}
