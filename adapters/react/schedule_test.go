package react

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/deadlines"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestDeadlines(t *testing.T) {
	t.Parallel()
	mine := "account-" + ana.String()
	lapse := deadlines.Deadline{Stream: mine, What: deadlines.Lapse, At: later}
	expiry := deadlines.Deadline{Stream: gate, What: deadlines.CodeExpiry, At: later}
	issued := in(gate, access.CodeIssued{Code: code, Issued: noon, Expires: later})
	for name, c := range map[string]struct {
		given []happening
		due   deadlines.Deadline
		now   time.Time
		want  []string
	}{
		"an account that nobody confirmed": {registered(ana, "en"), lapse, later, []string{"account.lapsed ana"}},
		"a confirmed account":              {active(ana), lapse, later, nil},
		"an account before its time":       {registered(ana, "en"), lapse, later.Add(-time.Second), nil},
		"an account that got a new link":   {history(registered(ana, "en"), in(mine, account.LinkSent{Link: other, Expires: later.Add(time.Hour)})), lapse, later, nil},
		"an account that is erased":        {history(registered(ana, "en"), in(mine, account.Erased{})), lapse, later, nil},
		"a code that nobody used":          {issued, expiry, later, []string{"access.code_expired case"}},
		"a code that was used":             {history(issued, in(gate, access.Linked{Account: ana, Kind: access.KindApplicant, Tier: "full", Code: code.ID, At: noon})), expiry, later, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.happen(c.given)
			before := len(w.facts())
			s := Scheduler{Accounts: w.Accounts, Access: w.Set.Access}
			for range 2 {
				if err := s.Meet(t.Context(), c.due, c.now); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			for _, f := range w.facts()[before:] {
				got = append(got, w.describe(f))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnUnknownDeadline(t *testing.T) {
	t.Parallel()
	if err := (Scheduler{}).Meet(t.Context(), deadlines.Deadline{Stream: gate, What: "doomsday"}, noon); !errors.Is(err, ErrNoDeadline) {
		t.Error(err)
	}
}

// calendar is a read model that lags for ever, and fails at the first look.
type calendar struct {
	all   []deadlines.Deadline
	looks chan int
}

func (c *calendar) Due(_ context.Context, _ time.Time, limit int) ([]deadlines.Deadline, error) {
	c.looks <- limit
	if len(c.looks) == 1 {
		return nil, errors.New("not now")
	}
	return c.all[:min(limit, len(c.all))], nil
}

func (c *calendar) Met(context.Context, deadlines.Deadline) error { return nil }

func TestTheSchedulerMeetsWhatIsDueAndOutlivesFailures(t *testing.T) {
	t.Parallel()
	pool, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	w := newWorld(t)
	w.happen(history(registered(ana, "en"), registered(bob, "en")))
	c := &calendar{looks: make(chan int, 100), all: []deadlines.Deadline{
		{Stream: gate, What: "doomsday", At: later},
		{Stream: "account-" + ana.String(), What: deadlines.Lapse, At: later},
		{Stream: "account-" + bob.String(), What: deadlines.Lapse, At: later},
	}}
	var logged bytes.Buffer
	var met []string
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- Scheduler{
			Deadlines: c, Accounts: w.Accounts, Access: w.Set.Access, Pool: pool, Every: 5 * time.Millisecond,
			Logger: slog.New(slog.NewTextHandler(&logged, nil)), Now: func() time.Time { return later },
			Watch: func(ctx context.Context, name string) (context.Context, func(error)) {
				return ctx, func(err error) { met = append(met, fmt.Sprintf("%s %v", name, err == nil)) }
			},
		}.Run(ctx)
	}()
	for len(c.looks) < 5 {
		time.Sleep(time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range w.facts()[2:] {
		got = append(got, w.describe(f))
	}
	if diff := cmp.Diff([]string{"account.lapsed ana", "account.lapsed bob"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"deadline doomsday false", "deadline lapse true", "deadline lapse true"}, met); diff != "" {
		t.Error("what is watched: ", diff)
	}
	for _, said := range []string{"not now", "doomsday"} {
		if strings.Count(logged.String(), said) == 0 {
			t.Errorf("nothing was said about %q: %s", said, logged.String())
		}
	}
	if n := strings.Count(logged.String(), "what=doomsday"); n != 1 {
		t.Errorf("said %d times within a minute", n)
	}
}

func TestTheAddressOfACase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happen(received(nil))
	p, err := w.Parties.Address(t.Context(), receipt)
	if to, state := p.To.Value(); err != nil || to != "Ana Núñez\n1 Main St\nSpringfield" || state != personal.Clear || p.Language != "es" {
		t.Errorf("%q, %+v, %v", to, p, err)
	}
	if p, err = w.Parties.Address(t.Context(), "IOE0000000000"); err != nil || !p.To.IsZero() {
		t.Errorf("an unknown case has %+v, %v", p, err)
	}
}
