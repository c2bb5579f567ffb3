package feed

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
)

func TestAMessageIsTheStoredEvent(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	write(t, log, "test-a", "test.happened", 1)
	_, out := listen(t, log, newNotebook())
	m := next(t, out)
	got, err := Recorded(m)
	if err != nil {
		t.Fatal(err)
	}
	for want := range log.Read(t.Context(), "test-a", 0) {
		want.Stored = want.Stored.UTC().Round(0)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	m.Ack()
}

func TestAStreamComesInOrderWhileOthersGoOn(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	for i := range 20 {
		write(t, log, "test-"+strconv.Itoa(i), "test.happened", 10)
		write(t, log, "test-"+strconv.Itoa(i), "test.ignored", 1)
	}
	_, out := listen(t, log, newNotebook())
	var mu sync.Mutex
	seen := map[string][]string{}
	var working sync.WaitGroup
	for range 200 {
		m := next(t, out)
		working.Go(func() {
			time.Sleep(time.Duration(rand.N(300)) * time.Microsecond)
			mu.Lock()
			stream := m.Metadata.Get(MetaStream)
			seen[stream] = append(seen[stream], m.Metadata.Get(MetaRevision))
			mu.Unlock()
			m.Ack()
		})
	}
	working.Wait()
	want := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
	for stream, revisions := range seen {
		if diff := cmp.Diff(want, revisions); diff != "" {
			t.Errorf("%s: %s", stream, diff)
		}
	}
	none(t, out)
}

func TestTheNextOfAStreamWaitsForTheAcknowledgment(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	write(t, log, "test-a", "test.happened", 2)
	_, out := listen(t, log, newNotebook())
	first := next(t, out)
	none(t, out)
	first.Ack()
	if got := next(t, out).Metadata.Get(MetaRevision); got != "2" {
		t.Errorf("revision %s came second", got)
	}
}

// Two streams whose lanes differ: the one that was acknowledged later in the log does not move the checkpoint past the other.
func TestTheCheckpointIsTheLowestUnacknowledged(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	if laneOf("test-a", quick.Lanes) == laneOf("test-b", quick.Lanes) {
		t.Fatal("choose other streams")
	}
	write(t, log, "test-x", "test.ignored", 1)
	write(t, log, "test-a", "test.happened", 1)
	write(t, log, "test-b", "test.happened", 1)
	at := positions(t, log)
	_, out := listen(t, log, ledger)
	one, two := next(t, out), next(t, out)
	if one.Metadata.Get(MetaStream) == "test-b" {
		one, two = two, one
	}
	two.Ack()
	eventually(t, "the ignored event is passed", func() bool { return ledger.where("reader") == at[0] })
	time.Sleep(5 * quick.Save)
	if got := ledger.where("reader"); got != at[0] {
		t.Errorf("checkpoint %d is past what is not acknowledged, want %d", got, at[0])
	}
	one.Ack()
	eventually(t, "all is passed", func() bool { return ledger.where("reader") == at[2] })
}

func TestWhatWasNotAcknowledgedComesAgainAfterACrash(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-a", "test.happened", 3)
	first, out := listen(t, log, ledger)
	next(t, out).Ack()
	if got := next(t, out).Metadata.Get(MetaRevision); got != "2" {
		t.Fatalf("revision %s", got)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, out = listen(t, log, ledger)
	for _, want := range []string{"2", "3"} {
		m := next(t, out)
		if got := m.Metadata.Get(MetaRevision); got != want {
			t.Errorf("revision %s came, want %s", got, want)
		}
		m.Ack()
	}
}

func TestWhatCannotBeDigestedParksItsStreamAlone(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-bad", "test.happened", 2)
	s, out := listen(t, log, ledger)
	for range quick.Nacks {
		m := next(t, out)
		m.Metadata.Set(metaFault, "claim.taken_by_other")
		m.Nack()
	}
	eventually(t, "the checkpoint passes the parked stream", func() bool {
		all := positions(t, log)
		return ledger.where("reader") == all[len(all)-1]
	})
	write(t, log, "test-good", "test.happened", 1)
	if m := next(t, out); m.Metadata.Get(MetaStream) != "test-good" {
		t.Errorf("%s came, want only the good one", m.Metadata.Get(MetaStream))
	}
	if diff := cmp.Diff([]string{"test-bad"}, ledger.parked["reader"]); diff != "" || ledger.reason != "claim.taken_by_other" {
		t.Errorf("parked for %q: %s", ledger.reason, diff)
	}
	_ = s.Close()
	write(t, log, "test-bad", "test.happened", 1)
	_, out = listen(t, log, ledger)
	if m := next(t, out); m.Metadata.Get(MetaStream) != "test-good" {
		t.Errorf("%s came after a restart", m.Metadata.Get(MetaStream))
	}
}

func TestAPassingFaultIsWaitedOut(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-a", "test.happened", 1)
	_, out := listen(t, log, ledger)
	for range 3 * quick.Nacks {
		m := next(t, out)
		m.Metadata.Set(metaFault, faultPassing)
		m.Nack()
	}
	next(t, out).Ack()
	if len(ledger.parked) > 0 {
		t.Error("parked")
	}
}

func TestAnotherOwnerStopsTheSubscriber(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-a", "test.happened", 1)
	s, out := listen(t, log, ledger)
	m := next(t, out)
	if _, err := ledger.Claim(t.Context(), uuid.New(), uuid.New(), 0, nil); err != nil {
		t.Fatal(err)
	}
	m.Ack()
	if _, open := <-out; open {
		t.Fatal("still open")
	}
	if err := s.Err(); !errors.Is(err, ErrLost) {
		t.Errorf("ended with %v", err)
	}
	if ledger.where("reader") != 0 {
		t.Error("saved what another owns")
	}
}

func TestAFailedSaveIsTriedAgain(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	ledger.fail = context.DeadlineExceeded
	write(t, log, "test-a", "test.happened", 1)
	s, out := listen(t, log, ledger)
	next(t, out).Ack()
	eventually(t, "saved", func() bool { return ledger.where("reader") == positions(t, log)[0] })
	if s.Err() != nil {
		t.Error(s.Err())
	}
}

func TestANewConsumerStartsAtTheHeadUnlessItSaysSo(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-a", "test.happened", 3)
	s := NewSubscriber(log, ledger, silent, quick, uuid.New(),
		Consumer{Name: "late", Types: []string{"test.happened"}},
		Consumer{Name: "all", Types: []string{"test.happened"}, FromStart: true})
	late, err := s.Subscribe(t.Context(), "late")
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Subscribe(t.Context(), "all")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	next(t, all).Ack()
	write(t, log, "test-b", "test.happened", 1)
	if m := next(t, late); m.Metadata.Get(MetaStream) != "test-b" {
		t.Errorf("%s came first", m.Metadata.Get(MetaStream))
	}
}

func TestSubscribingWrong(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	s, out := listen(t, log, newNotebook())
	if _, err := s.Subscribe(t.Context(), "nobody"); !errors.Is(err, ErrNoConsumer) {
		t.Errorf("an unknown name: %v", err)
	}
	if _, err := s.Subscribe(t.Context(), "reader"); !errors.Is(err, ErrSubscribed) {
		t.Errorf("twice: %v", err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, open := <-out; open {
		t.Error("the output is open after Close")
	}
	if _, err := s.Subscribe(t.Context(), "reader"); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestTheContextOfTheSubscriptionEndsIt(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	write(t, log, "test-a", "test.happened", 1)
	ctx, stop := context.WithCancel(t.Context())
	s := NewSubscriber(log, newNotebook(), silent, quick, uuid.New(), Consumer{Name: "reader", Types: []string{"test.happened"}, FromStart: true})
	out, err := s.Subscribe(ctx, "reader")
	if err != nil {
		t.Fatal(err)
	}
	m := next(t, out)
	stop()
	<-m.Context().Done()
	if _, open := <-out; open {
		t.Error("still open")
	}
	if err := errors.Join(s.Close(), s.Err()); err != nil {
		t.Error(err)
	}
}
