package vault

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/casetrail/casetrail/domain/secret"
)

// presented hides what was typed in a function: not even reflection prints it from the depth of a command.
type presented struct{ is func(secret.Ref) bool }

// Is compares in constant time.
func (p presented) Is(ref secret.Ref) bool { return p.is(ref) }

// String is ***.
func (presented) String() string { return "***" }

// Format prints *** whatever the verb.
func (presented) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, "***") }

// LogValue is what a log may show.
func (presented) LogValue() slog.Value { return slog.StringValue("***") }

// MarshalText is what JSON may hold.
func (presented) MarshalText() ([]byte, error) { return []byte("***"), nil }
