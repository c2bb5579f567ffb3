package eventstore

import (
	"context"
	"errors"

	"github.com/casetrail/casetrail/domain/personal"
)

// ErrErased answers an attempt to seal for a subject whose key was destroyed.
var ErrErased = errors.New("this person's key was destroyed")

// Keys holds one AES-256 key per subject. A destroyed key leaves a tombstone: it is never made again.
type Keys interface {
	// Ensure makes the keys that do not exist yet. ErrErased for a tombstone.
	Ensure(ctx context.Context, subjects ...personal.Subject) error
	// Open answers the keys that exist, 32 bytes each; a destroyed or unknown one is left out.
	Open(ctx context.Context, subjects ...personal.Subject) (map[personal.Subject][]byte, error)
}
