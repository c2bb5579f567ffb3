package transfer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Sum is what a run through a log comes to. Copies have the same Events and Chain; Last is each store's own.
type Sum struct {
	Events uint64          `json:"events"`
	Last   domain.Position `json:"last"`
	Chain  string          `json:"chain"` // SHA-256, hex
}

// Same says that both went through the same events, in the same order.
func (s Sum) Same(other Sum) bool { return s.Events == other.Events && s.Chain == other.Chain }

// chain is the running checksum of a log; doc.go defines it.
type chain struct {
	sum    [sha256.Size]byte
	events uint64
	last   domain.Position
	record []byte
}

func newChain() *chain { return &chain{sum: sha256.Sum256([]byte("casetrail log 1"))} }

func (c *chain) add(r eventstore.Recorded) {
	b := append(c.record[:0], c.sum[:]...)
	b = appendSized(b, r.Stream)
	b = binary.BigEndian.AppendUint64(b, uint64(r.Revision))
	b = append(b, r.ID[:]...)
	b = appendSized(b, r.Type)
	b = appendSized(b, r.Data)
	b = appendSized(b, r.Event.Meta)
	c.record, c.sum = b, sha256.Sum256(b)
	c.events, c.last = c.events+1, r.Position
}

func appendSized[T string | []byte](to []byte, v T) []byte {
	return append(binary.BigEndian.AppendUint64(to, uint64(len(v))), v...)
}

func (c *chain) result() Sum { return Sum{c.events, c.last, hex.EncodeToString(c.sum[:])} }
