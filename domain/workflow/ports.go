package workflow

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// Vault keeps what chosen secrets look like; the log says which of them is valid. Rows are written once, under an id that
// an event will name, BEFORE that event. A row that no event names is inert, and is swept after a day.
type Vault interface {
	// Put keeps a password. The same id again keeps the first, without an error.
	Put(ctx context.Context, id uuid.UUID, password []byte) error
	// Verify compares a password. An unknown id costs the same and answers false.
	Verify(ctx context.Context, id uuid.UUID, password []byte) (bool, error)
	// Answer is how an answer to a reset question is kept and compared, by Put and VerifyAll: however case, widths and spaces
	// were typed; empty when there is nothing in it.
	Answer(typed string) []byte
	// VerifyAll compares several at once and says only whether all are right. It costs the same whichever is wrong or unknown.
	VerifyAll(ctx context.Context, ids []uuid.UUID, typed [][]byte) (bool, error)
	// NewSeed makes an authenticator's seed and answers it in base32; the same id again answers the same seed.
	NewSeed(ctx context.Context, id uuid.UUID) (seed string, err error)
	// UseStep checks an authenticator's code at this moment: true once per 30-second step, never backwards.
	// An unknown id costs the same and answers false.
	UseStep(ctx context.Context, id uuid.UUID, code string, at time.Time) (bool, error)
	// Forget deletes rows; unknown ids are fine.
	Forget(ctx context.Context, ids ...uuid.UUID) error
}

// Codes makes one-time secrets that are stored nowhere: alphabet(HMAC(key generation, purpose, id)).
type Codes interface {
	// Issue names a new secret after the act: a repeat of the act names the same one.
	Issue(purpose string, act domain.Act) secret.Ref
	// Presented is what somebody typed, read tolerantly as the purpose allows.
	Presented(purpose, typed string) secret.Presented
}

// Revealer tells what a one-time secret looks like. Senders have it; of the workflows only those whose answer
// shows a secret once (a sheet of backup codes, an enrolment link on the operator's terminal).
type Revealer interface {
	Reveal(purpose string, ref secret.Ref) (string, error)
}

// Limits counts attempts that prove nothing yet, shared between servers and durable. Take before checking, not after.
type Limits interface {
	// Take counts one attempt under a rule of package limits; key is a keyed digest or an id, never clear.
	// It answers how many are left, below zero with how long to wait when this one was too many.
	// A rule with a lock locks when its attempts are used up, longer at each following time, until Clear.
	Take(ctx context.Context, rule, key string) (left int, wait time.Duration, err error)
	Clear(ctx context.Context, rule, key string) error
}

// Shares counts what is sent to somebody who may get only so much, shared between servers. Hold before asking for it.
type Shares interface {
	// Hold counts one piece under each rule of package limits, or under none when one of them lets no more through: then
	// it answers how long to wait, and no giveBack. What is not sent after all is given back.
	Hold(ctx context.Context, counts ...Count) (giveBack func(context.Context) error, wait time.Duration, err error)
}

// Count is what counts under a rule; the key is a keyed digest or an id, never clear.
type Count struct{ Rule, Key string }

// Token is a browser's hold on a session. Tokens are mutable rows, not events.
type Token struct {
	Holder  domain.Actor // applicant or staff
	Session uuid.UUID
	Stage   string    // one of the stages below
	Proved  time.Time // when the holder last proved who they are
	Seen    time.Time
	Started time.Time
}

// The stages of a token: what its bearer has proved so far.
const (
	StageSignUp = "sign_up" // holds a confirmed e-mail address; may finish signing up
	StageEnrol  = "enrol"   // invited staff, finishing enrolment
	StageCode   = "code"    // the password was right; the second step is missing
	StageReset  = "reset"   // has followed the link to a new password; its session is the recovery
	StageFull   = "full"
)

// Recorded says whether its session is in the log; those of signing up, of enrolment and of a forgotten
// password are not.
func (t Token) Recorded() bool { return t.Stage == StageCode || t.Stage == StageFull }

// Tokens keeps browser sessions, hashed. Swap ends one token and starts another in one transaction and ends the oldest
// beyond the limit of one holder; domain.ErrSignedOut when the old one is gone already.
type Tokens interface {
	Start(ctx context.Context, t Token) (token string, err error)
	Swap(ctx context.Context, old string, t Token) (token string, err error)
	// Find answers the live token and counts this as use (idle time starts anew); domain.ErrSignedOut when there is none.
	Find(ctx context.Context, token string) (Token, error)
	// List answers a live token of each session of a holder, the one used last first.
	List(ctx context.Context, holder domain.Actor) ([]Token, error)
	// EndSession deletes the tokens of a session; EndHolder all of a holder but one session (uuid.Nil: all).
	EndSession(ctx context.Context, session uuid.UUID) error
	EndHolder(ctx context.Context, holder domain.Actor, but uuid.UUID) error
}

// Bearer is what an access token of an API client says.
type Bearer struct {
	Client  client.ID
	Expires time.Time // whole microseconds
}

// Bearers makes access tokens that are stored nowhere. Whether what one says still holds, the log decides.
type Bearers interface {
	Seal(Bearer) (token string, err error)
	// Open is false for what was not made here.
	Open(token string) (Bearer, bool)
}

// Meter counts what API clients ask, shared between servers and durable, and when each credential was used last.
type Meter interface {
	// Spend counts one request under a rule of package limits for bursts and one for the quota. It answers the rule that was
	// used up, empty when neither was, and how long to wait. What the first refuses, the second does not count.
	Spend(ctx context.Context, of client.ID, burst, quota string) (over string, wait time.Duration, err error)
}

// Numbers allocates numbers that people see: the same act is given the same number again.
type Numbers interface {
	Next(ctx context.Context, series string, act uuid.UUID) (int64, error)
}

// Opener opens sealed values in place; those whose key is gone become erased. Each call asks the key store anew,
// so that a known and an unknown subject cost the same.
type Opener interface {
	OpenTexts(ctx context.Context, texts ...*personal.Text) error
}

// Digests are keyed: they can be compared, not guessed.
type Digests interface {
	// Address is the id of the claim on an e-mail address in a realm (RealmAccount, RealmStaff): "k1:" and hex.
	Address(realm, address string) string
	// Limit is the key under which a limit counts something typed (an address, a network address).
	Limit(what string) string
	// Name is how names are compared, however case, accents and spaces were typed; empty when there is no name in it.
	Name(name string) []byte
	// Input is the digest of a request's body, for "same key, other content".
	Input(body []byte) []byte
}

// The realms of e-mail addresses: one person may be an applicant and a member of staff.
const (
	RealmAccount = "account"
	RealmStaff   = "staff"
)
