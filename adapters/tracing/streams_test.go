package tracing_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/adapters/tracing"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/claim"
)

// during does something while a request is watched.
func during(t *testing.T, w *tracing.Tracing, do func(context.Context)) {
	t.Helper()
	get(site(w, func(_ http.ResponseWriter, r *http.Request) { do(r.Context()) }), "GET", "/confirm/x")
}

func TestACommandAndItsAppend(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	l := ledgerOf(t, w)
	during(t, w, func(ctx context.Context) {
		command, act := take(holder)
		if _, err := l.claims.Do(ctx, "ana@example.org", command, act); err != nil {
			t.Error(err)
		}
	})
	act, err := l.facts(t)[0].Act()
	all := seen()
	request, command, appended := named(t, all, "GET /confirm/{token}"), named(t, all, "claim.Take"), named(t, all, "append")
	below(t, command, request)
	below(t, appended, command)
	if err != nil || act.Trace != "00-"+command.SpanContext.TraceID().String()+"-"+command.SpanContext.SpanID().String()+"-01" {
		t.Errorf("the event notes %q, %v", act.Trace, err)
	}
	if said(command, "casetrail.events") != `["claim.taken"]` || said(command, "casetrail.repeated") != "false" || said(appended, "casetrail.outcome") != "written" {
		t.Errorf("the command is told as %v, the append as %v", command.Attributes, appended.Attributes)
	}
}

func TestACommandThatIsRefused(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	l := ledgerOf(t, w)
	first, act := take(holder)
	second, later := take(uuid.MustParse("b0000000-0000-0000-0000-000000000001"))
	if _, err := l.claims.Do(context.Background(), "a", first, act); err != nil {
		t.Fatal(err)
	}
	during(t, w, func(ctx context.Context) {
		if _, err := l.claims.Do(ctx, "a", second, later); !errors.Is(err, claim.ErrTaken) {
			t.Error(err)
		}
		if _, err := l.claims.DoAt(ctx, "a", 7, second, later); !errors.Is(err, domain.ErrChanged) {
			t.Error(err)
		}
	})
	var outcomes []string
	for _, s := range seen() {
		if s.Name == "claim.Take" {
			outcomes = append(outcomes, said(s, "casetrail.outcome"))
			if s.Status.Code == codes.Error {
				t.Error("a rule that says no is told as our fault")
			}
		}
	}
	if !slices.Equal(outcomes, []string{"claim.taken_by_other", domain.ErrChanged.Code}) {
		t.Errorf("it is told as %q", outcomes)
	}
}

// What goes wrong is told by its code, or as an error; never in its words.
func TestNoTextOfAnErrorIsTold(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	l := ledgerOf(t, w)
	during(t, w, func(ctx context.Context) {
		command, act := take(holder)
		_, _ = l.claims.Do(ctx, "a", command, act)
	})
	_, done := w.Projections()(context.Background(), "directory", l.facts(t))
	done(errors.New("ana@example.org is not unique"))
	s := named(t, seen(), "project directory")
	if s.Status.Code != codes.Error || s.Status.Description != "error" || len(s.Events) > 0 {
		t.Errorf("it is told as %v, %v", s.Status, s.Events)
	}
}

// Appends of several callers in one statement are one span, below the first that is watched, linked to each of those.
func TestABatchOfAppends(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	callers := []context.Context{context.Background()}
	during(t, w, func(ctx context.Context) {
		callers = append(callers, ctx)
		during(t, w, func(ctx context.Context) {
			callers = append(callers, ctx)
			w.Batches()(callers)(nil)
			w.Batches()(callers[:1])(nil) // nobody watches any of it
		})
	})
	batch := named(t, seen(), "append batch")
	if said(batch, "casetrail.count") != "3" || len(batch.Links) != 2 {
		t.Errorf("it is told as %v with %d links", batch.Attributes, len(batch.Links))
	}
	if first := trace.SpanFromContext(callers[1]).SpanContext(); batch.Parent.SpanID() != first.SpanID() {
		t.Error("it does not stand below the first that is watched")
	}
}

// Who answers a fact goes on in the trace of the command behind it; a read model that takes several at once links to each.
func TestWhatFollowsACommand(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	l := ledgerOf(t, w)
	for _, stream := range []string{"a", "b"} {
		during(t, w, func(ctx context.Context) {
			command, act := take(uuid.NewSHA1(holder, []byte(stream)))
			_, _ = l.claims.Do(ctx, stream, command, act)
		})
	}
	facts := l.facts(t)
	_, projected := w.Projections()(context.Background(), "directory", facts)
	projected(nil)
	reactor := w.Reactors([]feed.Reactor{{Name: "letters", React: func(ctx context.Context, f domain.Fact, _ func(string) domain.Act) error {
		command, act := take(uuid.NewSHA1(holder, []byte("c")))
		_, err := l.claims.Do(ctx, "c", command, act)
		return err
	}}})[0]
	if err := reactor.React(context.Background(), facts[1], nil); err != nil {
		t.Error(err)
	}
	_, delivered := w.Deliveries("mail")(context.Background(), facts[1])
	delivered("case_linked", outbox.OutcomeInDoubt)

	all := seen()
	var commands []trace.SpanContext
	for _, f := range facts {
		act, _ := f.Act()
		for _, s := range all {
			if s.Name == "claim.Take" && strings.Contains(act.Trace, s.SpanContext.SpanID().String()) {
				commands = append(commands, s.SpanContext)
			}
		}
	}
	if len(commands) != 2 {
		t.Fatalf("%d commands are found by what their events note", len(commands))
	}
	for name, after := range map[string]int{"project directory": 0, "react letters": 1, "deliver mail": 1} {
		s := named(t, all, name)
		if s.Parent.SpanID() != commands[after].SpanID() || s.SpanContext.TraceID() != commands[after].TraceID() {
			t.Errorf("%s does not follow the command", name)
		}
		for i, link := range s.Links {
			if link.SpanContext.SpanID() != commands[i+after].SpanID() {
				t.Errorf("%s links to %s", name, link.SpanContext.SpanID())
			}
		}
		if want := map[string]int{"project directory": 2}[name]; len(s.Links) != max(want, 1) {
			t.Errorf("%s has %d links", name, len(s.Links))
		}
	}
	for _, s := range all {
		if s.Name == "claim.Take" && s.Parent.SpanID() == named(t, all, "react letters").SpanContext.SpanID() {
			return
		}
	}
	t.Error("what the reactor commanded does not stand below it")
}
