package vault

import (
	"crypto/subtle"
	"errors"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// Codes makes one-time secrets that are stored nowhere. It can name and check them, not show them.
type Codes struct{ secrets *Secrets }

// Revealer shows one-time secrets to those that send them.
type Revealer struct{ secrets *Secrets }

// NewCodes names and checks with the code keys of the secrets.
func NewCodes(s *Secrets) Codes { return Codes{s} }

// NewRevealer reveals with the code keys of the secrets.
func NewRevealer(s *Secrets) Revealer { return Revealer{s} }

// Issue names a new secret after the act, made with the current generation of the key.
func (c Codes) Issue(purpose string, act domain.Act) secret.Ref {
	return secret.Ref{ID: act.NewID("secret " + purpose), Key: c.secrets.roots().Codes.Current}
}

// Presented is what somebody typed. Of an unknown purpose nothing is right.
func (c Codes) Presented(purpose, typed string) secret.Presented {
	alphabet, known := alphabets[purpose]
	if !known || len(typed) > longestTyped {
		return presented{func(secret.Ref) bool { return false }}
	}
	read := []byte(alphabet.read(typed))
	return presented{func(ref secret.Ref) bool {
		right, ok := derive(c.secrets, purpose, ref)
		return subtle.ConstantTimeCompare(read, []byte(right)) == 1 && ok
	}}
}

// longestTyped spares the work on a text that cannot be a code, however it is spaced.
const longestTyped = 1024

// Reveal tells what the secret looks like, grouped as it is printed.
func (r Revealer) Reveal(purpose string, ref secret.Ref) (string, error) {
	plain, ok := derive(r.secrets, purpose, ref)
	if !ok {
		return "", errors.New("no secret of purpose " + purpose + " can be made from this reference")
	}
	return alphabets[purpose].print(plain), nil
}

// derive is the secret without groups; false when there is no reference, or the purpose or the generation of the key is
// unknown. Of no reference it makes one all the same, which nothing is compared with: who guesses at nothing must wait as
// long as who guesses at something.
func derive(s *Secrets, purpose string, ref secret.Ref) (string, bool) {
	alphabet, known := alphabets[purpose]
	if !known {
		return "", false
	}
	codes := s.roots().Codes
	key := codes.Keys[ref.Key]
	ok := key != nil && !ref.IsZero()
	if key == nil {
		key = codes.Keys[codes.Current]
	}
	return alphabet.spell(keyed(key, purpose, string(ref.ID[:]))), ok
}
