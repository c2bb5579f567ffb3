package letter

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"
)

// Spool is a folder from which a printer takes letters: <delivery>.pdf and <delivery>.html, readable by its owner only.
// A file appears whole and on disk, or not at all; the PDF last. Being there is being sent.
type Spool struct{ Dir string }

var _ Printer = Spool{}

// Print implements Printer.
func (s Spool) Print(_ context.Context, id uuid.UUID, _, _, html string, pdf []byte) (string, error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return "", fmt.Errorf("spool: %w", err)
	}
	if err := s.write(id.String()+".html", []byte(html)); err != nil {
		return "", err
	}
	return "spool", s.write(id.String()+".pdf", pdf)
}

func (s Spool) write(name string, content []byte) (err error) {
	part := filepath.Join(s.Dir, "."+name+".part")
	f, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	if err := os.Rename(part, filepath.Join(s.Dir, name)); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	return s.sync()
}

// sync makes the new name last.
func (s Spool) sync() error {
	dir, err := os.Open(s.Dir)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}
