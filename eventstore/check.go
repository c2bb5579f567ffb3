package eventstore

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// MaxName is how long a stream or type name may be, in bytes: what every store can index.
const MaxName = 255

// ErrMalformed says that no store could keep this append. It is a programming error, found before anything is sent.
var ErrMalformed = errors.New("append malformed")

// CheckName says why a store could not keep a name of a stream or a type.
func CheckName(name string) error {
	switch {
	case name == "":
		return errors.New("name is empty")
	case len(name) > MaxName:
		return fmt.Errorf("name is longer than %d bytes", MaxName)
	case !utf8.ValidString(name):
		return errors.New("name is not valid UTF-8")
	case strings.ContainsRune(name, 0):
		return errors.New("name contains a zero byte")
	}
	return nil
}

// Check refuses what no store keeps, the same for every store. Stores call it first.
func Check(stream string, events []Event, maxAppend int) error {
	if err := CheckName(stream); err != nil {
		return fmt.Errorf("%w: stream %w", ErrMalformed, err)
	}
	if len(events) == 0 {
		return fmt.Errorf("%w: no events", ErrMalformed)
	}
	size, ids := 0, make(map[uuid.UUID]bool, len(events))
	for _, e := range events {
		if err := CheckName(e.Type); err != nil {
			return fmt.Errorf("%w: type %w", ErrMalformed, err)
		}
		if e.ID == uuid.Nil || ids[e.ID] {
			return fmt.Errorf("%w: event id %s is zero or given twice", ErrMalformed, e.ID)
		}
		ids[e.ID] = true
		size += len(e.Data) + len(e.Meta)
	}
	if size > maxAppend {
		return fmt.Errorf("%w: %d bytes of at most %d", ErrTooLarge, size, maxAppend)
	}
	return nil
}

// Beyond says that no log ever comes this far. Stores count in signed 64 bits, and add to what they are given.
func Beyond[N domain.Revision | domain.Position](n N) bool { return n > math.MaxInt64/2 }
