package outbox

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/eventstore"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2027, 5, 3, 12, 0, 0, 0, time.UTC)

// keys gives everybody a key of zeros, until it is destroyed.
type keys struct {
	mu   sync.Mutex
	gone map[personal.Subject]bool
}

func (k *keys) Ensure(context.Context, ...personal.Subject) error { return nil }
func (k *keys) Open(_ context.Context, of ...personal.Subject) (map[personal.Subject][]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := map[personal.Subject][]byte{}
	for _, s := range of {
		if !k.gone[s] {
			found[s] = make([]byte, 32)
		}
	}
	return found, nil
}

// open reveals every secret as its id.
type open struct{ fail error }

func (o open) Reveal(purpose string, ref secret.Ref) (string, error) {
	return purpose + " " + ref.ID.String(), o.fail
}

// script is a sender that answers as told and keeps what it was given.
type script struct {
	mu      sync.Mutex
	answers []error
	got     []Parcel
	during  func()
}

func (s *script) Send(_ context.Context, p Parcel) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, p)
	if s.during != nil {
		s.during()
	}
	if len(s.answers) == 0 {
		return "relay", nil
	}
	err := s.answers[0]
	s.answers = s.answers[1:]
	return "", err
}

// world is a log, a database and one worker over them.
type world struct {
	*Worker
	t       *testing.T
	log     *eventstore.Memory
	keys    *keys
	sender  *script
	now     time.Time
	counted []Outcome
	logged  bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return worldOn(t, database(t))
}

func database(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func worldOn(t *testing.T, pool *pgxpool.Pool) *world {
	t.Helper()
	w := &world{t: t, log: eventstore.NewMemory(), keys: &keys{gone: map[personal.Subject]bool{}}, sender: &script{}, now: noon}
	codec, err := eventstore.NewCodec(w.keys, "test", delivery.Decider.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	worker := Worker{
		Channel: delivery.ChannelMail, Sender: w.sender, Log: w.log, Codec: codec,
		Deliveries: eventstore.NewHandler(w.log, codec, delivery.Decider), Opener: codec, Revealer: open{},
		Pool: pool, Logger: slog.New(slog.NewTextHandler(&w.logged, nil)), Now: func() time.Time { return w.now },
		Observe: func(_, _ string, o Outcome) { w.counted = append(w.counted, o) },
		Every:   time.Millisecond,
	}.withDefaults()
	w.Worker = &worker
	return w
}

var holder = personal.Holder(uuid.UUID{7})

// ask requests a message; change what differs from the usual one.
func (w *world) ask(change func(*delivery.Request)) uuid.UUID {
	w.t.Helper()
	r := delivery.Request{
		Delivery: uuid.New(), Channel: delivery.ChannelMail, Template: "sign_in_code", Edition: "2026-11", Language: "es",
		Recipient: domain.Actor{Kind: domain.Applicant, ID: "ana"}, To: personal.New(holder, "ana@example.com"),
		Params: map[string]string{"until": "later"}, Code: secret.Ref{ID: uuid.UUID{5}, Key: "1"}, Purpose: secret.SignInCode,
		Resend: true, NotAfter: noon.Add(10 * time.Minute),
	}
	if change != nil {
		change(&r)
	}
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "x"}, "test", r.Delivery.String(), noon, nil)
	act.By.Kind = domain.Reacting
	if _, err := w.Deliveries.Do(w.t.Context(), r.Delivery.String(), r, act); err != nil {
		w.t.Fatal(err)
	}
	return r.Delivery
}

func once(r *delivery.Request) { r.Resend = false }

// desk is that of one server; its leases run out at once when it is dead.
func (w *world) desk() desk { return desk{w.Pool, uuid.New(), w.Lease} }
func (w *world) dead() desk { return desk{w.Pool, uuid.New(), 0} }

// happened is what the delivery's stream says.
func (w *world) happened(id uuid.UUID) (types []string) {
	w.t.Helper()
	for r, err := range w.log.Read(w.t.Context(), "delivery-"+id.String(), 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		types = append(types, r.Type)
	}
	return types
}

// lies says whether the message lies on the desk.
func (w *world) lies(id uuid.UUID) (yes bool) {
	w.t.Helper()
	if err := w.Pool.QueryRow(w.t.Context(), `select exists (select from app.sends where delivery = $1)`, id).Scan(&yes); err != nil {
		w.t.Fatal(err)
	}
	return yes
}

// died is a log of deliveries that answers nothing any longer: the server was killed before it could record.
type died struct{ Deliveries }

var errDied = &domain.Error{Kind: domain.Refused, Code: "test.died"}

func (died) Do(context.Context, string, delivery.Command, domain.Act) (d domain.Done[delivery.State, delivery.Event], err error) {
	return d, errDied
}

var errOther = errors.New("something else")
