package vault

import (
	"crypto/rand"
	"errors"
	"io"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

const keySize = 32

// keyring is the generations of one key. The current one makes; all of them check and open.
type keyring struct {
	Current string            `json:"current"`
	Keys    map[string][]byte `json:"keys"`
}

func newKeyring(random io.Reader) (keyring, error) {
	key, err := newKey(random)
	return keyring{Current: "1", Keys: map[string][]byte{"1": key}}, err
}

func newKey(random io.Reader) ([]byte, error) {
	key := make([]byte, keySize)
	_, err := io.ReadFull(random, key)
	return key, err
}

// mustKey is a fresh key from the system's generator, which does not fail.
func mustKey() []byte {
	key := make([]byte, keySize)
	_, _ = rand.Read(key)
	return key
}

// check names no generation: somebody may have put the key in the place of its name.
func (r keyring) check() error {
	if r.Keys[r.Current] == nil {
		return errors.New("the current generation has no key")
	}
	for _, key := range r.Keys {
		if len(key) != keySize {
			return errors.New("a key is not 32 bytes long")
		}
	}
	return nil
}

// derived has, for one use, a key of its own for each generation: a rotation reaches that use as it reaches all else.
func (r keyring) derived(use string) keyring {
	own := keyring{Current: r.Current, Keys: make(map[string][]byte, len(r.Keys))}
	for name, key := range r.Keys {
		own.Keys[name] = keyed(key, use)
	}
	return own
}

// errUnsealed says nothing about the bytes: no key of the root secrets opens them in this place.
var errUnsealed = errors.New("a sealed value does not open with these root secrets")

// seal encrypts under the current generation; it opens only with the same bound.
func (r keyring) seal(plain, bound []byte) ([]byte, error) {
	aead, err := subtle.NewAESGCM(r.Keys[r.Current])
	if err != nil {
		return nil, err
	}
	return aead.Encrypt(plain, bound)
}

// open tries the current generation, then the older ones: there are few, and a wrong one is told in a microsecond.
func (r keyring) open(sealed, bound []byte) ([]byte, error) {
	if plain, err := openWith(r.Keys[r.Current], sealed, bound); err == nil {
		return plain, nil
	}
	for name, key := range r.Keys {
		if name == r.Current {
			continue
		}
		if plain, err := openWith(key, sealed, bound); err == nil {
			return plain, nil
		}
	}
	return nil, errUnsealed
}

func openWith(key, sealed, bound []byte) ([]byte, error) {
	aead, err := subtle.NewAESGCM(key)
	if err != nil {
		return nil, err
	}
	return aead.Decrypt(sealed, bound)
}
