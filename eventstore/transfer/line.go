package transfer

import (
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// format is the number of the format that this program writes, and the only one that there has been.
const format = 1

// Header is the first line of a file.
type Header struct {
	Format  int             `json:"casetrail_log"`
	Store   uuid.UUID       `json:"store"`
	Epoch   uuid.UUID       `json:"epoch"`
	Head    domain.Position `json:"head"`
	Dense   bool            `json:"dense"`
	Created time.Time       `json:"created"`
}

// Trailer is the last line of a file.
type Trailer struct {
	Sum
	File string `json:"file"` // SHA-256 of the lines before it, hex
}

// line is any line after the header: an event, or the end.
type line struct {
	Position domain.Position `json:"position"`
	Stream   string          `json:"stream"`
	Revision domain.Revision `json:"revision"`
	ID       uuid.UUID       `json:"id"`
	Type     string          `json:"type"`
	Stored   time.Time       `json:"stored"`
	Data     *string         `json:"data,omitempty"`
	Data64   []byte          `json:"data64,omitempty"`
	Meta     *string         `json:"meta,omitempty"`
	Meta64   []byte          `json:"meta64,omitempty"`
}

// end is the line of the trailer.
type end struct {
	End *Trailer `json:"end"`
}

func lineOf(r eventstore.Recorded) line {
	l := line{Position: r.Position, Stream: r.Stream, Revision: r.Revision, ID: r.ID, Type: r.Type, Stored: r.Stored.UTC()}
	l.Data, l.Data64 = text(r.Data)
	l.Meta, l.Meta64 = text(r.Event.Meta)
	return l
}

// text is bytes as JSON can hold them without changing one.
func text(b []byte) (*string, []byte) {
	if !utf8.Valid(b) {
		return nil, b
	}
	s := string(b)
	return &s, nil
}

func (l line) recorded() eventstore.Recorded {
	return eventstore.Recorded{
		Event:  eventstore.Event{ID: l.ID, Type: l.Type, Data: exact(l.Data, l.Data64), Meta: exact(l.Meta, l.Meta64)},
		Stream: l.Stream, Revision: l.Revision, Position: l.Position, Stored: l.Stored,
	}
}

func exact(text *string, base64 []byte) []byte {
	if text == nil {
		return base64
	}
	return []byte(*text)
}
