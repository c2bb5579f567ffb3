package eventstore

import (
	"context"
	"errors"

	"github.com/casetrail/casetrail/domain/personal"
)

// ErrErased answers an attempt to seal for a subject whose key was destroyed.
var ErrErased = errors.New("this person's key was destroyed")

// ErrKey is why a key that is there cannot be used: it was changed or moved, or is not of these root secrets. It is one
// subject's key that is wrong, not the key store.
var ErrKey = errors.New("a person's key is damaged")

// Keys holds one AES-256 key per subject. A destroyed key leaves a tombstone: it is never made again.
type Keys interface {
	// Ensure makes the keys that do not exist yet. ErrErased for a tombstone.
	Ensure(ctx context.Context, subjects ...personal.Subject) error
	// Open answers the keys that exist, 32 bytes each; a destroyed or unknown one is left out. ErrKey when one is damaged:
	// it must not look like a destroyed one.
	Open(ctx context.Context, subjects ...personal.Subject) (map[personal.Subject][]byte, error)
}
