package wreck_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/wreck"
)

// Whatever is done to the server, what was committed is there, and it comes back.
func TestWhatWasCommittedIsThere(t *testing.T) {
	t.Parallel()
	s := wreck.Start(t, wreck.Options{})
	s.Create("victim")
	exec(t, s.URL("victim"), "create table kept (n int)")
	for i, wrecks := range []func() error{
		s.Crash,
		func() error { return s.KillBackend(rand.New(rand.NewPCG(1, 1))) },
		func() error { return s.Terminate(100) },
		func() error { s.Cut(); return nil },
		func() error { return s.TurnClock(-time.Hour) },
	} {
		conn := connect(t, s.URL("victim"))
		if _, err := conn.Exec(t.Context(), "insert into kept values ($1)", i); err != nil {
			t.Fatal(err)
		}
		if err := wrecks(); err != nil {
			t.Fatalf("wreck %d: %v", i, err)
		}
		if broke := breaks(t, conn, i < 4); broke != (i < 4) {
			t.Errorf("wreck %d broke the connection: %v", i, broke)
		}
		if got := count(t, s.URL("victim"), "select count(*) from kept"); got != i+1 {
			t.Errorf("after wreck %d there are %d rows", i, got)
		}
	}
	if ahead := count(t, s.Direct("victim"), "select extract(epoch from clock_timestamp())::bigint"); time.Until(time.Unix(int64(ahead), 0)) > -50*time.Minute {
		t.Errorf("the server's clock says %v", time.Unix(int64(ahead), 0))
	}
}

// An answer is lost after what was asked for has been carried out, and only one to an append.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	s := wreck.Start(t, wreck.Options{})
	s.Create("victim")
	exec(t, s.URL("victim"), `create schema es; create table es.kept (n int);
		create function es.append(n int) returns void language sql as 'insert into es.kept values (n)'`)
	conn := connect(t, s.URL("victim"))
	exec(t, s.URL("victim"), "select 1")
	if _, err := conn.Exec(t.Context(), "select es.append($1)", 1); err != nil {
		t.Fatal(err)
	}
	s.LoseAnswers(1)
	exec(t, s.URL("victim"), "select 1") // not an append
	if _, err := conn.Exec(t.Context(), "select es.append($1)", 2); err == nil {
		t.Error("the answer came")
	}
	if got := count(t, s.URL("victim"), "select count(*) from es.kept"); got != 2 || s.Lost() != 1 {
		t.Errorf("%d rows, %d answers lost", got, s.Lost())
	}
}

// A server whose disk is full writes nothing; when there is room again it has all that it said it had.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	if !wreck.CanFill() {
		t.Skip("not run: a disk that can be filled needs root on Linux")
	}
	s := wreck.Start(t, wreck.Options{Disk: 200 << 20})
	s.Create("victim")
	exec(t, s.URL("victim"), "create table kept (n int, x text)")
	if err := s.FillDisk(); err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for end := time.Now().Add(20 * time.Second); ; acknowledged++ {
		if time.Now().After(end) {
			t.Fatalf("%d rows went onto a full disk", acknowledged)
		}
		if err := try(s.URL("victim"), "insert into kept select 1, repeat(md5(random()::text), 10000)"); err != nil {
			break
		}
	}
	if err := s.FreeDisk(); err != nil {
		t.Fatal(err)
	}
	if got := count(t, s.URL("victim"), "select count(*) from kept"); got < acknowledged {
		t.Errorf("%d rows of %d", got, acknowledged)
	}
	exec(t, s.URL("victim"), "insert into kept values (2, '')")
}

// breaks waits a moment for a connection that should break: others' are cut when the server notices.
func breaks(t *testing.T, conn *pgx.Conn, should bool) bool {
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if conn.Ping(t.Context()) != nil {
			return true
		}
		if !should || time.Now().After(end) {
			return false
		}
	}
}

// connect goes on trying while the server recovers.
func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	var conn *pgx.Conn
	var err error
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if conn, err = pgx.Connect(t.Context(), url); err == nil {
			t.Cleanup(func() { _ = conn.Close(context.Background()) })
			return conn
		}
	}
	t.Fatal(err)
	return nil
}

func exec(t *testing.T, url, sql string) {
	t.Helper()
	conn := connect(t, url)
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	_ = conn.Close(t.Context())
}

func try(url, sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

func count(t *testing.T, url, sql string) (n int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		err := connect(t, url).QueryRow(t.Context(), sql).Scan(&n)
		if err == nil {
			return n
		}
		if time.Now().After(end) {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}
