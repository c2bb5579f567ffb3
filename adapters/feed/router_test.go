package feed

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

func TestFaultsThatPassAreNotTheEventsFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want string
	}{
		{context.DeadlineExceeded, faultPassing},
		{fmt.Errorf("append: %w", eventstore.ErrUnknown), faultPassing},
		{&pgconn.PgError{Code: "40001"}, faultPassing},
		{&pgconn.PgError{Code: "57P01"}, faultPassing},
		{&pgconn.PgError{Code: "25006"}, faultPassing},
		{&pgconn.PgError{Code: "25P03"}, faultPassing},
		{&pgconn.PgError{Code: "25001"}, faultError},
		{&pgconn.PgError{Code: "23505"}, faultError},
		{&pgconn.PgError{Code: "3D000"}, faultError},
		{fmt.Errorf("reading: %w", eventstore.ErrAway), faultPassing},
		{domain.ErrBusy, faultPassing},
		{fmt.Errorf("loading: %w", domain.ErrNewer), faultNewer},
		{&domain.Error{Kind: domain.Refused, Code: "delivery.finished"}, "delivery.finished"},
		{errors.New("no such thing"), faultError},
	} {
		if got := fault(c.err); got != c.want {
			t.Errorf("%v is %q, want %q", c.err, got, c.want)
		}
	}
}

// The server refuses the connection itself: whoever changed the password or dropped the database, it was not the event.
func TestAConnectionThatTheServerRefusesPasses(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	for name, change := range map[string]func(*pgconn.Config){
		"no such database": func(c *pgconn.Config) { c.Database = "nowhere" },
		"no such role":     func(c *pgconn.Config) { c.User = "nobody" },
	} {
		config, err := pgconn.ParseConfig(url)
		if err != nil {
			t.Fatal(err)
		}
		change(config)
		_, err = pgconn.ConnectConfig(t.Context(), config)
		var refused *pgconn.PgError
		if !errors.As(err, &refused) {
			t.Fatalf("%s: %v", name, err)
		}
		if got := fault(fmt.Errorf("reacting: %w", err)); got != faultPassing {
			t.Errorf("%s (%s) is %q", name, refused.Code, got)
		}
	}
}

// A handler that fails, then panics, then finds its context alive again and succeeds: one message, no nack.
func TestTheRouterTriesAgainInPlace(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-a", "test.happened", 1)
	tries := 0
	route(t, log, ledger, func(m *message.Message) error {
		switch tries++; tries {
		case 1:
			return errors.New("not yet")
		case 2:
			panic("not yet")
		}
		return m.Context().Err()
	})
	eventually(t, "acknowledged", func() bool { return ledger.where("reader") == positions(t, log)[0] })
	if tries != attempts {
		t.Errorf("tried %d times", tries)
	}
}

func TestAPanicParksWithItsReason(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-a", "test.happened", 1)
	route(t, log, ledger, func(*message.Message) error { panic("always") })
	eventually(t, "passed", func() bool { return ledger.where("reader") == positions(t, log)[0] })
	if ledger.reason != faultPanic {
		t.Errorf("parked for %q", ledger.reason)
	}
}

// Waiting for a newer version has an end: the rest of the feed would wait with it.
func TestARecordOfANewerVersionParksInTheEnd(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	write(t, log, "test-a", "test.happened", 1)
	began := time.Now()
	route(t, log, ledger, func(*message.Message) error { return domain.ErrNewer })
	eventually(t, "passed", func() bool { return ledger.where("reader") == positions(t, log)[0] })
	if waited := time.Since(began); ledger.reason != domain.ErrNewer.Code || waited < quick.Newer {
		t.Errorf("parked for %q after %s", ledger.reason, waited)
	}
}

func route(t *testing.T, log eventstore.Log, ledger Ledger, handle message.NoPublishHandlerFunc) {
	t.Helper()
	s := NewSubscriber(log, ledger, silent, quick, uuid.New(), Consumer{Name: "reader", Types: []string{"test.happened"}, FromStart: true})
	router, err := NewRouter(silent)
	if err != nil {
		t.Fatal(err)
	}
	router.AddConsumerHandler("reader", "reader", s, handle)
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	go func() { ended <- router.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, s.Close(), s.Err()); err != nil {
			t.Error(err)
		}
	})
}
