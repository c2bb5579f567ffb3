package transfer

import (
	"crypto/sha256"
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Finding is something that should not be in a log. It names the place, never what stands there.
type Finding struct {
	Position domain.Position `json:"position"`
	Stream   string          `json:"stream"`
	Revision domain.Revision `json:"revision"`
	What     string          `json:"what"` // one of the words of Check
}

// Checked is what a check came to.
type Checked struct {
	Sum
	Streams  int               `json:"streams"`
	Wrong    uint64            `json:"wrong"`    // how many findings there are; Findings holds the first
	Findings []Finding         `json:"findings"` // in the order of the log, at most 100
	Unknown  map[string]uint64 `json:"unknown"`  // events of types that this program does not know: a newer one wrote them
}

const findingsKept = 100

// Check runs through a log and finds: a position that is not the next one (in a dense log) or not after the last
// ("position"), a revision that is not the stream's next ("revision"), a stored time before that of the event before
// ("stored"), an id that is zero ("id") or twice in its stream ("repeated id"), a name that no store would take ("name"), data
// that do not decode ("data") and metadata that do not ("meta").
//
// It holds every stream's name and every event's id in memory.
func Check(events Events, dense bool, codec *eventstore.Codec, seen func(events int)) (Checked, error) {
	c := checker{order: newOrder(dense), codec: codec, ids: map[[16]byte]struct{}{}, chain: newChain()}
	c.Unknown = map[string]uint64{}
	for r, err := range events {
		if err != nil {
			return c.Checked, err
		}
		c.check(r)
		tell(seen, c.chain.events)
	}
	c.Sum, c.Streams = c.chain.result(), len(c.order.streams)
	return c.Checked, nil
}

type checker struct {
	Checked
	order *order
	codec *eventstore.Codec
	ids   map[[16]byte]struct{}
	chain *chain
}

func (c *checker) find(r eventstore.Recorded, what string) {
	c.Wrong++
	if len(c.Findings) < findingsKept {
		c.Findings = append(c.Findings, Finding{r.Position, r.Stream, r.Revision, what})
	}
}

func (c *checker) check(r eventstore.Recorded) {
	c.chain.add(r)
	for _, what := range c.order.wrong(r) {
		c.find(r, what)
	}
	if eventstore.CheckName(r.Stream) != nil || eventstore.CheckName(r.Type) != nil {
		c.find(r, "name")
	}
	switch _, twice := c.ids[place(r)]; {
	case r.ID == uuid.Nil:
		c.find(r, "id")
	case twice:
		c.find(r, "repeated id")
	}
	c.ids[place(r)] = struct{}{}
	switch _, err := c.codec.Decode(r); {
	case errors.Is(err, eventstore.ErrUnknownType):
		c.Unknown[r.Type]++
	case err != nil:
		c.find(r, "data")
	}
	if _, err := c.codec.Meta(r); err != nil {
		c.find(r, "meta")
	}
}

// place is an id in its stream, in as few bytes as cannot be mistaken for another's.
func place(r eventstore.Recorded) [16]byte {
	sum := sha256.Sum256(append(r.ID[:], r.Stream...))
	return [16]byte(sum[:])
}
