package eventstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Encode makes the bytes of what an act appends to a stream, each personal field sealed under its subject's key.
// The events given are left as they are. An event in no catalog, or of an old shape, cannot be written.
func (c *Codec) Encode(ctx context.Context, stream string, act domain.Act, seen domain.Revision, events []domain.Event) ([]Event, error) {
	if act.ID == uuid.Nil {
		return nil, errors.New("an act without an id cannot be written")
	}
	drafts, all := make([]draft, len(events)), []field{}
	for i, e := range events {
		d, err := c.draft(act.EventID(stream, i), e)
		if err != nil {
			return nil, fmt.Errorf("event type %q: %w", e.EventType(), err)
		}
		drafts[i], all = d, append(all, d.clear...)
	}
	if err := c.seal(ctx, all); err != nil {
		return nil, err
	}
	out := make([]Event, len(events))
	for i, d := range drafts {
		var err error
		if out[i], err = d.encode(act, seen, c.app); err != nil {
			return nil, fmt.Errorf("event type %q: %w", d.event.EventType(), err)
		}
	}
	return out, nil
}

// draft is a private copy of an event, on its way into bytes.
type draft struct {
	id    uuid.UUID
	event domain.Event
	copy  reflect.Value
	clear []field
}

func (c *Codec) draft(id uuid.UUID, event domain.Event) (draft, error) {
	entry, ok := c.entries[event.EventType()]
	switch t := reflect.TypeOf(event); {
	case !ok:
		return draft{}, errors.New("in no catalog: it could not be read again")
	case entry.Old:
		return draft{}, errors.New("an old shape is never written again")
	case t != reflect.TypeOf(entry.Example):
		return draft{}, fmt.Errorf("declared for %T, not for %T", entry.Example, event)
	}
	d := draft{id: id, event: event}
	var fields []field
	d.copy, fields = c.copied(event)
	for _, f := range fields {
		_, state := f.text.Value()
		switch {
		case f.text.IsZero():
		case state != personal.Clear:
			return draft{}, fmt.Errorf("field %s was not given in clear", f.path)
		default:
			f.bound = bound(id, f.path)
			d.clear = append(d.clear, f)
		}
	}
	return d, nil
}

func (d draft) encode(act domain.Act, seen domain.Revision, app string) (Event, error) {
	data, err := json.Marshal(d.copy.Interface())
	if err != nil {
		return Event{}, err
	}
	meta, err := json.Marshal(Meta{
		Act: act.ID, By: act.By, At: domain.Instant(act.At), Cause: act.Cause, Thread: act.Thread, Rule: act.Rule,
		Input: act.Input, Subjects: subjects(d.clear), Seen: seen, App: app, Trace: act.Trace,
	})
	return Event{ID: d.id, Type: d.event.EventType(), Data: data, Meta: meta}, err
}
