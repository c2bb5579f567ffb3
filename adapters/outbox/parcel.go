package outbox

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// Parcel is a delivery with its address opened and its code revealed. It exists in memory for as long as sending takes,
// and prints nothing but its id.
type Parcel struct {
	Delivery  uuid.UUID // also the Message-ID: the same for every try
	Template  string
	Edition   string
	Language  string
	Recipient domain.Actor
	To        string // an e-mail address, or a name and address in lines
	Params    map[string]string
	Secret    string    // the revealed code or token; empty when the message has none
	Requested time.Time // the date that the message bears: the same for every try
	NotAfter  time.Time
}

// String is the id: the rest is for the recipient.
func (p Parcel) String() string { return "parcel " + p.Delivery.String() }

// GoString is the same.
func (p Parcel) GoString() string { return p.String() }

// LogValue is what a log may show.
func (p Parcel) LogValue() slog.Value { return slog.StringValue(p.String()) }
