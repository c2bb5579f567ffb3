package tables

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Tokens keeps browser sessions in app.tokens. A token is 256 random bits; the
// table holds only its SHA-256, which needs no salt at that length.
type Tokens struct {
	pool *pgxpool.Pool
}

// NewTokens keeps tokens through the pool.
func NewTokens(pool *pgxpool.Pool) *Tokens { return &Tokens{pool} }

// Start starts a token. Started and Seen are the database's to say.
func (s *Tokens) Start(ctx context.Context, t workflow.Token) (token string, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		token, err = insertToken(ctx, tx, t, 0)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("start a token: %w", err)
	}
	return token, nil
}

// Swap ends one token and starts another, in one transaction. A swap within
// one session and stage (after a step-up) does not make the session longer:
// only what was proved is new.
// Beyond limits.SessionsPerHolder, the holder's oldest tokens of that stage end.
func (s *Tokens) Swap(ctx context.Context, old string, t workflow.Token) (token string, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := lockHolder(ctx, tx, t.Holder); err != nil {
			return err
		}
		age, err := endToken(ctx, tx, old, t)
		if err != nil {
			return err
		}
		if token, err = insertToken(ctx, tx, t, age); err != nil {
			return err
		}
		return endOldest(ctx, tx, t)
	})
	switch {
	case errors.Is(err, domain.ErrSignedOut):
		return "", domain.ErrSignedOut
	case err != nil:
		return "", fmt.Errorf("swap a token: %w", err)
	}
	return token, nil
}

// lasting is a token that has neither expired nor been left idle too long; $2
// and $3 are the idle times of staff and of everybody else.
const lasting = `expires_at > now()
	and last_seen_at > now() - make_interval(secs => case holder_kind when '` + domain.Staff + `' then $2::float8 else $3::float8 end)`

// live is the lasting token whose hash is $1.
const live = `hash = $1 and ` + lasting

func liveArgs(token string) []any { return idleArgs(hashToken(token)) }

func idleArgs(first any) []any {
	return []any{first, limits.IdleStaff.Seconds(), limits.IdleApplicant.Seconds()}
}

// seenEvery is how exactly the time of the last use is kept: a write for each
// request would be for nothing.
const seenEvery = 30 * time.Second

// Find answers the live token and counts this as use: by a statement of its own, since it is seldom due and a statement
// that may write costs each request more than one that reads.
func (s *Tokens) Find(ctx context.Context, token string) (workflow.Token, error) {
	var due bool
	t, err := scanToken(s.pool.QueryRow(ctx, `
		select `+columns+`, last_seen_at < now() - make_interval(secs => $4) from app.tokens where `+live,
		append(liveArgs(token), seenEvery.Seconds())...), &due)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return workflow.Token{}, domain.ErrSignedOut
	case err != nil:
		return workflow.Token{}, fmt.Errorf("find a token: %w", err)
	}
	if due {
		err = s.exec(ctx, "count the use of a token", "update app.tokens set last_seen_at = now() where "+live, liveArgs(token)...)
	}
	return t, err
}

// columns are those of a token; scanToken reads them, and what was asked for beside them. A program that did not know of
// proofs made tokens when somebody had just proved everything.
const columns = "holder_kind, holder_id::text, session, stage, coalesce(proved_at, created_at), last_seen_at, created_at"

func scanToken(row pgx.Row, beside ...any) (t workflow.Token, err error) {
	err = row.Scan(append([]any{&t.Holder.Kind, &t.Holder.ID, &t.Session, &t.Stage, &t.Proved, &t.Seen, &t.Started}, beside...)...)
	t.Proved, t.Seen, t.Started = t.Proved.UTC(), t.Seen.UTC(), t.Started.UTC()
	return t, err
}

// end makes tokens good for nothing, now. The sweeper deletes the rows once
// the log says that the session is over, whatever crashed in between.
const end = "update app.tokens set expires_at = now(), ended = "

// EndSession ends the tokens of a session, whoever holds it.
func (s *Tokens) EndSession(ctx context.Context, of uuid.UUID) error {
	var holder domain.Actor
	err := s.pool.QueryRow(ctx, "select holder_kind, holder_id::text from app.tokens where session = $1 limit 1", of).Scan(&holder.Kind, &holder.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	return s.ends(ctx, "end a session", holder, end+"$2 where session = $1 and expires_at > now()", of, session.WhySignedOut)
}

// EndHolder ends the tokens of a holder but those of one session.
func (s *Tokens) EndHolder(ctx context.Context, holder domain.Actor, but uuid.UUID) error {
	return s.ends(ctx, "end the sessions of a holder", holder,
		end+"$4 where holder_kind = $1 and holder_id = $2 and session <> $3 and expires_at > now()",
		holder.Kind, holder.ID, but, session.WhySignedOut)
}

// ends runs a statement that ends several tokens of a holder while nothing else does: two that end the same ones, each in
// its order, would wait for each other.
func (s *Tokens) ends(ctx context.Context, what string, holder domain.Actor, sql string, args ...any) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := lockHolder(ctx, tx, holder); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sql, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Sweep deletes tokens that have expired and of which the log knows nothing;
// for the others see Expired. One that was only left idle stays until it
// expires as well: nobody can use it.
func (s *Tokens) Sweep(ctx context.Context) error {
	return s.exec(ctx, "sweep tokens", "delete from app.tokens where expires_at <= now() and not ("+recorded+")")
}

func (s *Tokens) exec(ctx context.Context, what, sql string, args ...any) error {
	if _, err := s.pool.Exec(ctx, sql, args...); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// lockHolder lets one at a time count the tokens of a holder and end several.
func lockHolder(ctx context.Context, tx pgx.Tx, holder domain.Actor) error {
	_, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended('token ' || $1 || ' ' || $2, 0))", holder.Kind, holder.ID)
	return err
}

// endToken deletes the old token. It answers the age that the new one takes
// over, zero if the new one proves something new.
func endToken(ctx context.Context, tx pgx.Tx, old string, t workflow.Token) (age time.Duration, err error) {
	var session uuid.UUID
	var stage string
	var seconds float64
	err = tx.QueryRow(ctx, "delete from app.tokens where "+live+
		" returning session, stage, extract(epoch from now() - created_at)::float8", liveArgs(old)...).Scan(&session, &stage, &seconds)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, domain.ErrSignedOut
	}
	if session == t.Session && stage == t.Stage {
		age = time.Duration(seconds * float64(time.Second))
	}
	return age, err
}

func insertToken(ctx context.Context, tx pgx.Tx, t workflow.Token, age time.Duration) (string, error) {
	token := newToken()
	_, err := tx.Exec(ctx, `
		insert into app.tokens (hash, holder_kind, holder_id, session, stage, proved_at, created_at, last_seen_at, expires_at)
		values ($1, $2, $3, $4, $5, now(), now() - make_interval(secs => $6), now(), now() + make_interval(secs => $7))`,
		hashToken(token), t.Holder.Kind, t.Holder.ID, t.Session, t.Stage, age.Seconds(), (lifeOf(t.Stage) - age).Seconds())
	return token, err
}

// lifeOf is how long a token of a stage may live, however much it is used.
func lifeOf(stage string) time.Duration {
	switch stage {
	case workflow.StageCode:
		return limits.CodeStageLife
	case workflow.StageReset:
		return limits.ResetLife
	}
	return limits.SessionLife
}

func endOldest(ctx context.Context, tx pgx.Tx, t workflow.Token) error {
	_, err := tx.Exec(ctx, end+`$5
		 where expires_at > now() and hash in (
			select hash from app.tokens
			 where holder_kind = $1 and holder_id = $2 and stage = $3 and ended is null
			 order by created_at desc, hash
			offset $4)`,
		t.Holder.Kind, t.Holder.ID, t.Stage, limits.SessionsPerHolder, session.WhyReplaced)
	return err
}

func newToken() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails: the program ends if the system has no randomness
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
