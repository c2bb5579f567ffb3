package mail

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
)

func TestAMailboxKeepsMessagesAndLetters(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	box, err := OpenMailbox(dir)
	if err != nil {
		t.Fatal(err)
	}
	first := Message{ID: uuid.New(), To: "a@example.com", Subject: "One", Text: "text", HTML: "<p>"}
	letter := uuid.New()
	for range 2 {
		if _, err := box.Deliver(t.Context(), first); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := box.Print(t.Context(), letter, "Ana\n1 Main St", "Notice", "<p>", []byte("%PDF-")); err != nil {
		t.Fatal(err)
	}
	text := uuid.New()
	if _, err := box.Text(t.Context(), text, "+12025550142", "Your code is 123456.\n\n@example.com #123456"); err != nil {
		t.Fatal(err)
	}
	if p, err := box.Get(text); err != nil || p.Kind != PieceText || p.To != "+12025550142" || p.Subject != "Your code is 123456." || p.HTML != "" {
		t.Fatalf("kept as %+v, %v", p, err)
	}
	if err := os.Remove(box.file(text)); err != nil {
		t.Fatal(err)
	}
	all, err := box.List()
	if err != nil || len(all) != 2 || all[0].ID != letter || all[1].ID != first.ID {
		t.Fatalf("%d pieces, %v", len(all), err)
	}
	if all[1].Times != 2 || all[1].Kind != PieceMail || all[0].Kind != PieceLetter || string(all[0].PDF) != "%PDF-" {
		t.Errorf("kept as %+v", all)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f, info.Mode(), err)
		}
	}
	if len(files) != 2 {
		t.Errorf("%d files", len(files))
	}
}

func TestAMailboxWithoutThePiece(t *testing.T) {
	t.Parallel()
	box, err := OpenMailbox(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := box.Get(uuid.New()); !errors.Is(err, ErrNoPiece) {
		t.Error(err)
	}
}
