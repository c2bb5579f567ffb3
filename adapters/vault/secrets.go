package vault

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Secrets are the root secrets of one deployment. Losing them loses every sealed value, every password and every code
// that is still on its way. Printing them prints ***; they are behind a function because fmt follows pointers, also
// those in unexported fields, when a verb does not suit them.
type Secrets struct{ roots func() *roots }

// roots is the content of the secrets file. A new generation of master or codes is added beside the old one and named
// as current; old ones stay as long as something sealed or sent with them lives. Pepper and digest never change.
type roots struct {
	Master keyring `json:"master"` // wraps the keys of people and the seeds of authenticators
	Codes  keyring `json:"codes"`  // makes one-time secrets
	Pepper []byte  `json:"pepper"` // is mixed into every password: a stolen database alone cannot be guessed at
	Digest []byte  `json:"digest"` // ids of claims are made with it
}

func hidden(r roots) *Secrets { return &Secrets{func() *roots { return &r }} }

// NewSecrets draws new root secrets; random is crypto/rand.Reader but in tests.
func NewSecrets(random io.Reader) (*Secrets, error) {
	var r roots
	var errs [4]error
	r.Master, errs[0] = newKeyring(random)
	r.Codes, errs[1] = newKeyring(random)
	r.Pepper, errs[2] = newKey(random)
	r.Digest, errs[3] = newKey(random)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("drawing root secrets: %w", err)
	}
	return hidden(r), nil
}

func (r *roots) check() error {
	if err := r.Master.check(); err != nil {
		return fmt.Errorf("master: %w", err)
	}
	if err := r.Codes.check(); err != nil {
		return fmt.Errorf("codes: %w", err)
	}
	if len(r.Pepper) != keySize {
		return errors.New("pepper: it is not 32 bytes long")
	}
	if len(r.Digest) != keySize {
		return errors.New("digest: it is not 32 bytes long")
	}
	return nil
}

// String is ***.
func (Secrets) String() string { return "***" }

// Format prints *** whatever the verb.
func (Secrets) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, "***") }

// LogValue is what a log may show.
func (Secrets) LogValue() slog.Value { return slog.StringValue("***") }

// MarshalText keeps the secrets out of JSON that somebody makes by mistake; WriteSecrets is the only way to a file.
func (Secrets) MarshalText() ([]byte, error) { return []byte("***"), nil }
