package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/deliveries"
)

// fact is an event and the act that recorded it.
type fact struct {
	domain.Fact
	act domain.Act
}

// history is the whole log.
func (f *fleet) history() (all []fact) {
	f.t.Helper()
	for b, err := range f.core.log.Follow(f.t.Context(), 0) {
		if err != nil {
			f.t.Fatal(err)
		}
		for _, r := range b.Events {
			all = append(all, f.read(r))
		}
		if b.CaughtUp {
			return all
		}
	}
	f.t.Fatal("the log does not end")
	return nil
}

func (f *fleet) read(r eventstore.Recorded) fact {
	f.t.Helper()
	of, err := f.core.codec.Fact(r)
	if err != nil {
		f.t.Fatal(err)
	}
	act, err := of.Act()
	if err != nil {
		f.t.Fatal(err)
	}
	return fact{of, act}
}

func (f *fleet) head() domain.Position {
	f.t.Helper()
	info, err := f.core.log.Info(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return info.Head
}

// settle waits until everything that was recorded is shown, answered and sent. What a killed server had in hand lies for
// half a minute before another sends it.
func (f *fleet) settle(within time.Duration) {
	f.t.Helper()
	due := projections.Schema(deliveries.Projection) + ".deliveries"
	var late string
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if err := f.core.pool.QueryRow(f.t.Context(), `
			select coalesce((select string_agg(name, ', ') from app.checkpoints where position < $1), '') ||
			       coalesce((select ' deliveries: ' || string_agg(concat_ws(' ', channel, template, state, attempts, next_at), ', ') from `+due+` where next_at is not null), '')`, int64(f.head())).
			Scan(&late); err != nil {
			f.t.Fatal(err)
		}
		if late == "" {
			return
		}
	}
	f.t.Fatalf("still under way after %v: %s", within, late)
}

// eachCommandOnce holds every acknowledged command against the log, and the log against the commands: what was answered
// is there, where it was said to be, once, and nobody's command was carried out twice.
func (l *load) eachCommandOnce(after domain.Position) {
	l.t.Helper()
	recorded := map[string][]fact{} // by type, what people did
	at, times := map[domain.Position]fact{}, map[uuid.UUID]int{}
	first := map[string]fact{} // of a stream
	for _, e := range l.history() {
		times[e.act.ID]++
		at[e.Position] = e
		if _, ok := first[e.Stream]; !ok {
			first[e.Stream] = e
		}
		if e.Position > after && e.act.By.Kind != domain.Reacting && e.act.By.Kind != domain.Scheduler {
			recorded[e.Event.EventType()] = append(recorded[e.Event.EventType()], e)
		}
	}
	commands, taken := map[string]int{}, map[uuid.UUID]bool{}
	for _, d := range l.done {
		commands[d.event]++
		e := first[d.stream(d.reply)] // an answer to a sign-up tells no position
		if token := d.Header.Get("Casetrail-Position"); token != "" {
			position, _, err := projections.ParseToken(token)
			if err != nil {
				l.t.Fatal(err)
			}
			e = at[position]
		}
		switch {
		case e.Event == nil || e.Event.EventType() != d.event || e.Stream != d.stream(d.reply):
			l.t.Errorf("%s was acknowledged after %d tries and is not where the answer says", d.event, d.tries)
		case times[e.act.ID] != 1 || taken[e.ID]:
			l.t.Errorf("%s: one command recorded %d events, or two commands the same one", d.event, times[e.act.ID])
		}
		taken[e.ID] = true
	}
	for name, n := range commands {
		if len(recorded[name]) != n {
			l.t.Errorf("%d commands were acknowledged, and %s was recorded %d times", n, name, len(recorded[name]))
		}
	}
}

// answeredWith are the messages that each event of a type is answered with, once to each person.
var answeredWith = map[string]string{
	account.Registered{}.EventType(): "confirm", account.Activated{}.EventType(): "welcome",
	access.Linked{}.EventType(): "case_linked", access.Unlinked{}.EventType(): "case_unlinked", access.CodeIssued{}.EventType(): "access_notice",
}

// dispatch is one message as its stream tells it.
type dispatch struct {
	delivery.State
	request delivery.Requested
	events  []string
}

// eachMessageOnce holds the messages that were asked for against the events that they answer, and those that arrived
// against those that were asked for. It answers how many arrived twice.
func (l *load) eachMessageOnce() (twice int) {
	l.t.Helper()
	type reason struct {
		cause     uuid.UUID
		template  string
		recipient domain.Actor
	}
	asked, messages := map[reason]int{}, map[uuid.UUID]dispatch{}
	told := map[uuid.UUID][]string{}
	all := l.history()
	for _, e := range all {
		event, ok := e.Event.(delivery.Event)
		if !ok {
			continue
		}
		id := uuid.MustParse(strings.TrimPrefix(e.Stream, "delivery-"))
		m := messages[id]
		m.State, m.events = delivery.Decider.Evolve(m.State, event), append(m.events, event.EventType())
		if r, ok := event.(delivery.Requested); ok {
			m.request = r
			asked[reason{e.act.Cause, r.Template, r.Recipient}]++
			told[e.act.Cause] = append(told[e.act.Cause], r.Template)
		}
		messages[id] = m
	}
	for r, n := range asked {
		if n != 1 {
			l.t.Errorf("%s was asked for %d times in answer to one event", r.template, n)
		}
	}
	for _, e := range all {
		if want := answeredWith[e.Event.EventType()]; want != "" && !slices.Contains(told[e.ID], want) {
			l.t.Errorf("%s was answered with %q, not %s", e.Event.EventType(), told[e.ID], want)
		}
	}
	return l.arrivals(messages)
}

func (l *load) arrivals(messages map[uuid.UUID]dispatch) (twice int) {
	l.t.Helper()
	l.post.mu.Lock()
	defer l.post.mu.Unlock()
	arrived := l.post.arrived
	for id := range arrived {
		if _, ok := messages[id]; !ok {
			l.t.Error("a message arrived that nobody asked for")
		}
	}
	for id, m := range messages {
		times := len(arrived[id])
		if m.Channel == delivery.ChannelLetter {
			if _, err := os.Stat(filepath.Join(l.post.letters, id.String()+".pdf")); err == nil {
				times = 1
			}
		}
		sent := m.Done == delivery.DoneSent && times >= 1 && (times == 1 || m.Resend)
		doubtful := m.Done == delivery.DoneInDoubt && times <= 1 && !m.Resend
		switch {
		case !sent && !doubtful:
			l.t.Errorf("%s arrived %d times and is %q: %q", m.Template, times, m.Done, m.events)
		case times > 1:
			twice++
		}
		for _, again := range arrived[id] {
			if again.To != arrived[id][0].To || again.Text != arrived[id][0].Text {
				l.t.Errorf("%s arrived under one Message-ID with two contents", m.Template)
			}
		}
	}
	return twice
}
