package letter

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
)

// Printer takes a finished letter. The same letter may come again after a crash, with the same id and the same bytes.
type Printer interface {
	Print(ctx context.Context, id uuid.UUID, to, title, html string, pdf []byte) (provider string, err error)
}

// Sender is the outbox's channel for letters.
type Sender struct {
	Agency  string // who writes
	Site    string // where the recipient goes
	Printer Printer
}

var _ outbox.Sender = Sender{}

// Send prints the letter. A printer that fails is tried again: an unfinished letter leaves nothing behind.
func (s Sender) Send(ctx context.Context, p outbox.Parcel) (string, error) {
	if strings.TrimSpace(p.To) == "" {
		return "", outbox.Fail(outbox.Permanent, "address")
	}
	page, err := compose(p, s.Agency, s.Site)
	switch {
	case errors.Is(err, ErrEdition):
		return "", outbox.Fail(outbox.Temporary, "edition")
	case err != nil:
		return "", outbox.Fail(outbox.Permanent, "template")
	}
	pdf, err := page.print(p.Requested)
	switch {
	case errors.Is(err, ErrUnprintable):
		return "", outbox.Fail(outbox.Permanent, "script")
	case err != nil:
		return "", outbox.Fail(outbox.Permanent, "pdf")
	}
	web, err := page.web()
	if err != nil {
		return "", outbox.Fail(outbox.Permanent, "html")
	}
	provider, err := s.Printer.Print(ctx, p.Delivery, p.To, page.Title, web, pdf)
	if err != nil {
		return "", outbox.Fail(outbox.Temporary, "printer")
	}
	return provider, nil
}
