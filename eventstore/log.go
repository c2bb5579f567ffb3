package eventstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// Event is what a writer chooses: exactly these bytes are kept.
type Event struct {
	ID   uuid.UUID
	Type string
	Data []byte // JSON; personal fields are ciphertext
	Meta []byte // JSON of Meta
}

// Recorded adds what a store chose; it differs between stores and copies of a log.
type Recorded struct {
	Event
	Stream   string
	Revision domain.Revision
	Position domain.Position
	Stored   time.Time // the store's clock, for lag; rules and proofs use the act's time in Meta
}

// Appended is the answer to an append, the same for every repeat.
type Appended struct {
	Revision domain.Revision // of the last event
	Position domain.Position // of the last event, never zero
}

// Batch is a stretch of the log in order.
type Batch struct {
	Events   []Recorded
	Through  domain.Position // everything up to here has been delivered: what a checkpoint stores; never behind the last event
	CaughtUp bool            // nothing more was at hand: commit now, do not linger
}

// Info describes a log.
type Info struct {
	Store     uuid.UUID
	Epoch     uuid.UUID // new after every restore
	Head      domain.Position
	Dense     bool // positions are 1, 2, 3, …: lag may be counted in events
	MaxAppend int  // bytes of data and metadata in one append
}

// Log is events in order. Sealing, decoding, filtering and waiting are built on it once, not in each store.
// What it promises is tested by package logtest, the same for every store.
type Log interface {
	Info(ctx context.Context) (Info, error)

	// Read yields a stream's events after a revision. A stream that does not exist has none. An error is the last element.
	Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[Recorded, error]

	// Append writes all or nothing at exactly this revision; there is no "any".
	// If the events after that revision already carry these ids, it answers what it answered the first time, and
	// writes nothing. Ids are compared, bytes are not: sealing twice gives two ciphertexts.
	// It repeats an unknown outcome itself, with the same bytes, until ctx ends; then ErrUnknown.
	Append(ctx context.Context, stream string, after domain.Revision, events []Event) (Appended, error)

	// Follow yields every event after a position, in order, and then waits for more. It takes no filter:
	// only an unfiltered reader knows how far it has come. The first batch comes at once; one without events only says
	// CaughtUp. It mends dropped connections itself. It ends when
	// ctx ends (no error), or with one error, its last element, that waiting cannot cure: ErrAhead, ErrHole, ErrForbidden.
	Follow(ctx context.Context, after domain.Position) iter.Seq2[Batch, error]

	Close() error // drains; calls after it answer ErrClosed; twice is fine
}

// ConflictError says that the stream was not where the writer thought.
type ConflictError struct {
	Stream     string
	Want, Have domain.Revision
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s is at revision %d, not %d", e.Stream, e.Have, e.Want)
}

// The other errors of a log.
var (
	ErrUnknown   = errors.New("outcome unknown")
	ErrTooLarge  = errors.New("append too large")
	ErrBusy      = errors.New("log is busy")           // the queue is full: 503 with Retry-After
	ErrAway      = errors.New("log cannot be reached") // by Info and Read; the others go on trying
	ErrAhead     = errors.New("position beyond head")  // of another epoch, or of the future
	ErrHole      = errors.New("a position is missing")
	ErrForbidden = errors.New("the log refuses this caller")
	ErrClosed    = errors.New("log is closed")
)
