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

// Stand is where a consumer goes on.
type Stand struct {
	Through domain.Position            // the checkpoint: no type has been answered less far
	Seen    map[string]domain.Position // for each type of the consumer, up to where its events are answered
}

// Ledger keeps checkpoints and parked streams. A save is a compare-and-set on position and owner: the lease is for speed,
// this is for truth.
type Ledger interface {
	// Claim makes the owner the only one that may save, lifts halts, and answers where each consumer stands, by its name. A type
	// that is new to it starts at the head, or at the start of the log if the consumer says so; one that an earlier owner did
	// not answer, where it was left. After a restore nothing stands behind the head.
	Claim(ctx context.Context, owner, epoch uuid.UUID, head domain.Position, consumers []Consumer) (map[string]Stand, error)
	// Save moves all of them or none; ErrLost when the owner is no longer the owner.
	Save(ctx context.Context, owner uuid.UUID, moves []Move) error
	// Park puts a stream aside from this event on. The reason is a code, never the text of an error.
	Park(ctx context.Context, consumer string, from eventstore.Recorded, reason string) error
	// Parked lists the streams that are put aside for a consumer.
	Parked(ctx context.Context, consumer string) ([]string, error)
	// Skip says whether the event's stream is still put aside, so that it may be passed over: it will be answered with the
	// stream. While the stream is being taken up again, the answer waits for the end of that.
	Skip(ctx context.Context, consumer string, r eventstore.Recorded) (bool, error)
	// Halt writes down that a consumer goes no further until somebody lifts it; ErrLost as Save. The reason is a code.
	Halt(ctx context.Context, owner uuid.UUID, consumer, reason string) error
	// Halted says whether nobody has lifted it yet.
	Halted(ctx context.Context, consumer string) (bool, error)
}
