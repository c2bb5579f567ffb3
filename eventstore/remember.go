package eventstore

import (
	"sync"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// Remembering is the same codec with a memory of the events that it decoded last, for a process that reads the same streams
// again and again. What it answers is shared: whoever gets an event may not change what it points to; none of our rules does.
func (c *Codec) Remembering(events int) *Codec {
	own := *c
	own.memory = &memory{half: max(1, events/2), fresh: map[origin]*decoded{}, stale: map[origin]*decoded{}}
	return &own
}

// origin is where an event was first written: ids are unique in a stream.
type origin struct {
	stream string
	id     uuid.UUID
}

type decoded struct {
	event domain.Event
	meta  *Meta // nil: nobody asked for it yet
}

// memory holds two generations: when the fresh one is full it becomes the stale one, and what nobody asked for since goes.
type memory struct {
	half int

	mu           sync.Mutex
	fresh, stale map[origin]*decoded
}

// find answers what is remembered of an event, empty if nothing is. A codec without a memory remembers nothing.
func (m *memory) find(r Recorded) (d decoded) {
	if m == nil {
		return d
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if known := m.known(r); known != nil {
		return *known
	}
	return d
}

func (m *memory) known(r Recorded) *decoded {
	o := origin{r.Stream, r.ID}
	if d := m.fresh[o]; d != nil {
		return d
	}
	d := m.stale[o]
	if d != nil {
		m.keep(o, d)
	}
	return d
}

func (m *memory) keep(o origin, d *decoded) {
	if len(m.fresh) >= m.half {
		m.fresh, m.stale = map[origin]*decoded{}, m.fresh
	}
	m.fresh[o] = d
}

func (m *memory) put(r Recorded, event domain.Event, meta *Meta) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	d := m.known(r)
	if d == nil {
		d = &decoded{}
		m.keep(origin{r.Stream, r.ID}, d)
	}
	if event != nil {
		d.event = event
	}
	if meta != nil {
		d.meta = meta
	}
}
