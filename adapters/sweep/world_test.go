package sweep

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/credentials"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var withLog = pgtest.Template("log", logpg.Migrate)

// Everybody in the tests.
var (
	ana  = uuid.UUID{0xa}
	olga = uuid.UUID{0xc} // of the staff
)

const anasClaim, olgasClaim, nobodysClaim = "k1:aa", "k1:cc", "k1:ff"

var errDown = errors.New("down")

// world is a database with a log, and one server over it. The others are its siblings.
type world struct {
	Sweeper
	t      *testing.T
	log    *logpg.Log
	codec  *eventstore.Codec
	limits *tables.Limits
	forms  *tables.KeptForms
	tokens *tables.Tokens
	vault  *vault.Vault
	now    time.Time
	logged *bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool, err := postgres.Open(t.Context(), pgtest.New(t, withLog), postgres.Options{MaxConns: 8})
	must(t, err)
	t.Cleanup(pool.Close)
	w := &world{t: t, limits: tables.NewLimits(pool), tokens: tables.NewTokens(pool), forms: tables.NewKeptForms(pool), now: time.Now(), logged: &bytes.Buffer{}}
	w.log, err = logpg.Open(t.Context(), pool, logpg.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, w.log.Close()) })
	w.codec, err = eventstore.NewCodec(keys{}, "test", account.Decider.Catalog, claim.Decider.Catalog, session.Decider.Catalog, staff.Decider.Catalog)
	must(t, err)
	w.vault = newRows(t, pool)
	engine, err := projections.New(w.log, w.codec, pool, nil, credentials.Projection)
	must(t, err)
	must(t, engine.Prepare(t.Context()))
	w.Sweeper = Sweeper{
		Limits: w.limits, Tokens: w.tokens, Forms: w.forms, Vault: w.vault, Credentials: credentials.New(pool), Views: engine, Log: w.log,
		Claims:   eventstore.NewHandler(w.log, w.codec, claim.Decider),
		Accounts: eventstore.NewHandler(w.log, w.codec, account.Decider),
		Staff:    eventstore.NewHandler(w.log, w.codec, staff.Decider),
		Sessions: eventstore.NewHandler(w.log, w.codec, session.Decider),
		Pool:     pool, Logger: slog.New(slog.NewTextHandler(w.logged, nil)), Now: func() time.Time { return w.now },
		Every: 5 * time.Millisecond,
	}
	return w
}

func newRows(t *testing.T, pool *pgxpool.Pool) *vault.Vault {
	t.Helper()
	secrets, err := vault.NewSecrets(bytes.NewReader(make([]byte, 4096)))
	must(t, err)
	v, err := vault.New(pool, secrets, vault.Cost{Memory: 64, Iterations: 1})
	must(t, err)
	return v
}

// project runs the read model until the test ends.
func (w *world) project() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Views.(*projections.Engine).Run(ctx) }()
	w.t.Cleanup(func() {
		stop()
		must(w.t, <-done)
	})
}

// happens appends events as they are, whatever rules say.
func (w *world) happens(stream string, events ...domain.Event) {
	w.t.Helper()
	at := domain.Revision(len(w.happened(stream)))
	act := domain.Act{ID: uuid.New(), By: domain.Actor{Kind: domain.Operator, ID: "x"}, At: domain.Instant(w.now.Add(-time.Hour))}
	encoded, err := w.codec.Encode(w.t.Context(), stream, act, at, events)
	must(w.t, err)
	_, err = w.log.Append(w.t.Context(), stream, at, encoded)
	must(w.t, err)
}

// happened is what a stream says, by stored name; of an end also why.
func (w *world) happened(stream string) (names []string) {
	w.t.Helper()
	for r, err := range w.log.Read(w.t.Context(), stream, 0) {
		must(w.t, err)
		name := r.Type
		e, err := w.codec.Decode(r)
		must(w.t, err)
		if ended, ok := e.(session.Ended); ok {
			name += " " + ended.Why
		}
		names = append(names, name)
	}
	return names
}

// people are Ana, who has an account, and Olga of the staff.
func (w *world) people() {
	w.t.Helper()
	w.happens("claim-"+anasClaim, claim.Taken{Holder: ana})
	w.happens("account-"+ana.String(), account.Registered{Account: ana, Claim: anasClaim}, account.Confirmed{})
	w.happens("claim-"+olgasClaim, claim.Taken{Holder: olga})
	w.happens("staff-"+olga.String(), staff.Invited{Staff: olga, Claim: olgasClaim})
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	tag, err := w.Pool.Exec(w.t.Context(), sql, args...)
	must(w.t, err)
	if tag.RowsAffected() == 0 {
		w.t.Fatalf("%s: changed nothing", sql)
	}
}

func (w *world) rows(table string) (n int) {
	w.t.Helper()
	must(w.t, w.Pool.QueryRow(w.t.Context(), "select count(*) from app."+table).Scan(&n))
	return n
}

// do does a chore, more than once.
func (w *world) do(chore func(context.Context) error, times int) {
	w.t.Helper()
	for range times {
		must(w.t, chore(w.t.Context()))
	}
}

// together does one chore on two servers at once.
func (w *world) together(a, b func(context.Context) error) {
	w.t.Helper()
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i, chore := range []func(context.Context) error{a, b} {
		both.Go(func() { errs[i] = chore(w.t.Context()) })
	}
	both.Wait()
	must(w.t, errors.Join(errs...))
}

// brokenSessions fail to record.
type brokenSessions struct {
	workflow.Sessions
	only string // empty: all of them
}

func (b brokenSessions) Do(ctx context.Context, id string, c session.Command, act domain.Act) (domain.Done[session.State, session.Event], error) {
	if b.only == "" || b.only == id {
		return domain.Done[session.State, session.Event]{}, errDown
	}
	return b.Sessions.Do(ctx, id, c, act)
}

// brokenClaims cannot be read, but for one.
type brokenClaims struct {
	workflow.Claims
	but string
}

func (b brokenClaims) Load(ctx context.Context, id string) (domain.Loaded[claim.State], error) {
	if id == b.but {
		return b.Claims.Load(ctx, id)
	}
	return domain.Loaded[claim.State]{}, errDown
}

// keys gives everybody a key of zeros.
type keys struct{}

func (keys) Ensure(context.Context, ...personal.Subject) error { return nil }
func (keys) Open(_ context.Context, of ...personal.Subject) (map[personal.Subject][]byte, error) {
	found := map[personal.Subject][]byte{}
	for _, s := range of {
		found[s] = make([]byte, 32)
	}
	return found, nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("unexpected: %w", err))
	}
}
