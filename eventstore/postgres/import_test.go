package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

// recorded are n events of a log, in streams of ten, stored a second apart.
func recorded(n int) (list []eventstore.Recorded) {
	for i := range n {
		list = append(list, eventstore.Recorded{
			Event:  eventstore.Event{ID: uuid.New(), Type: "test.happened", Data: []byte{0xff, byte(i)}, Meta: []byte(" {}")},
			Stream: fmt.Sprint("loaded-", i/10), Revision: domain.Revision(i%10 + 1), Position: domain.Position(i + 1),
			Stored: time.Date(2026, 1, 1, 0, 0, i, 123456000, time.UTC),
		})
	}
	return list
}

func given(list []eventstore.Recorded) transfer.Events {
	return func(yield func(eventstore.Recorded, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func held(t testing.TB, log eventstore.Log) (list []eventstore.Recorded) {
	t.Helper()
	for r, err := range transfer.All(t.Context(), log) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// What is loaded has its positions and times, and the log goes on behind it as ever.
func TestALoadedLogIsLikeItsSource(t *testing.T) {
	t.Parallel()
	log, list := open(t, database(t), postgres.Options{}), recorded(95)
	for _, run := range [][]eventstore.Recorded{list[:40], list[40:]} {
		if head, err := log.Load(t.Context(), run[0].Position-1, run); err != nil || head != run[len(run)-1].Position {
			t.Fatal(head, err)
		}
	}
	if d := cmp.Diff(list, held(t, log)); d != "" {
		t.Error(d)
	}
	a, err := log.Append(t.Context(), "loaded-9", 5, []eventstore.Event{event()})
	if err != nil || a.Position != 96 || a.Revision != 6 {
		t.Errorf("the next append: %+v, %v", a, err)
	}
	a, err = log.Append(t.Context(), "loaded-0", 8, []eventstore.Event{list[8].Event, list[9].Event})
	if err != nil || a.Position != 10 {
		t.Errorf("a repeat of what was loaded: %+v, %v", a, err)
	}
}

func TestLoadingRefusesALogThatMoved(t *testing.T) {
	t.Parallel()
	log, list := open(t, database(t), postgres.Options{}), recorded(20)
	appendTo(t, log, "somebody-1", 0, 1)
	if _, err := log.Load(t.Context(), 0, list); !errors.Is(err, postgres.ErrMoved) {
		t.Errorf("another head: %v", err)
	}
	if _, err := log.Load(t.Context(), 1, append(list, list[3])); err == nil {
		t.Error("a revision is loaded twice")
	}
	if got := held(t, log); len(got) != 1 {
		t.Errorf("something of it is there: %d events", len(got))
	}
}

func TestLoadedTimesNeverRunBack(t *testing.T) {
	t.Parallel()
	log, list := open(t, database(t), postgres.Options{}), recorded(3)
	list[2].Stored = list[0].Stored
	if _, err := log.Load(t.Context(), 0, list); err != nil {
		t.Fatal(err)
	}
	if got := held(t, log); !got[2].Stored.Equal(list[1].Stored) {
		t.Errorf("the third event was stored at %s", got[2].Stored)
	}
}

func TestLoadingWakesFollowers(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log, elsewhere := open(t, pool, postgres.Options{Poll: time.Minute}), open(t, pool, postgres.Options{Poll: time.Minute})
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	loaded := false
	for b, err := range elsewhere.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if b.Through == 10 {
			return
		}
		if !loaded {
			loaded = true
			if _, err := log.Load(t.Context(), 0, recorded(10)); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Error("a follower in another process did not hear of it")
}

// A copy from a log with holes is interrupted, goes on, is exported, imported elsewhere; all are the same.
func TestALogTravels(t *testing.T) {
	t.Parallel()
	source := eventstore.NewMemory()
	for i := range 60 {
		r := recorded(60)[i]
		if _, err := source.Append(t.Context(), r.Stream, r.Revision-1, []eventstore.Event{r.Event}); err != nil {
			t.Fatal(err)
		}
	}
	log := open(t, database(t), postgres.Options{})
	if _, err := transfer.Copy(t.Context(), given(held(t, source)[:25]), log, nil); err != nil {
		t.Fatal(err)
	}
	c, err := transfer.Copy(t.Context(), transfer.All(t.Context(), source), log, nil)
	if err != nil || c.Already != 25 || c.Events != 60 {
		t.Fatalf("%+v, %v", c, err)
	}
	var file bytes.Buffer
	if _, _, err := transfer.Export(t.Context(), log, &file, true, nil); err != nil {
		t.Fatal(err)
	}
	f, err := transfer.Open(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	elsewhere := open(t, database(t), postgres.Options{})
	if _, err := transfer.Copy(t.Context(), f.Events(), elsewhere, nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(held(t, log), held(t, elsewhere)); d != "" {
		t.Error(d)
	}
	compared, err := transfer.Compare(transfer.All(t.Context(), source), transfer.All(t.Context(), elsewhere), nil)
	if err != nil || compared.Difference != nil || compared.Restamped != 0 || compared.Moved != 60 {
		t.Errorf("%+v, %v", compared, err)
	}
}

// The real checks of a log, on one that somebody tampered with behind its back.
func TestTamperingIsFound(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{})
	if _, err := log.Load(t.Context(), 0, recorded(20)); err != nil {
		t.Fatal(err)
	}
	conn := other(t, pool)
	exec(t, conn, "alter table es.events disable trigger append_only")
	exec(t, conn, "update es.events set recorded_at = recorded_at + interval '1 day' where position = 11")
	exec(t, conn, "delete from es.events where position = 18")
	codec, err := eventstore.NewCodec(nil, "test")
	if err != nil {
		t.Fatal(err)
	}
	c, err := transfer.Check(log.Scan(t.Context(), 20), true, codec, nil)
	var found []string
	for _, f := range c.Findings {
		found = append(found, fmt.Sprint(f.Position, " ", f.What))
	}
	if want := []string{"12 stored", "19 position", "19 revision"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("found %v, not %v; %v", found, want, err)
	}
	if c.Events != 19 || c.Last != 20 {
		t.Errorf("%d events, the last at %d", c.Events, c.Last)
	}
}

// BenchmarkLoad loads 20,000 events at a time.
func BenchmarkLoad(b *testing.B) {
	const each = 20_000
	log, list := open(b, database(b), postgres.Options{}), recorded(each)
	for i := range list {
		list[i].Data, list[i].Event.Meta = make([]byte, 400), make([]byte, 250)
	}
	var head domain.Position
	for b.Loop() {
		name := uuid.NewString()
		for i := range list {
			list[i].Stream = fmt.Sprint("loaded-", name, i/10)
		}
		var err error
		if head, err = log.Load(b.Context(), head, list); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(head)/b.Elapsed().Seconds(), "events/s")
}
