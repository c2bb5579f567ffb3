package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/projections/cases"
)

// fleet is servers in processes of their own on one database, the post office that they send to, and the core of this
// process, which looks at what they wrote.
type fleet struct {
	*product
	program *program
	post    *postOffice
	reach   string // the database, as the servers know it
	noisy   bool   // what servers complain of is no news

	mu      sync.Mutex
	servers []*server
}

// server is one process. Its name is that of its connections to the database.
type server struct {
	*running
	name string
}

// newFleet makes a database; no server runs yet. Other limits come on top of the generous ones.
func newFleet(t *testing.T, otherLimits ...string) *fleet {
	t.Helper()
	s := testStores(t)
	return fleetOn(t, s, s.Database, otherLimits...)
}

// fleetOn has stores of the test's own making; reach is the database as the servers know it.
func fleetOn(t testing.TB, s stores, reach string, otherLimits ...string) *fleet {
	t.Helper()
	f := &fleet{product: &product{t: t, stores: s, logged: &safeBuffer{}}, post: newPostOffice(t), reach: reach}
	f.mailbox = f.post.mailbox
	f.program = newProgram(t, "CASETRAIL_SECRETS="+s.Secrets, "CASETRAIL_LOG="+s.Log, "CASETRAIL_URL=https://example.gov",
		"CASETRAIL_LIMITS="+strings.Join(append([]string{generous}, otherLimits...), ","))
	var err error
	if f.core, err = openCore(context.Background(), s, slog.New(slog.NewJSONHandler(f.logged, nil))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.core.close)
	return f
}

// start boots a server, returns when it serves, and sends people there.
func (f *fleet) start(name string) *server {
	f.t.Helper()
	s := f.boot(f.program, name)
	f.open(s)
	return s
}

// boot starts a server of a program, to which nobody is sent yet.
func (f *fleet) boot(program *program, name string) *server {
	f.t.Helper()
	database, err := url.Parse(f.reach)
	if err != nil {
		f.t.Fatal(err)
	}
	q := database.Query()
	q.Set("application_name", name)
	database.RawQuery = q.Encode()
	s := &server{program.with("DATABASE_URL=" + database.String()).serve(f.post), name}
	if !f.noisy {
		f.t.Cleanup(s.complain)
	}
	return s
}

// open sends people to a server.
func (f *fleet) open(s *server) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.servers = append(f.servers, s)
}

// leave sends people to a server no longer.
func (f *fleet) leave(s *server) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.servers = slices.DeleteFunc(f.servers, func(other *server) bool { return other == s })
}

// complain shows what went wrong on a server, when the test has failed.
func (s *server) complain() {
	for l := range strings.Lines(s.logged.String()) {
		if s.t.Failed() && !strings.Contains(l, `"level":"INFO"`) {
			s.t.Logf("%s: %s", s.name, l)
		}
	}
}

// targets are the servers that a client knows of: all but those that are gone for good.
func (f *fleet) targets() []*server {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.servers)
}

// owner is the server that applies events to the cases just now.
func (f *fleet) owner() *server {
	f.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var owner uuid.UUID
		if err := f.core.pool.QueryRow(f.t.Context(), `
			select coalesce((select owner from app.leases where name = $2 and until > clock_timestamp()), $1)`,
			uuid.Nil, "projection:"+cases.Projection.Schema()).Scan(&owner); err != nil {
			f.t.Fatal(err)
		}
		for _, s := range f.targets() {
			if s.applies(owner) {
				return s
			}
		}
	}
	f.t.Fatal("no server applies events")
	return nil
}

// applies says whether this is the server that took the lease under this name.
func (s *server) applies(owner uuid.UUID) bool {
	for l := range strings.Lines(s.logged.String()) {
		var said struct {
			Message string    `json:"msg"`
			Owner   uuid.UUID `json:"owner"`
		}
		if json.Unmarshal([]byte(l), &said) == nil && said.Message == "projections: this server applies now" && said.Owner == owner {
			return true
		}
	}
	return false
}

// kill ends a server as a power cut does.
func (f *fleet) kill(s *server) {
	f.t.Helper()
	s.signal(syscall.SIGKILL)
	f.leave(s)
}

// freeze stops a server in the middle of what it does; its connections stay open.
func (s *server) freeze() { s.mark(syscall.SIGSTOP) }

// mark sends a signal that ends nothing.
func (s *server) mark(with syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(with); err != nil {
		s.t.Fatal(err)
	}
}

// wake lets a frozen server go on, at a moment when it cannot find out that it lost its leases: their table is locked until
// the server has tried to move a checkpoint that another one has claimed.
func (f *fleet) wake(s *server) {
	f.t.Helper()
	tx, err := f.core.pool.Begin(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }() // it wrote nothing
	if _, err := tx.Exec(f.t.Context(), `lock table app.leases in access exclusive mode`); err != nil {
		f.t.Fatal(err)
	}
	before := f.triedToMove(s)
	s.mark(syscall.SIGCONT)
	for deadline := time.Now().Add(3 * time.Second); f.triedToMove(s) == before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			f.t.Fatalf("the %s server woke up and tried nothing: this shows nothing", s.name)
		}
	}
}
