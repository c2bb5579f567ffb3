package wreck

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

// Server is the server and the wire to it.
type Server struct {
	*Wire
	t     testing.TB
	dir   string
	clock *clock
	disk  *disk

	mu      sync.Mutex                      // between those who restart it
	running atomic.Pointer[cluster.Cluster] // nil before the first start
}

// Options say what can be wrecked besides.
type Options struct {
	Disk int // bytes of a disk of its own, which can be filled; needs root and Linux, see CanFill. 0: the machine's
}

// Start starts a server, which ends with the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "wreck-")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, dir: dir}
	t.Cleanup(s.end)
	if err := os.Chmod(dir, 0o711); err != nil { // the server's user must get through it, under root
		t.Fatal(err)
	}
	if s.clock, err = newClock(dir); err != nil {
		t.Fatal(err)
	}
	if o.Disk > 0 {
		if s.disk, err = mount(filepath.Join(dir, "disk"), o.Disk); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.start(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s.Wire, err = newWire(dir, func() string { return s.Direct("postgres") }); err != nil {
		t.Fatal(err)
	}
	return s
}

// Direct is the URL of a database, past the wire.
func (s *Server) Direct(database string) string { return s.running.Load().URL(database) }

// URL is the URL of a database for what is to be wrecked.
func (s *Server) URL(database string) string { return s.Wire.url(database) }

// Create makes a database.
func (s *Server) Create(database string) {
	s.t.Helper()
	if err := s.exec("create database " + pgx.Identifier{database}.Sanitize()); err != nil {
		s.t.Fatal(err)
	}
}

// home is the folder of its cluster.
func (s *Server) home() string {
	if s.disk != nil {
		return filepath.Join(s.disk.dir, "cluster")
	}
	return filepath.Join(s.dir, "cluster")
}

// start starts it on the data that is there, and goes on trying while it recovers.
func (s *Server) start(ctx context.Context) error {
	home := s.home()
	if err := os.MkdirAll(home, 0o711); err != nil {
		return err
	}
	if err := os.Chmod(home, 0o711); err != nil {
		return err
	}
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		var c *cluster.Cluster
		if c, err = cluster.Start(ctx, cluster.Options{Dir: home, Durable: true, Env: s.clock.env()}); err == nil {
			s.running.Store(c)
			return nil
		}
	}
	return fmt.Errorf("the server does not come back: %w", err)
}

// Crash ends the server at once, as a power cut does, and starts it again.
func (s *Server) Crash() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	pid, err := s.pid()
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		return err
	}
	return s.again()
}

// again starts the server when it is gone, or will be in a moment.
func (s *Server) again() error {
	select {
	case <-s.running.Load().Ended():
	case <-time.After(20 * time.Second):
		return errors.New("the server does not end")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_ = s.running.Load().Stop(ctx) // it is gone: this gives back its lock
	return s.start(ctx)
}

// KillBackend kills the process that serves some connection: the server takes that for corruption of its memory, cuts all
// others off, and recovers.
func (s *Server) KillBackend(r *rand.Rand) error {
	return s.each(func(ctx context.Context, conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`)
		if err != nil {
			return err
		}
		pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
		if err != nil || len(pids) == 0 {
			return err
		}
		return syscall.Kill(pids[r.IntN(len(pids))], syscall.SIGKILL)
	})
}

// Terminate ends so many of the connections, as an operator does.
func (s *Server) Terminate(n int) error {
	return s.exec(fmt.Sprintf(`select pg_terminate_backend(pid) from (select pid from pg_stat_activity
		where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit %d) x`, n))
}

// TurnClock moves the server's clock, on top of what it was moved before; whole seconds. It is the clock of every process of
// the server, at once.
func (s *Server) TurnClock(by time.Duration) error { return s.clock.turn(by) }

func (s *Server) exec(sql string) error {
	return s.each(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, sql)
		return err
	})
}

// each does something on a connection of its own, when the server has recovered.
func (s *Server) each(do func(ctx context.Context, conn *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.Direct("postgres"))
		if err == nil {
			return errors.Join(do(ctx, conn), conn.Close(ctx))
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (s *Server) pid() (pid int, err error) {
	err = s.each(func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `select split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int`).Scan(&pid)
	})
	return pid, err
}

func (s *Server) end() {
	if s.Wire != nil {
		s.Wire.close()
	}
	if c := s.running.Load(); c != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = c.Stop(ctx) // it may be wrecked
	}
	if s.disk != nil {
		s.disk.unmount()
	}
	if err := os.RemoveAll(s.dir); err != nil {
		s.t.Errorf("wreck: %v", err)
	}
}
