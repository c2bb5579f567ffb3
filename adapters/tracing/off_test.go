package tracing_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/tracing"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/eventstore"
)

// Where nobody watches, nothing stands between anything.
func TestNobodyWatches(t *testing.T) {
	t.Parallel()
	var w *tracing.Tracing
	log := eventstore.NewMemory()
	if w.Log(log) != eventstore.Log(log) {
		t.Error("a log is wrapped")
	}
	var claims domain.Streams[claim.State, claim.Command, claim.Event] = eventstore.NewHandler(log, nil, claim.Decider)
	if tracing.Streams(w, claims) != claims {
		t.Error("streams are wrapped")
	}
	mux := http.NewServeMux()
	if w.Requests(mux) != http.Handler(mux) {
		t.Error("requests are wrapped")
	}
	reactors := []feed.Reactor{{Name: "a"}}
	if same := w.Reactors(reactors); &same[0] != &reactors[0] {
		t.Error("reactors are wrapped")
	}
	if w.Batches() != nil || w.Projections() != nil || w.Deliveries("mail") != nil || w.Begin() != nil {
		t.Error("there are hooks")
	}
	if err := w.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// silent are streams that do nothing: what is measured is the watch alone.
type silent struct{}

func (silent) Load(context.Context, string) (domain.Loaded[claim.State], error) {
	return domain.Loaded[claim.State]{}, nil
}

func (silent) Do(context.Context, string, claim.Command, domain.Act) (domain.Done[claim.State, claim.Event], error) {
	return domain.Done[claim.State, claim.Event]{}, nil
}

func (silent) DoAt(context.Context, string, domain.Revision, claim.Command, domain.Act) (domain.Done[claim.State, claim.Event], error) {
	return domain.Done[claim.State, claim.Event]{}, nil
}

// A command of a request that is not watched pays nothing for those that are; nor does one where nobody watches at all.
func TestWhatIsNotWatchedAllocatesNothing(t *testing.T) {
	w, _ := watching(t, 0)
	for name, w := range map[string]*tracing.Tracing{"off": nil, "not watched": w} {
		claims := tracing.Streams[claim.State, claim.Command, claim.Event](w, silent{})
		var command claim.Command
		command, act := take(holder)
		ctx := context.Background()
		if n := testing.AllocsPerRun(100, func() { _, _ = claims.Do(ctx, "a", command, act) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkCommand(b *testing.B) {
	for _, c := range []struct {
		name  string
		share float64
		on    bool
	}{{"off", 0, false}, {"not watched", 0, true}, {"watched", 1, true}} {
		b.Run(c.name, func(b *testing.B) {
			var w *tracing.Tracing
			if c.on {
				w, _ = watching(b, c.share)
			}
			claims := tracing.Streams[claim.State, claim.Command, claim.Event](w, silent{})
			var command claim.Command
			command, act := take(holder)
			h := site(w, func(_ http.ResponseWriter, r *http.Request) {
				b.ReportAllocs()
				for b.Loop() {
					_, _ = claims.Do(r.Context(), "a", command, act)
				}
			})
			get(h, "GET", "/confirm/x")
		})
	}
}
