package vault

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Secrets are the root secrets of one deployment. Losing them loses every sealed value, every password and every code
// that is still on its way. Printing them prints ***.
type Secrets struct {
	master keyring // wraps the keys of people and the seeds of authenticators
	codes  keyring // makes one-time secrets
	pepper []byte  // is mixed into every password: a stolen database alone cannot be guessed at
	digest []byte  // has no generations: ids of claims are made with it, and an id never changes
}

// NewSecrets draws new root secrets; random is crypto/rand.Reader but in tests.
func NewSecrets(random io.Reader) (*Secrets, error) {
	var s Secrets
	var errs [4]error
	s.master, errs[0] = newKeyring(random)
	s.codes, errs[1] = newKeyring(random)
	s.pepper, errs[2] = newKey(random)
	s.digest, errs[3] = newKey(random)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("drawing root secrets: %w", err)
	}
	return &s, nil
}

func (s *Secrets) check() error {
	if err := s.master.check(); err != nil {
		return fmt.Errorf("master: %w", err)
	}
	if err := s.codes.check(); err != nil {
		return fmt.Errorf("codes: %w", err)
	}
	if len(s.pepper) != keySize {
		return errors.New("pepper: it is not 32 bytes long")
	}
	if len(s.digest) != keySize {
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
