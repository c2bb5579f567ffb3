package logtest

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// model is a log as simple as can be: what a store should have answered.
type model struct {
	order   []*entry
	streams map[string][]*entry
	tried   []attempt
	through []checkpoint
}

type entry struct {
	stream   string
	revision domain.Revision
	id       uuid.UUID
	position domain.Position // 0 until the store has said it
}

// attempt is an append that was tried, whatever came of it.
type attempt struct {
	stream string
	after  domain.Revision
	events []eventstore.Event
}

// checkpoint is a position, and how many events lie up to it.
type checkpoint struct {
	at    domain.Position
	count int
}

func newModel(head domain.Position) *model {
	return &model{streams: map[string][]*entry{}, through: []checkpoint{{at: head}}}
}

func (m *model) end(stream string) domain.Revision { return domain.Revision(len(m.streams[stream])) }

// append says what an attempt must be answered: a conflict, or the last event where it lies now.
func (m *model) append(a attempt) (last *entry, conflict *eventstore.ConflictError) {
	m.tried = append(m.tried, a)
	have := m.streams[a.stream]
	if a.after == m.end(a.stream) {
		for i, e := range a.events {
			last = &entry{stream: a.stream, revision: a.after + domain.Revision(i) + 1, id: e.ID}
			m.order, have = append(m.order, last), append(have, last)
		}
		m.streams[a.stream] = have
		return last, nil
	}
	repeated := a.after+domain.Revision(len(a.events)) <= m.end(a.stream)
	for i := range a.events {
		repeated = repeated && have[int(a.after)+i].id == a.events[i].ID
	}
	if !repeated {
		return nil, &eventstore.ConflictError{Stream: a.stream, Want: a.after, Have: m.end(a.stream)}
	}
	return have[int(a.after)+len(a.events)-1], nil
}

// learned takes the position of an answer; it says what is wrong with it.
func (m *model) learned(last *entry, told eventstore.Appended) error {
	if told.Revision != last.revision {
		return fmt.Errorf("answered revision %d, want %d", told.Revision, last.revision)
	}
	if last.position == 0 && last == m.order[len(m.order)-1] {
		if before := m.through[len(m.through)-1].at; told.Position <= before {
			return fmt.Errorf("answered position %d after %d", told.Position, before)
		}
		m.through = append(m.through, checkpoint{told.Position, len(m.order)})
	}
	return last.lies(told.Position)
}

// lies holds a store to the position that it gave first.
func (e *entry) lies(p domain.Position) error {
	if e.position == 0 {
		e.position = p
	}
	if e.position != p {
		return fmt.Errorf("%s %d lies at %d, before at %d", e.stream, e.revision, p, e.position)
	}
	return nil
}

// compare says how events differ from what they should be.
func compare(got []eventstore.Recorded, want []*entry) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d events, want %d", len(got), len(want))
	}
	for i, w := range want {
		if g := got[i]; g.ID != w.id || g.Stream != w.stream || g.Revision != w.revision {
			return fmt.Errorf("event %d is %s %d %s, want %s %d %s", i, g.Stream, g.Revision, g.ID, w.stream, w.revision, w.id)
		}
		if err := w.lies(got[i].Position); err != nil {
			return err
		}
		if i > 0 && got[i].Position <= got[i-1].Position {
			return fmt.Errorf("position %d comes after %d", got[i].Position, got[i-1].Position)
		}
	}
	return nil
}
