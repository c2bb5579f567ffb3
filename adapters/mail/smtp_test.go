package mail

import (
	"errors"
	"io"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
)

// post is a mail server in this process, with one scripted behavior.
type post struct {
	from, rcpt, data error
	drop             bool // the connection, after the whole message was taken
	got              chan string
}

type visit struct {
	*post
	conn *smtp.Conn
}

func (v visit) Mail(string, *smtp.MailOptions) error { return v.from }
func (v visit) Rcpt(string, *smtp.RcptOptions) error { return v.rcpt }
func (v visit) Reset()                               {}
func (v visit) Logout() error                        { return nil }
func (v visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	v.got <- string(raw)
	if v.drop {
		_ = v.conn.Conn().Close()
	}
	return v.data
}

// serve starts the server and answers a transport that uses it.
func serve(t *testing.T, p *post) *SMTP {
	t.Helper()
	p.got = make(chan string, 9)
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return visit{p, c}, nil }))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server.Domain, server.ErrorLog = "localhost", quiet{}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return transport(t, listener.Addr().(*net.TCPAddr).Port)
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func transport(t *testing.T, port int) *SMTP {
	t.Helper()
	s, err := NewSMTP(SMTPOptions{Host: "127.0.0.1", Port: port, TLS: TLSNone, From: "Casetrail <no-reply@example.gov>", Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rendered(t *testing.T, to string) Message {
	t.Helper()
	m, err := Render(parcel(Confirm, "es"), links)
	if err != nil {
		t.Fatal(err)
	}
	m.To = to
	return m
}

func TestAMessageArrivesWithItsDeliveryAsMessageID(t *testing.T) {
	t.Parallel()
	p := &post{}
	m := rendered(t, "ana@example.com")
	provider, err := serve(t, p).Deliver(t.Context(), m)
	if err != nil || provider != "smtp" {
		t.Fatal(provider, err)
	}
	raw := <-p.got
	arrived, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"Message-ID":     "<" + m.ID.String() + "@example.gov>",
		"To":             "<ana@example.com>",
		"From":           `"Casetrail" <no-reply@example.gov>`,
		"Date":           m.Date.Format(time.RFC1123Z),
		"Auto-Submitted": "auto-generated",
	} {
		if got := arrived.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if !strings.Contains(raw, "text/plain") || !strings.Contains(raw, "text/html") {
		t.Error("it lacks a part")
	}
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	if strings.Contains(head, "S3CRET") || strings.Contains(strings.ToLower(head), "go-mail") {
		t.Errorf("the head tells too much: %s", head)
	}
}

func TestWhatAServerAnswers(t *testing.T) {
	t.Parallel()
	say := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: "about <ana@example.com>"}
	}
	for name, c := range map[string]struct {
		post post
		want outbox.Failure
	}{
		"no such person":          {post{rcpt: say(550)}, outbox.Failure{Class: outbox.Permanent, Code: "550"}},
		"come back later":         {post{rcpt: say(451)}, outbox.Failure{Class: outbox.Temporary, Code: "451"}},
		"not this message":        {post{data: say(554)}, outbox.Failure{Class: outbox.Permanent, Code: "554"}},
		"later, after all of it":  {post{data: say(452)}, outbox.Failure{Class: outbox.Temporary, Code: "452"}},
		"not from us":             {post{from: say(550)}, outbox.Failure{Class: outbox.Temporary, Code: "550"}},
		"silence after all of it": {post{drop: true}, outbox.Failure{Class: outbox.Doubtful, Code: "silence"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := serve(t, &c.post).Deliver(t.Context(), rendered(t, "ana@example.com"))
			var got *outbox.Failure
			if !errors.As(err, &got) || *got != c.want {
				t.Errorf("%v, want %v", err, &c.want)
			}
			if strings.Contains(err.Error(), "ana") {
				t.Error("the error tells the address")
			}
		})
	}
}

func TestAServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	_, err = transport(t, port).Deliver(t.Context(), rendered(t, "ana@example.com"))
	var got *outbox.Failure
	if !errors.As(err, &got) || got.Class != outbox.Temporary {
		t.Error(err)
	}
}

func TestNothingGoesOutInClearUnlessAskedFor(t *testing.T) {
	t.Parallel()
	p := &post{}
	none := serve(t, p)
	s, err := NewSMTP(SMTPOptions{Host: "127.0.0.1", Port: portOf(none), From: "no-reply@example.gov"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Deliver(t.Context(), rendered(t, "ana@example.com"))
	var got *outbox.Failure
	if !errors.As(err, &got) || got.Class != outbox.Temporary || len(p.got) > 0 {
		t.Errorf("%v, %d sent", err, len(p.got))
	}
}

func portOf(s *SMTP) int {
	_, port, _ := strings.Cut(s.client.ServerAddr(), ":")
	n := 0
	for _, d := range port {
		n = 10*n + int(d-'0')
	}
	return n
}

func TestHeadersCannotBeInjected(t *testing.T) {
	t.Parallel()
	p := &post{}
	s := serve(t, p)
	for _, to := range []string{
		"ana@example.com\r\nBcc: eve@example.com", "ana@example.com, eve@example.com", "Ana <ana@example.com>", "", "ana",
		"ana@example.com\n", "\"\r\nRCPT TO:<eve@example.com>\"@example.com",
	} {
		_, err := s.Deliver(t.Context(), rendered(t, to))
		var got *outbox.Failure
		if !errors.As(err, &got) || got.Class != outbox.Permanent || got.Code != "address" {
			t.Errorf("%q: %v", to, err)
		}
	}
	m := rendered(t, "ana@example.com")
	m.Subject = "Hello\r\nBcc: eve@example.com"
	if _, err := s.Deliver(t.Context(), m); err == nil {
		t.Error("a subject of two lines went out")
	}
	if len(p.got) > 0 {
		t.Error("something was sent")
	}
}

func TestOptionsThatCannotBeRight(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]SMTPOptions{
		"no sender":      {Host: "localhost", Port: 25},
		"no host":        {From: "a@example.gov", Port: 25},
		"no such TLS":    {Host: "localhost", Port: 25, From: "a@example.gov", TLS: "maybe"},
		"no such number": {Host: "localhost", Port: 99999, From: "a@example.gov"},
	} {
		if _, err := NewSMTP(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestAMessagePrintsNothing(t *testing.T) {
	t.Parallel()
	m := rendered(t, "ana@example.com")
	m.ID = uuid.Nil
	for _, s := range []string{m.String(), m.GoString(), m.LogValue().String()} {
		if s != "message 00000000-0000-0000-0000-000000000000" {
			t.Errorf("prints %q", s)
		}
	}
}
