package feed

import (
	"fmt"
	"strconv"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// The metadata of a message. The payload is the event's data as it is stored: personal fields stay ciphertext.
const (
	MetaStream   = "stream"
	MetaRevision = "revision"
	MetaPosition = "position"
	MetaType     = "type"
	MetaID       = "event_id"
	MetaStored   = "stored"
	MetaAct      = "act" // the event's own metadata, as stored
)

// Message is an event on its way to a handler.
func Message(r eventstore.Recorded) *message.Message {
	m := message.NewMessage(r.ID.String(), r.Data)
	m.Metadata = message.Metadata{
		MetaStream:   r.Stream,
		MetaRevision: strconv.FormatUint(uint64(r.Revision), 10),
		MetaPosition: strconv.FormatUint(uint64(r.Position), 10),
		MetaType:     r.Type,
		MetaID:       r.ID.String(),
		MetaStored:   r.Stored.UTC().Format(time.RFC3339Nano),
		MetaAct:      string(r.Meta),
	}
	return m
}

// Recorded is the event that Message was given.
func Recorded(m *message.Message) (r eventstore.Recorded, err error) {
	id, err := uuid.Parse(m.Metadata.Get(MetaID))
	if err != nil {
		return r, fmt.Errorf("message %s has no event id: %w", m.UUID, err)
	}
	revision, err := strconv.ParseUint(m.Metadata.Get(MetaRevision), 10, 64)
	if err != nil {
		return r, fmt.Errorf("message %s has no revision: %w", m.UUID, err)
	}
	position, err := strconv.ParseUint(m.Metadata.Get(MetaPosition), 10, 64)
	if err != nil {
		return r, fmt.Errorf("message %s has no position: %w", m.UUID, err)
	}
	stored, err := time.Parse(time.RFC3339Nano, m.Metadata.Get(MetaStored))
	if err != nil {
		return r, fmt.Errorf("message %s has no time: %w", m.UUID, err)
	}
	r.Event = eventstore.Event{ID: id, Type: m.Metadata.Get(MetaType), Data: m.Payload, Meta: []byte(m.Metadata.Get(MetaAct))}
	r.Stream, r.Revision, r.Position, r.Stored = m.Metadata.Get(MetaStream), domain.Revision(revision), domain.Position(position), stored
	return r, nil
}
