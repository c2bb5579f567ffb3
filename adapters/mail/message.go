package mail

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
)

// Message is one rendered e-mail. Printing it shows its id only.
type Message struct {
	ID       uuid.UUID // of the delivery; the Message-ID is made of it
	To       string
	Language string
	Subject  string
	Text     string
	HTML     string
	Date     time.Time
}

// String is the id: the rest is for the recipient.
func (m Message) String() string { return "message " + m.ID.String() }

// GoString is the same.
func (m Message) GoString() string { return m.String() }

// LogValue is what a log may show.
func (m Message) LogValue() slog.Value { return slog.StringValue(m.String()) }

// Transport takes a message to its recipient. Its errors are *outbox.Failure.
type Transport interface {
	Deliver(ctx context.Context, m Message) (provider string, err error)
}
