package eventstore

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/casetrail/casetrail/domain"
)

// ErrUnknownType says that no catalog of this program has the stored name: a newer program wrote it.
var ErrUnknownType = errors.New("unknown event type")

// Codec turns events into bytes and back. Decoding leaves personal fields sealed, bound to the event and field that they
// were written in, so that they can be opened later wherever they were copied to.
type Codec struct {
	keys    Keys
	app     string
	catalog domain.Catalog
	entries map[string]domain.Entry
	shapes  map[reflect.Type]shape
	memory  *memory // nil: it remembers nothing
}

// NewCodec knows the events of these catalogs. It fails for what could not be stored or read for ever: a name declared
// twice, a personal value where it cannot be sealed.
func NewCodec(keys Keys, app string, catalogs ...domain.Catalog) (*Codec, error) {
	c := &Codec{keys: keys, app: app, entries: map[string]domain.Entry{}, shapes: map[reflect.Type]shape{}}
	for _, entry := range slices.Concat(catalogs...) {
		if err := c.add(entry); err != nil {
			return nil, fmt.Errorf("event type %q: %w", entry.Type, err)
		}
	}
	return c, nil
}

func (c *Codec) add(entry domain.Entry) error {
	if err := CheckName(entry.Type); err != nil {
		return err
	}
	if _, twice := c.entries[entry.Type]; twice {
		return errors.New("declared twice")
	}
	t := reflect.TypeOf(entry.Example)
	if entry.Decode == nil || t == nil || t.Kind() != reflect.Struct {
		return errors.New("an entry needs Decode and an example that is a struct")
	}
	s, err := shapeOf(t, nil)
	if err != nil {
		return err
	}
	c.entries[entry.Type], c.shapes[t] = entry, s
	c.catalog = append(c.catalog, entry)
	return nil
}

// Knows says whether Decode can read a type.
func (c *Codec) Knows(eventType string) bool {
	_, ok := c.entries[eventType]
	return ok
}

// Catalog is every stored name that the codec knows.
func (c *Codec) Catalog() domain.Catalog { return slices.Clone(c.catalog) }

// Decode is the event with its personal fields sealed; errors.Is ErrUnknownType when no catalog has it.
func (c *Codec) Decode(r Recorded) (domain.Event, error) {
	entry, ok := c.entries[r.Type]
	if !ok {
		return nil, fmt.Errorf("%w %q", ErrUnknownType, r.Type)
	}
	if known := c.memory.find(r); known.event != nil {
		return known.event, nil
	}
	event, err := entry.Decode(r.Data)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", r.ID, err)
	}
	if event, err = c.bind(r, entry, event); err != nil {
		return nil, err
	}
	c.memory.put(r, event, nil)
	return event, nil
}

// Fact is the decoded event with all that a reader may ask about it. Its act is decoded when asked, once.
func (c *Codec) Fact(r Recorded) (domain.Fact, error) {
	event, err := c.Decode(r)
	if err != nil {
		return domain.Fact{}, err
	}
	origin := Recorded{Event: Event{ID: r.ID, Meta: r.Event.Meta}, Stream: r.Stream}
	return domain.Fact{
		ID: r.ID, Stream: r.Stream, Revision: r.Revision, Position: r.Position, Stored: r.Stored, Event: event,
		Act: sync.OnceValues(func() (domain.Act, error) {
			m, err := c.Meta(origin)
			return m.act(), err
		}),
	}, nil
}
