package main

import (
	"bytes"
	"io"
	"log"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/mail"
)

// postOffice is a mail server that puts what arrives into a mailbox, and the folder from which letters are printed.
type postOffice struct {
	t       testing.TB
	port    int
	mailbox *mail.Mailbox
	letters string
	slow    time.Duration // between taking a message and saying so

	mu      sync.Mutex
	headers []netmail.Header
	arrived map[uuid.UUID][]mail.Message // by Message-ID
}

func newPostOffice(t testing.TB) *postOffice {
	t.Helper()
	o := &postOffice{t: t, letters: filepath.Join(t.TempDir(), "letters"), arrived: map[uuid.UUID][]mail.Message{}}
	var err error
	if o.mailbox, err = mail.OpenMailbox(filepath.Join(t.TempDir(), "mailbox")); err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return counter{o}, nil }))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.port, server.Domain = listener.Addr().(*net.TCPAddr).Port, "localhost"
	server.ErrorLog = log.New(io.Discard, "", 0) // clients that are killed
	go func() { _ = server.Serve(listener) }()   // ends with the test
	t.Cleanup(func() { _ = server.Close() })
	return o
}

func (o *postOffice) settings() []string {
	return []string{
		"CASETRAIL_SMTP_HOST=127.0.0.1", "CASETRAIL_SMTP_PORT=" + strconv.Itoa(o.port), "CASETRAIL_SMTP_TLS=none",
		"CASETRAIL_SMTP_FROM=Casetrail <no-reply@example.gov>", "CASETRAIL_LETTERS=" + o.letters,
	}
}

// letter waits for the n-th letter about a case and answers its access code.
func (o *postOffice) letter(receipt string, n int) string {
	o.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		files, _ := filepath.Glob(filepath.Join(o.letters, "*.html")) // the pattern is a constant
		found := 0
		for _, file := range files {
			html, err := os.ReadFile(file)
			if err == nil && bytes.Contains(html, []byte(receipt)) {
				if found++; found == n {
					return accessCode.FindString(string(html))
				}
			}
		}
	}
	o.t.Fatalf("no letter about %s was printed", receipt)
	return ""
}

// counter takes one mail.
type counter struct{ *postOffice }

func (counter) Mail(string, *smtp.MailOptions) error { return nil }
func (counter) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (counter) Reset()                               {}
func (counter) Logout() error                        { return nil }

func (c counter) Data(r io.Reader) error {
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	id, _, _ := strings.Cut(strings.Trim(m.Header.Get("Message-ID"), "<>"), "@")
	key, err := uuid.Parse(id)
	if err != nil {
		return err
	}
	piece := mail.Message{ID: key, To: strings.Trim(m.Header.Get("To"), "<>"), Subject: m.Header.Get("Subject")}
	if piece.Text, err = plain(m); err != nil {
		return err
	}
	c.mu.Lock()
	c.headers = append(c.headers, m.Header)
	c.arrived[key] = append(c.arrived[key], piece)
	c.mu.Unlock()
	_, err = c.mailbox.Deliver(c.t.Context(), piece)
	time.Sleep(c.slow)
	return err
}

// plain is the first part of a message: its text.
func plain(m *netmail.Message) (string, error) {
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextRawPart()
	if err != nil {
		return "", err
	}
	var body io.Reader = part
	if part.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(part)
	}
	text, err := io.ReadAll(body)
	return strings.ReplaceAll(string(text), "\r\n", "\n"), err
}
