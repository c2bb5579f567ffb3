package main

import (
	"context"
	"strings"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/outbox"
)

// The domains of mailboxes that do not exist, and that are full.
const (
	noSuchMailbox = "nobody.example.com"
	fullMailbox   = "full.example.com"
)

// mistyped is the mail of a development server: to two domains it says no as a mail server would.
type mistyped struct{ mail.Transport }

// Deliver implements mail.Transport.
func (m mistyped) Deliver(ctx context.Context, what mail.Message) (string, error) {
	switch _, domain, _ := strings.Cut(what.To, "@"); domain {
	case noSuchMailbox:
		return "", outbox.Fail(outbox.Permanent, "550")
	case fullMailbox:
		return "", outbox.Fail(outbox.Temporary, "452")
	}
	return m.Transport.Deliver(ctx, what)
}
