package logtest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
)

// asked is one call, as the checker of histories sees it. Events are small numbers.
type asked struct {
	append bool // otherwise it reads
	after  int
	events []int
}

// answered is what came of it.
type answered struct {
	unknown  bool
	conflict bool
	revision int   // of the last event, or where the stream is
	read     []int // all events of the stream after the revision asked
}

func (a asked) String() string {
	if a.append {
		return fmt.Sprintf("append %v after %d", a.events, a.after)
	}
	return fmt.Sprintf("read after %d", a.after)
}

func (a answered) String() string {
	switch {
	case a.unknown:
		return "unknown"
	case a.conflict:
		return fmt.Sprintf("conflict at %d", a.revision)
	case a.revision > 0:
		return fmt.Sprintf("at %d", a.revision)
	}
	return fmt.Sprint(a.read)
}

// oneStream is a stream as if all asked one after the other; its state is the events of the stream.
var oneStream = porcupine.Model{
	Init:  func() any { return []int(nil) },
	Equal: func(a, b any) bool { return slices.Equal(a.([]int), b.([]int)) },
	Step: func(state, input, output any) (bool, any) {
		have, in, out := state.([]int), input.(asked), output.(answered)
		if !in.append {
			return slices.Equal(out.read, have[min(in.after, len(have)):]), have
		}
		next, want := step(have, in)
		return out.unknown || out.conflict == want.conflict && out.revision == want.revision, next
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprint(input, " → ", output) },
}

// step appends to a stream, or finds the events there, or a conflict.
func step(have []int, in asked) (next []int, out answered) {
	end := in.after + len(in.events)
	switch {
	case in.after == len(have):
		return slices.Concat(have, in.events), answered{revision: end}
	case end <= len(have) && slices.Equal(have[in.after:end], in.events):
		return have, answered{revision: end}
	}
	return have, answered{conflict: true, revision: len(have)}
}

// linearizable: what many callers of two processes were answered is what they could have been answered one after the other,
// each between its question and its answer. Who left, and whose outcome is unknown, may have been served at any time since.
func linearizable(t testing.TB, on Instance) {
	const callers, each = 8, 40
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	h := &history{begun: time.Now(), streams: []string{"a", "b", "c"}, ids: map[uuid.UUID]int{}, calls: map[string][]porcupine.Operation{}}
	logs := []eventstore.Log{on.Log, on.another(t)}
	var asking sync.WaitGroup
	for c := range callers {
		asking.Go(func() {
			caller := &caller{history: h, log: logs[c%2], number: c, believes: map[string]int{}}
			for range each {
				time.Sleep(rand.N(200 * time.Microsecond)) // so that they mix, however quick the store
				if err := caller.ask(ctx); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for n := range 12 { // and no more: where it takes long to connect, nobody would come to an end
		time.Sleep(10 * time.Millisecond)
		if on.LoseAnswers != nil && n%3 == 0 {
			on.LoseAnswers(1)
		}
		if on.Cut != nil && n%4 == 1 {
			on.Cut()
		}
	}
	asking.Wait()
	if err := ctx.Err(); err != nil {
		t.Errorf("not all was answered: %v", err)
	}
	for _, stream := range h.streams {
		asks := h.now()
		end := h.numbers(read(t, on.Log, stream, 0))
		h.note(callers, stream, asks, asked{}, answered{read: end})
		calls := settled(h.calls[stream], end)
		if got := porcupine.CheckOperationsTimeout(oneStream, calls, time.Minute); got != porcupine.Ok {
			t.Errorf("the history of stream %s is %s:\n%s", stream, got, describe(calls))
		}
	}
}

// settled leaves out what had no effect and no answer: an append whose outcome is unknown, and that the last read does not
// know. Nobody can have seen it, and each would double what the checker has to try.
func settled(calls []porcupine.Operation, end []int) []porcupine.Operation {
	return slices.DeleteFunc(calls, func(c porcupine.Operation) bool {
		return c.Output.(answered).unknown && !slices.Contains(end, c.Input.(asked).events[0])
	})
}

func describe(calls []porcupine.Operation) string {
	slices.SortFunc(calls, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	var s strings.Builder
	for _, c := range calls {
		fmt.Fprintf(&s, "%12v %12v caller %d: %s\n", time.Duration(c.Call), time.Duration(c.Return), c.ClientId, oneStream.DescribeOperation(c.Input, c.Output))
	}
	return s.String()
}
