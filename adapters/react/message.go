package react

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/adapters/letter"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// noticeLives is how long a notice is of use: later it would only frighten.
const noticeLives = 3 * 24 * time.Hour

// message is what a reactor wants somebody to read.
type message struct {
	channel   string // mail unless it says so
	template  string
	language  string
	recipient domain.Actor
	to        personal.Text // sealed, as it came out of the log
	params    map[string]string
	code      secret.Ref
	purpose   string
	resend    bool
	notAfter  time.Time
}

// mailed is the message as an e-mail.
func (m message) mailed(template string, to personal.Text) message {
	m.template, m.to = template, to
	return m
}

// texted is the message as one to a phone.
func (m message) texted(template string, to personal.Text) message {
	m.channel, m.template, m.to = delivery.ChannelText, template, to
	return m
}

// editions are the wordings that messages are requested with now.
var editions = map[string]string{delivery.ChannelMail: mail.Edition, delivery.ChannelLetter: letter.Edition, delivery.ChannelText: sms.Edition}

// request asks for the delivery of a message in answer to an event. What is of no use any longer is not asked for, nor an
// e-mail to somebody whose key is gone. A letter without an address is: a person must see that nobody can be written to.
func (s Set) request(ctx context.Context, f domain.Fact, act func(string) domain.Act, m message) error {
	a := act("request " + m.template + " " + m.recipient.ID)
	if !a.At.Before(m.notAfter) {
		return nil
	}
	if m.channel == "" {
		m.channel = delivery.ChannelMail
	}
	if err := s.Opener.OpenTexts(ctx, &m.to); err != nil {
		return err
	}
	if _, state := m.to.Value(); state != personal.Clear {
		m.to = personal.Text{}
	}
	if m.to.IsZero() && m.channel != delivery.ChannelLetter {
		return nil
	}
	id := delivery.ID(f.ID, m.template, m.recipient)
	_, err := s.Deliveries.Do(ctx, id.String(), delivery.Request{
		Delivery: id, Channel: m.channel, Template: m.template, Edition: editions[m.channel], Language: m.language, Recipient: m.recipient,
		To: m.to, Params: m.params, Code: m.code, Purpose: m.purpose, Resend: m.resend, NotAfter: domain.Instant(m.notAfter),
	}, a)
	return err
}

// instant is how a parameter holds a moment.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
