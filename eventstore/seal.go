package eventstore

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/personal"
)

// A sealed value is the format's version, a random nonce of 12 bytes, and the AES-256-GCM ciphertext with its tag.
const sealVersion = 1

// bound is what a seal is bound to: the same ciphertext in another event or field does not open.
func bound(event uuid.UUID, path string) string { return event.String() + "\x00" + path }

// place says where a value stands, for errors: never what it is.
func place(bound string) string {
	event, path, _ := strings.Cut(bound, "\x00")
	return fmt.Sprintf("field %s of event %s", path, event)
}

// subjects is whose fields these are: sorted, each once.
func subjects(fields []field) []personal.Subject {
	var of []personal.Subject
	for _, f := range fields {
		of = append(of, f.text.Subject())
	}
	return unique(of)
}

func unique(of []personal.Subject) []personal.Subject {
	slices.SortFunc(of, func(a, b personal.Subject) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(of)
}

// seal replaces clear values by sealed ones.
func (c *Codec) seal(ctx context.Context, fields []field) error {
	if len(fields) == 0 {
		return nil
	}
	of := subjects(fields)
	if err := c.keys.Ensure(ctx, of...); err != nil {
		return fmt.Errorf("sealing: %w", err)
	}
	keys, err := c.keys.Open(ctx, of...)
	if err != nil {
		return fmt.Errorf("sealing: %w", err)
	}
	for _, f := range fields {
		key, ok := keys[f.text.Subject()]
		if !ok {
			return fmt.Errorf("sealing: %w", ErrErased) // destroyed since Ensure
		}
		clear, _ := f.text.Value()
		ciphertext, err := seal(key, clear, f.bound)
		if err != nil {
			return err
		}
		*f.text = f.text.Seal(ciphertext)
	}
	return nil
}

func seal(key []byte, clear, bound string) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 1+gcm.NonceSize(), 1+gcm.NonceSize()+len(clear)+gcm.Overhead())
	out[0] = sealVersion
	_, _ = rand.Read(out[1:]) // never fails
	return gcm.Seal(out, out[1:], []byte(clear), []byte(bound)), nil
}

// ErrSeal is why a value does not open: it was changed, or moved from where it was written.
var ErrSeal = errors.New("the seal is broken")

func unseal(key, sealed []byte, bound string) (string, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return "", err
	}
	n := 1 + gcm.NonceSize()
	if len(sealed) < n || sealed[0] != sealVersion {
		return "", ErrSeal
	}
	clear, err := gcm.Open(nil, sealed[1:n], sealed[n:], []byte(bound))
	if err != nil {
		return "", ErrSeal
	}
	return string(clear), nil
}

func newGCM(key []byte) (cipher.AEAD, error) {
	if len(key) != 32 {
		return nil, errors.New("a subject's key is not 32 bytes long")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
