package mail

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Mailbox keeps messages, letters and texts to phones in a folder instead of sending them, for development: everybody who can open the
// folder reads everybody's mail. It is made by OpenMailbox.
type Mailbox struct {
	dir string
	mu  sync.Mutex
}

var _ Transport = (*Mailbox)(nil)

// Piece is what lies in a mailbox.
type Piece struct {
	ID      uuid.UUID `json:"id"`   // of the delivery
	Kind    string    `json:"kind"` // PieceMail, PieceLetter or PieceText
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Text    string    `json:"text,omitempty"`
	HTML    string    `json:"html"`
	PDF     []byte    `json:"pdf,omitempty"`
	At      time.Time `json:"at"`    // of the last arrival
	Times   int       `json:"times"` // how often it arrived: more than once after a crash
}

// The kinds of pieces.
const (
	PieceMail   = "mail"
	PieceLetter = "letter"
	PieceText   = "text" // a message to a phone
)

// ErrNoPiece says that there is no such piece.
var ErrNoPiece = errors.New("no such piece of mail")

// OpenMailbox makes the folder if it is missing. Only its owner can read it.
func OpenMailbox(dir string) (*Mailbox, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	return &Mailbox{dir: dir}, nil
}

// Deliver implements Transport.
func (b *Mailbox) Deliver(_ context.Context, m Message) (string, error) {
	return "mailbox", b.put(Piece{ID: m.ID, Kind: PieceMail, To: m.To, Subject: m.Subject, Text: m.Text, HTML: m.HTML})
}

// Print keeps a letter.
func (b *Mailbox) Print(_ context.Context, id uuid.UUID, to, title, html string, pdf []byte) (string, error) {
	return "mailbox", b.put(Piece{ID: id, Kind: PieceLetter, To: to, Subject: title, HTML: html, PDF: pdf})
}

// Text keeps a message to a phone; its first line stands for the subject that it has not.
func (b *Mailbox) Text(_ context.Context, id uuid.UUID, to, text string) (string, error) {
	first, _, _ := strings.Cut(text, "\n")
	return "mailbox", b.put(Piece{ID: id, Kind: PieceText, To: to, Subject: first, Text: text})
}

func (b *Mailbox) put(p Piece) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	p.At, p.Times = time.Now().UTC(), 1
	if old, err := b.Get(p.ID); err == nil {
		p.Times += old.Times
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	part := b.file(p.ID) + ".part"
	if err := os.WriteFile(part, raw, 0o600); err != nil {
		return fmt.Errorf("mailbox: %w", err)
	}
	return os.Rename(part, b.file(p.ID))
}

// Get is one piece.
func (b *Mailbox) Get(id uuid.UUID) (p Piece, err error) {
	raw, err := os.ReadFile(b.file(id))
	if errors.Is(err, fs.ErrNotExist) {
		return p, ErrNoPiece
	}
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(raw, &p)
}

// List is everything, the newest first.
func (b *Mailbox) List() ([]Piece, error) {
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return nil, err
	}
	var all []Piece
	for _, e := range entries {
		id, err := uuid.Parse(strings.TrimSuffix(e.Name(), ".json"))
		if err != nil || filepath.Ext(e.Name()) != ".json" {
			continue
		}
		p, err := b.Get(id)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Piece) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID.String(), b.ID.String())) })
	return all, nil
}

func (b *Mailbox) file(id uuid.UUID) string { return filepath.Join(b.dir, id.String()+".json") }
