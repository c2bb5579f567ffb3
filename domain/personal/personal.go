// Package personal has the fields of events that belong to a person. The codec seals and opens them; rules never read them.
//
// A value is Clear when somebody just gave it or when it was opened, Sealed when it came out of the log,
// Erased when its subject's key was destroyed. Printing one prints *** in every state but erased.
package personal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/civil"
)

// Subject is whose key seals a field. An account's holder and a party to a case are two subjects, even when they are
// one human: the first may ask to be forgotten, the second's record is the agency's.
type Subject = uuid.UUID

// Holder is the subject of an account, of a member of staff, or of an API client of the agency.
func Holder(id uuid.UUID) Subject { return uuid.NewSHA1(id, []byte("holder")) }

var parties = uuid.MustParse("0c6a3c2e-5a0c-5e55-9f9e-7d1a0f2f4b61") // never changes: it is in every party's key

// Party is the subject of someone named on a case: receipt number and role.
func Party(receipt, role string) Subject {
	return uuid.NewSHA1(parties, []byte(receipt+"\x00"+role))
}

// State is what can be read of a value.
type State uint8

// The states of a value.
const (
	Clear State = iota
	Sealed
	Erased
)

// Text is a person's text. The zero Text is "not given".
type Text struct {
	of     Subject
	state  State
	clear  *string // a pointer: whoever prints a struct with a hidden Text in it sees an address
	sealed []byte
	bound  string // event id and field: what the seal is bound to
}

// New is a text in clear, to be sealed for its subject.
func New(of Subject, s string) Text { return Text{of: of, clear: &s} }

// Subject is whose text it is.
func (t Text) Subject() Subject { return t.of }

// IsZero says that the text was not given.
func (t Text) IsZero() bool { return t.of == uuid.Nil }

// Value is the text, or "" with the reason why it cannot be read.
func (t Text) Value() (string, State) {
	if t.state != Clear || t.clear == nil {
		return "", t.state
	}
	return *t.clear, Clear
}

// Seal is the text with its ciphertext in the place of its clear value. For the codec only.
func (t Text) Seal(ciphertext []byte) Text { return Text{of: t.of, state: Sealed, sealed: ciphertext} }

// Bind says which event and field the ciphertext belongs to. For the codec only.
func (t Text) Bind(to string) Text {
	t.bound = to
	return t
}

// Ciphertext is what Seal was given, and what Bind said. For the codec only.
func (t Text) Ciphertext() (ciphertext []byte, bound string) { return t.sealed, t.bound }

// Opened is the text in clear. For the codec only.
func (t Text) Opened(s string) Text { return Text{of: t.of, clear: &s} }

// Erase is the text whose key is gone. For the codec only.
func (t Text) Erase() Text { return Text{of: t.of, state: Erased} }

// ErrNotSealed means that something tried to write a person's text without sealing it.
var ErrNotSealed = errors.New("a personal value must be sealed before it is written")

type stored struct {
	Of     Subject `json:"of"`
	Sealed []byte  `json:"sealed"`
}

// MarshalJSON writes a sealed text; it fails for one in clear, so that none can be written by mistake.
func (t Text) MarshalJSON() ([]byte, error) {
	switch {
	case t.IsZero():
		return []byte("null"), nil
	case t.state != Sealed:
		return nil, ErrNotSealed
	}
	return json.Marshal(stored{t.of, t.sealed})
}

// UnmarshalJSON reads a sealed text.
func (t *Text) UnmarshalJSON(b []byte) error {
	*t = Text{}
	if string(b) == "null" {
		return nil
	}
	var s stored
	if err := json.Unmarshal(b, &s); err != nil {
		return errors.New("a sealed value does not decode")
	}
	*t = Text{of: s.Of, state: Sealed, sealed: s.Sealed}
	return nil
}

// Format prints *** whatever the verb.
func (t Text) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, t.String()) }

// String is *** unless there is nothing to hide.
func (t Text) String() string {
	switch {
	case t.IsZero():
		return ""
	case t.state == Erased:
		return "erased"
	}
	return "***"
}

// LogValue is what a log may show.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// Date is a person's date: birth dates.
type Date struct{ Text }

// NewDate is a date in clear, to be sealed for its subject.
func NewDate(of Subject, d civil.Date) Date { return Date{New(of, d.String())} }

// Day is the date, or none with the reason why it cannot be read.
func (d Date) Day() (civil.Date, State) {
	s, state := d.Value()
	day, err := civil.Parse(s)
	if err != nil {
		return civil.Date{}, state
	}
	return day, state
}
