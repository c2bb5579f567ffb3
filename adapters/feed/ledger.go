package feed

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// ErrLost says that another server has taken these checkpoints over: this one must stop.
var ErrLost = errors.New("another server owns these checkpoints now")

// Move is how far one consumer has come since the last save.
type Move struct {
	Consumer string
	From, To domain.Position
}

// Ledger keeps checkpoints and parked streams. A save is a compare-and-set on position and owner: the lease is for speed,
// this is for truth.
type Ledger interface {
	// Claim makes the owner the only one that may save, and answers where each consumer stands. One that is not known yet
	// starts where starts says; one of another epoch stays where it had come to, or at the head when the log is shorter.
	Claim(ctx context.Context, owner, epoch uuid.UUID, head domain.Position, starts map[string]domain.Position) (map[string]domain.Position, error)
	// Save moves all of them or none; ErrLost when the owner is no longer the owner.
	Save(ctx context.Context, owner uuid.UUID, moves []Move) error
	// Park puts a stream aside from this event on. The reason is a code, never the text of an error.
	Park(ctx context.Context, consumer string, from eventstore.Recorded, reason string) error
	// Parked lists the streams that are put aside for a consumer.
	Parked(ctx context.Context, consumer string) ([]string, error)
	// Skip says whether a stream is still put aside, so that an event of it may be passed over. While the stream is being
	// taken up again, the answer waits for the end of that.
	Skip(ctx context.Context, consumer, stream string) (bool, error)
}
