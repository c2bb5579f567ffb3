package logtest

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// likeTheModel: whatever is asked in whatever order, of whichever process, the store answers as the model does.
func likeTheModel(t testing.TB, on Instance) {
	u := &user{processes: []eventstore.Log{on.Log}, start: func() eventstore.Log { return on.another(t) }}
	rapid.Check(t, func(t *rapid.T) {
		u.begin(t)
		t.Repeat(map[string]func(*rapid.T){
			"append": u.append, "repeat": u.repeat, "repeat by half": u.repeatByHalf,
			"read": u.read, "follow": u.follow, "change process": u.changeProcess,
		})
		u.follow(t)
	})
}

// user asks one log at random, and knows what it should answer.
type user struct {
	processes []eventstore.Log
	start     func() eventstore.Log

	log    eventstore.Log // of the process that is asked
	model  *model
	naming string // streams of its own for each run
}

func (u *user) begin(t *rapid.T) {
	u.log = u.processes[0]
	info, err := u.log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	u.model, u.naming = newModel(info.Head), uuid.NewString()
}

func (u *user) stream(t *rapid.T) string {
	return u.naming + rapid.SampledFrom([]string{"-a", "-b", "-c"}).Draw(t, "stream")
}

func (u *user) try(t *rapid.T, a attempt) {
	told, err := u.log.Append(t.Context(), a.stream, a.after, a.events)
	last, want := u.model.append(a)
	var conflict *eventstore.ConflictError
	switch {
	case want != nil && (!errors.As(err, &conflict) || *conflict != *want):
		t.Fatalf("%d events after %d: answered %+v, %v; want %v", len(a.events), a.after, told, err, want)
	case want == nil && err != nil:
		t.Fatalf("%d events after %d: %v", len(a.events), a.after, err)
	case want == nil:
		if err := u.model.learned(last, told); err != nil {
			t.Fatalf("%d events after %d: %v", len(a.events), a.after, err)
		}
	}
}

// append is mostly right, and else behind the stream or ahead of it.
func (u *user) append(t *rapid.T) {
	stream := u.stream(t)
	after := u.model.end(stream)
	switch rapid.IntRange(0, 4).Draw(t, "expectation") {
	case 0:
		after = domain.Revision(rapid.Uint64Range(0, uint64(after)).Draw(t, "behind"))
	case 1:
		after += domain.Revision(rapid.Uint64Range(0, 3).Draw(t, "ahead"))
	}
	u.try(t, attempt{stream, after, events(rapid.IntRange(1, 4).Draw(t, "count"))})
}

// earlier is an append that was tried before.
func (u *user) earlier(t *rapid.T) attempt {
	if len(u.model.tried) == 0 {
		t.Skip("nothing was tried yet")
	}
	return u.model.tried[rapid.IntRange(0, len(u.model.tried)-1).Draw(t, "earlier")]
}

func (u *user) repeat(t *rapid.T) { u.try(t, u.earlier(t)) }

// repeatByHalf asks for something earlier in another form.
func (u *user) repeatByHalf(t *rapid.T) {
	a := u.earlier(t)
	a.events = slices.Clone(a.events)
	at := rapid.IntRange(0, len(a.events)-1).Draw(t, "at")
	switch rapid.SampledFrom([]string{"part", "changed", "longer", "moved", "elsewhere"}).Draw(t, "form") {
	case "part":
		a.after, a.events = a.after+domain.Revision(at), a.events[at:]
	case "changed":
		a.events[at] = events(1)[0]
	case "longer":
		a.events = append(a.events, events(1)...)
	case "moved":
		a.after += domain.Revision(at) + 1
	case "elsewhere":
		a.stream = u.stream(t)
		a.after = u.model.end(a.stream)
	}
	u.try(t, a)
}

func (u *user) read(t *rapid.T) {
	stream := u.stream(t)
	want := u.model.streams[stream]
	after := rapid.IntRange(0, len(want)+2).Draw(t, "after")
	got, err := collect(u.log.Read(t.Context(), stream, domain.Revision(after)))
	if err == nil {
		err = compare(got, want[min(after, len(want)):])
	}
	if err != nil {
		t.Fatalf("read after %d: %v", after, err)
	}
}

// follow goes on from a checkpoint until nothing more is at hand.
func (u *user) follow(t *rapid.T) {
	from := rapid.SampledFrom(u.model.through).Draw(t, "from")
	var got []eventstore.Recorded
	through := from.at
	for b, err := range u.log.Follow(t.Context(), from.at) {
		if err != nil {
			t.Fatalf("follow after %d: %v", from.at, err)
		}
		if got, through = append(got, b.Events...), b.Through; b.CaughtUp {
			break
		}
	}
	if err := compare(got, u.model.order[from.count:]); err != nil {
		t.Fatalf("follow after %d: %v", from.at, err)
	}
	if last := u.model.through[len(u.model.through)-1]; through < last.at {
		t.Fatalf("followed through %d, the last event lies at %d", through, last.at)
	}
}

// changeProcess asks another one from now on, or a new one. There are few, since they stay.
func (u *user) changeProcess(t *rapid.T) {
	if n := rapid.IntRange(0, 3).Draw(t, "process"); n < len(u.processes) {
		u.log = u.processes[n]
		return
	}
	u.log = u.start()
	u.processes = append(u.processes, u.log)
}
