package eventstore

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Meta is the fixed shape of Event.Meta. It is kept for ever: fields are added at the end, never changed or moved.
// It says who, when and why with ids only: no name, no address, nothing typed.
type Meta struct {
	Act      uuid.UUID          `json:"act"`
	By       domain.Actor       `json:"by"`
	At       time.Time          `json:"at"`
	Cause    uuid.UUID          `json:"cause,omitzero"`
	Thread   uuid.UUID          `json:"thread,omitzero"`
	Rule     string             `json:"rule,omitempty"`
	Input    []byte             `json:"input,omitempty"`    // keyed digest
	Subjects []personal.Subject `json:"subjects,omitempty"` // whose keys sealed a field of this event, sorted
	Seen     domain.Revision    `json:"seen,omitempty"`     // If-Match: what the actor had on screen
	App      string             `json:"app,omitempty"`      // the version of the program that wrote it
	Trace    string             `json:"trace,omitempty"`    // W3C traceparent of the command, if it was watched
}

func (m Meta) act() domain.Act {
	return domain.Act{ID: m.Act, By: m.By, At: m.At, Cause: m.Cause, Thread: m.Thread, Rule: m.Rule, Input: m.Input, Trace: m.Trace}
}

// Meta decodes an event's metadata.
func (c *Codec) Meta(r Recorded) (Meta, error) {
	if known := c.memory.find(r); known.meta != nil {
		return *known.meta, nil
	}
	m, err := decodeMeta(r.ID, r.Event.Meta)
	if err == nil && c.memory != nil {
		kept := m
		c.memory.put(r, nil, &kept)
	}
	return m, err
}

func decodeMeta(id uuid.UUID, stored []byte) (m Meta, err error) {
	if m, ok := scanMeta(stored); ok {
		return m, nil
	}
	if err := json.Unmarshal(stored, &m); err != nil {
		return Meta{}, fmt.Errorf("metadata of event %s does not decode: %w", id, err)
	}
	return m, nil
}
