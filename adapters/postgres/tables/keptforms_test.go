package tables_test

import (
	"bytes"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

func keptForms(t *testing.T) (*tables.KeptForms, *pgxpool.Pool) {
	t.Helper()
	pool := open(t, pgtest.New(t))
	return tables.NewKeptForms(pool), pool
}

func someone() domain.Actor { return domain.Actor{Kind: domain.Applicant, ID: uuid.NewString()} }

func keep(t *testing.T, s *tables.KeptForms, holder domain.Actor, sealed string) uuid.UUID {
	t.Helper()
	id, err := s.Keep(t.Context(), holder, []byte(sealed))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// offered checks which form the holder is offered; "" is none.
func offered(t *testing.T, s *tables.KeptForms, holder domain.Actor, want string) {
	t.Helper()
	got, err := s.Latest(t.Context(), holder)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Sealed) != want || (got.ID == uuid.Nil) != (want == "") {
		t.Errorf("%s %s is offered %q, want %q", holder.Kind, holder.ID, got.Sealed, want)
	}
	if age := time.Since(got.Kept); want != "" && (age < -time.Second || age > time.Minute || got.Kept.Location() != time.UTC) {
		t.Errorf("kept at %s", got.Kept)
	}
}

func TestAKeptFormIsForItsHolderAlone(t *testing.T) {
	t.Parallel()
	s, _ := keptForms(t)
	ana, bob := someone(), someone()
	olga := domain.Actor{Kind: domain.Staff, ID: ana.ID} // the same id at the other door
	offered(t, s, ana, "")
	first := keep(t, s, ana, "first")
	second := keep(t, s, ana, "second")
	offered(t, s, ana, "second")
	for _, other := range []domain.Actor{bob, olga} {
		offered(t, s, other, "")
		if err := errors.Join(s.Drop(t.Context(), other, second), s.DropHolder(t.Context(), other)); err != nil {
			t.Fatal(err)
		}
	}
	offered(t, s, ana, "second")
	for _, step := range []struct {
		drop uuid.UUID
		left string
	}{{second, "first"}, {first, ""}, {first, ""}} {
		if err := s.Drop(t.Context(), ana, step.drop); err != nil {
			t.Fatal(err)
		}
		offered(t, s, ana, step.left)
	}
	keep(t, s, ana, "third")
	keep(t, s, bob, "bob's")
	if err := s.DropHolder(t.Context(), ana); err != nil {
		t.Fatal(err)
	}
	offered(t, s, ana, "")
	offered(t, s, bob, "bob's")
}

func TestKeptFormsEndByTime(t *testing.T) {
	t.Parallel()
	s, pool := keptForms(t)
	ana := someone()
	keep(t, s, ana, "typed")
	age := func(d time.Duration) {
		exec(t, pool, "update app.kept_forms set created_at = created_at - $1::interval, expires_at = expires_at - $1::interval", d)
	}
	sweep := func(want int) {
		t.Helper()
		var left int
		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := pool.QueryRow(t.Context(), "select count(*) from app.kept_forms").Scan(&left); err != nil || left != want {
			t.Errorf("%d rows are left, want %d: %v", left, want, err)
		}
	}
	age(limits.KeptFormLife - 5*time.Second)
	sweep(1)
	if got, err := s.Latest(t.Context(), ana); err != nil || got.ID == uuid.Nil {
		t.Errorf("gone too early: %v", err)
	}
	age(5 * time.Second)
	offered(t, s, ana, "")
	sweep(0)
}

func TestKeptFormsAreFewAndSmall(t *testing.T) {
	t.Parallel()
	s, pool := keptForms(t)
	ana, bob := someone(), someone()
	keep(t, s, bob, "bob's")
	var crowd errgroup.Group
	for range 3 * limits.KeptForms {
		crowd.Go(func() error {
			_, err := s.Keep(t.Context(), ana, []byte("one of many"))
			return err
		})
	}
	if err := crowd.Wait(); err != nil {
		t.Fatal(err)
	}
	for i := range limits.KeptForms {
		keep(t, s, ana, strconv.Itoa(i))
	}
	var all string
	err := pool.QueryRow(t.Context(), "select string_agg(convert_from(sealed, 'UTF8'), ' ' order by created_at) from app.kept_forms").Scan(&all)
	if err != nil || all != "bob's 0 1 2 3 4" {
		t.Errorf("kept: %s, %v", all, err)
	}
	for size, want := range map[int]error{limits.KeptFormSize: nil, limits.KeptFormSize + 1: tables.ErrFormTooLarge} {
		if _, err := s.Keep(t.Context(), bob, bytes.Repeat([]byte{1}, size)); !errors.Is(err, want) {
			t.Errorf("%d bytes: %v, want %v", size, err, want)
		}
	}
}
