package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/casetrail/casetrail/adapters/outbox"
)

// The ways to use TLS.
const (
	TLSMandatory     = "mandatory" // STARTTLS, or nothing is sent: the default
	TLSOpportunistic = "opportunistic"
	TLSImplicit      = "implicit" // from the first byte
	TLSNone          = "none"     // for a server on the same machine, and for tests
)

// SMTP sends by a mail server. Make it with NewSMTP.
type SMTP struct {
	client *gomail.Client
	from   string
	host   string // of the sender's address: the right-hand side of Message-IDs
}

var _ Transport = (*SMTP)(nil)

// SMTPOptions say how to reach the server.
type SMTPOptions struct {
	Host     string
	Port     int
	TLS      string // one of the TLS constants; empty is mandatory
	Username string // empty: no authentication
	Password string
	From     string        // "Name <address>"
	Timeout  time.Duration // of each of the three parts of an exchange: connecting, greeting, sending; 6 s
}

// NewSMTP checks the options; it does not connect.
func NewSMTP(o SMTPOptions) (*SMTP, error) {
	from, err := netmail.ParseAddress(o.From)
	if err != nil {
		return nil, errors.New("the sender of e-mails must be an address, as in: Casetrail <no-reply@example.gov>")
	}
	_, host, _ := strings.Cut(from.Address, "@")
	options, err := o.options()
	if err != nil {
		return nil, err
	}
	client, err := gomail.NewClient(o.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &SMTP{client: client, from: from.String(), host: host}, nil
}

func (o SMTPOptions) options() ([]gomail.Option, error) {
	if o.Timeout == 0 {
		o.Timeout = 6 * time.Second
	}
	list := []gomail.Option{gomail.WithTimeout(o.Timeout), gomail.WithoutNoop(), gomail.WithPort(o.Port)}
	switch o.TLS {
	case "", TLSMandatory:
		list = append(list, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLSOpportunistic:
		list = append(list, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case TLSImplicit:
		list = append(list, gomail.WithSSL())
	case TLSNone:
		list = append(list, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("TLS for e-mail is mandatory, opportunistic, implicit or none, not %q", o.TLS)
	}
	if o.Username != "" {
		list = append(list, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(o.Username), gomail.WithPassword(o.Password))
	}
	return list, nil
}

// Deliver implements Transport: one connection, one message.
func (s *SMTP) Deliver(ctx context.Context, m Message) (string, error) {
	built, err := s.build(m)
	if err != nil {
		return "", outbox.Fail(outbox.Permanent, "address")
	}
	connection, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return "", outbox.Fail(outbox.Temporary, "connect")
	}
	err = s.client.SendWithSMTPClient(connection, built)
	_ = s.client.CloseWithSMTPClient(connection) // says nothing about the message
	if built.IsDelivered() {
		return "smtp", nil
	}
	return "", classify(err)
}

func (s *SMTP) build(m Message) (*gomail.Msg, error) {
	to, err := netmail.ParseAddress(m.To)
	if err != nil || to.Address != m.To || strings.ContainsAny(m.To+m.Subject, "\r\n") {
		return nil, errors.New("not one plain address")
	}
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(out.From(s.from), out.To(m.To)); err != nil {
		return nil, err
	}
	out.SetMessageIDWithValue(m.ID.String() + "@" + s.host)
	out.SetDateWithValue(m.Date)
	out.Subject(m.Subject)
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetGenHeader("Content-Language", m.Language)
	out.SetBodyString(gomail.TypeTextPlain, m.Text)
	out.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return out, nil
}

// classify reads what went wrong. After the last byte of the message was sent, silence is doubt: the server may have
// taken it. The server's words repeat the address: only its number goes on.
func classify(err error) *outbox.Failure {
	var send *gomail.SendError
	if !errors.As(err, &send) {
		return outbox.Fail(outbox.Temporary, "connect")
	}
	code := send.ErrorCode()
	switch {
	case code >= 500 && send.Reason == gomail.ErrSMTPMailFrom: // it refuses us, not the message: for an operator to mend
		return outbox.Fail(outbox.Temporary, strconv.Itoa(code))
	case code >= 500:
		return outbox.Fail(outbox.Permanent, strconv.Itoa(code))
	case code >= 400:
		return outbox.Fail(outbox.Temporary, strconv.Itoa(code))
	case send.Reason == gomail.ErrSMTPDataClose:
		return outbox.Fail(outbox.Doubtful, "silence")
	}
	return outbox.Fail(outbox.Temporary, "dropped")
}
