package transfer

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

func copied(t testing.TB, source, target eventstore.Log) (Copied, error) {
	t.Helper()
	return Copy(t.Context(), All(t.Context(), source), target, nil)
}

func TestACopyHoldsTheSameEventsInTheSameOrder(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 700} {
		source, target := written(t, n), eventstore.NewMemory()
		c, err := copied(t, source, target)
		if err != nil {
			t.Fatal(err)
		}
		same(t, held(t, target), held(t, source))
		sum, err := Sums(All(t.Context(), source), nil)
		if err != nil || int(c.Events) != n || c.Already != 0 || !c.Same(sum) {
			t.Errorf("%d events: %+v, not %+v, %v", n, c, sum, err)
		}
	}
}

func TestALogIsReadUpToItsHeadOfThatMoment(t *testing.T) {
	t.Parallel()
	log := written(t, 300)
	list := held(t, log)
	if got := all(t, Until(t.Context(), log, list[149].Position)); len(got) != 150 {
		t.Errorf("%d of 150 events", len(got))
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := Sums(Until(ended, log, list[149].Position), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted, it ends with %v", err)
	}
}

func TestAnInterruptedCopyGoesOn(t *testing.T) {
	t.Parallel()
	source, target := written(t, 300), eventstore.NewMemory()
	for tries, appends := 0, 0; ; tries++ {
		ctx, stop := context.WithCancel(t.Context())
		w := wrapped{target, func(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
			if appends++; appends%50 == 0 {
				stop()
			}
			return target.Append(ctx, stream, after, events)
		}}
		c, err := Copy(ctx, All(ctx, source), w, nil)
		stop()
		if err == nil {
			if tries == 0 || c.Already == 0 {
				t.Errorf("after %d interruptions, %d events were there already", tries, c.Already)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	same(t, held(t, target), held(t, source))
	if c, err := copied(t, source, target); err != nil || c.Already != 300 {
		t.Errorf("copied once more: %+v, %v", c, err)
	}
	same(t, held(t, target), held(t, source))
}

// The append is written and its answer lost; the next copy finds it, or repeats it, and nothing is there twice.
func TestAnAppendOfUnknownOutcomeIsNotWrittenTwice(t *testing.T) {
	t.Parallel()
	source, target := written(t, 30), eventstore.NewMemory()
	lost := 0
	w := wrapped{target, func(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
		a, err := target.Append(ctx, stream, after, events)
		if lost++; lost == 5 {
			return a, eventstore.ErrUnknown
		}
		return a, err
	}}
	if _, err := copied(t, source, w); !errors.Is(err, eventstore.ErrUnknown) {
		t.Fatal(err)
	}
	if _, err := copied(t, source, w); err != nil {
		t.Fatal(err)
	}
	same(t, held(t, target), held(t, source))
}

func TestATargetThatIsNotTheBeginningIsRefused(t *testing.T) {
	t.Parallel()
	source := written(t, 30)
	list := held(t, source)
	other := written(t, 10)
	before := held(t, other)
	_, err := copied(t, source, other)
	var refused *OtherLogError
	if !errors.As(err, &refused) || refused.First.Event != 1 || len(refused.First.What) == 0 {
		t.Errorf("another log: %v", err)
	}
	same(t, held(t, other), before)

	if _, err := Copy(t.Context(), given(list[:20]...), source, nil); !errors.Is(err, ErrLonger) {
		t.Errorf("a target that is longer: %v", err)
	}

	half := eventstore.NewMemory()
	if _, err := Copy(t.Context(), given(altered(list[:20], 19, func(r *eventstore.Recorded) { r.Data = []byte("{}{}") })...), half, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := copied(t, source, half); !errors.As(err, &refused) || refused.First.Event != 20 || refused.First.What[0] != "data" {
		t.Errorf("one byte differs: %v", err)
	}
}

func TestSomebodyElseWhoAppendsIsFoundOut(t *testing.T) {
	t.Parallel()
	source, target := written(t, 30), eventstore.NewMemory()
	appends := 0
	w := wrapped{target, func(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
		if appends++; appends == 3 {
			intruder := eventstore.Event{ID: uuid.New(), Type: "test.happened"}
			if _, err := target.Append(ctx, "intruder-"+uuid.NewString(), 0, []eventstore.Event{intruder}); err != nil {
				return eventstore.Appended{}, err
			}
		}
		return target.Append(ctx, stream, after, events)
	}}
	if _, err := copied(t, source, w); err == nil {
		t.Error("the copy passes for one")
	}
}

func TestADamagedSourceIsRefused(t *testing.T) {
	t.Parallel()
	list := held(t, written(t, 30))
	for what, change := range map[string]func(*eventstore.Recorded){
		"revision": func(r *eventstore.Recorded) { r.Revision++ },
		"position": func(r *eventstore.Recorded) { r.Position = 1 },
		"id":       func(r *eventstore.Recorded) { r.ID = uuid.Nil },
		"type":     func(r *eventstore.Recorded) { r.Type = "" },
	} {
		target := &loader{Memory: eventstore.NewMemory()}
		if _, err := Copy(t.Context(), given(altered(list, 20, change)...), target, nil); err == nil || len(target.loaded) > 20 {
			t.Errorf("a wrong %s is loaded: %v", what, err)
		}
	}
}

// loader takes events as they are.
type loader struct {
	*eventstore.Memory
	loaded []eventstore.Recorded
}

func (l *loader) Load(_ context.Context, head domain.Position, events []eventstore.Recorded) (domain.Position, error) {
	l.loaded = append(l.loaded, events...)
	return head + domain.Position(len(events)), nil
}

func TestAFileIsImported(t *testing.T) {
	t.Parallel()
	source, target := written(t, 200), eventstore.NewMemory()
	file, sum := exported(t, source, true)
	for range 2 {
		f, err := Open(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		c, err := Copy(t.Context(), f.Events(), target, nil)
		f.Close()
		if err != nil || !c.Same(sum) {
			t.Fatalf("%+v, not %+v: %v", c, sum, err)
		}
	}
	same(t, held(t, target), held(t, source))
}

// Appended apart in the source, these events are too much for one append.
func TestWhatIsTooMuchForOneAppendIsWrittenInSeveral(t *testing.T) {
	t.Parallel()
	source, target := eventstore.NewMemory(), eventstore.NewMemory()
	for i := range 3 {
		e := eventstore.Event{ID: uuid.New(), Type: "test.happened", Data: make([]byte, 600<<10)}
		if _, err := source.Append(t.Context(), "large-1", domain.Revision(i), []eventstore.Event{e}); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := copied(t, source, target); err != nil || c.Events != 3 { // it has compared them
		t.Errorf("%+v, %v", c, err)
	}
}
