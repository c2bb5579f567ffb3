package vault

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Bearers makes the access tokens of API clients: sealed, so that they tell nothing and nobody else makes one, and stored
// nowhere, so that a request with one of nobody's costs the database nothing. Its keys are its own, derived.
type Bearers struct{ secrets *Secrets }

// NewBearers seals with keys derived from the secrets.
func NewBearers(s *Secrets) Bearers { return Bearers{s} }

// bearerSize is the client's id, the number of its credential, and the microsecond at which it ends.
const bearerSize = 16 + 4 + 8

// Seal implements workflow.Bearers.
func (b Bearers) Seal(of workflow.Bearer) (string, error) {
	plain := append(make([]byte, 0, bearerSize), of.Client.Client[:]...)
	plain = binary.BigEndian.AppendUint32(plain, uint32(of.Client.Number))
	plain = binary.BigEndian.AppendUint64(plain, uint64(of.Expires.UnixMicro()))
	sealed, err := b.ring().seal(plain, nil)
	return base64.RawURLEncoding.EncodeToString(sealed), err
}

// longestBearer spares the work on what cannot be a token.
const longestBearer = 128

// Open implements workflow.Bearers.
func (b Bearers) Open(token string) (workflow.Bearer, bool) {
	if len(token) > longestBearer {
		return workflow.Bearer{}, false
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return workflow.Bearer{}, false
	}
	plain, err := b.ring().open(sealed, nil)
	if err != nil || len(plain) != bearerSize {
		return workflow.Bearer{}, false
	}
	return workflow.Bearer{
		Client:  client.ID{Client: uuid.UUID(plain[:16]), Number: int(binary.BigEndian.Uint32(plain[16:]))},
		Expires: time.UnixMicro(int64(binary.BigEndian.Uint64(plain[20:]))).UTC(),
	}, true
}

func (b Bearers) ring() keyring { return b.secrets.roots().Master.derived("bearer") }
