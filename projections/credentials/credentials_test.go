package credentials_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/credentials"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	anAccount = "account-a0000000-0000-0000-0000-000000000001"
	aMember   = "staff-b0000000-0000-0000-0000-000000000001"
)

var (
	noon       = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	one, two   = uuid.UUID{1}, uuid.UUID{2}
	info       = eventstore.Info{Epoch: uuid.UUID{0xe}, Head: 40}
	checkpoint = "insert into app.checkpoints (name, version, position, epoch) values ('" + projections.Schema(credentials.Projection) + "', 1, $1, $2)"
)

func TestNamed(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), credentials.Projection)
	exec(t, b, checkpoint, 40, info.Epoch)
	for name, c := range map[string]struct {
		stream string
		given  []domain.Event
		want   []uuid.UUID
	}{
		"nothing happened":                 {anAccount, nil, []uuid.UUID{one, two}},
		"a password":                       {anAccount, []domain.Event{account.PasswordSet{Credential: one}}, []uuid.UUID{two}},
		"the password before":              {anAccount, []domain.Event{account.PasswordSet{Credential: one}, account.PasswordSet{Credential: two, Was: one}}, nil},
		"an authenticator, not proved":     {anAccount, []domain.Event{account.AuthenticatorOffered{Credential: one}}, []uuid.UUID{two}},
		"the same again":                   {anAccount, []domain.Event{account.AuthenticatorOffered{Credential: one}, account.AuthenticatorOffered{Credential: one}}, []uuid.UUID{two}},
		"answers to reset questions":       {anAccount, []domain.Event{account.QuestionsSet{Questions: []string{"first_pet"}, Answers: []uuid.UUID{one}}}, []uuid.UUID{two}},
		"those before":                     {anAccount, []domain.Event{account.QuestionsSet{Answers: []uuid.UUID{one}}, account.QuestionsSet{Answers: []uuid.UUID{two}, Was: []uuid.UUID{one}}}, nil},
		"a member's password":              {aMember, []domain.Event{staff.PasswordSet{Credential: one}}, []uuid.UUID{two}},
		"a member's authenticator":         {aMember, []domain.Event{staff.AuthenticatorOffered{Credential: two}}, []uuid.UUID{one}},
		"also after the account's erasure": {anAccount, []domain.Event{account.PasswordSet{Credential: one}, account.Erased{}}, []uuid.UUID{two}},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(c.stream, noon, c.given...)
			b.Apply(t, 1)
			got, err := credentials.New(b.Pool).Unnamed(t.Context(), []uuid.UUID{one, two}, info)
			if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestUnnamedIsSureOrSaysSo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		position int
		epoch    uuid.UUID
		more     string
		want     error
	}{
		"at the head":                 {40, info.Epoch, "", nil},
		"past it":                     {41, info.Epoch, "", nil},
		"before it":                   {39, info.Epoch, "", credentials.ErrIncomplete},
		"of the log before a restore": {41, uuid.UUID{0xd}, "", credentials.ErrIncomplete},
		"a stream is parked": {
			40, info.Epoch,
			"insert into app.parked (consumer, stream, position, reason_code) values ('" + projections.Schema(credentials.Projection) + "', 'account-1', 3, 'x')", credentials.ErrIncomplete,
		},
		"another's stream is parked": {
			40, info.Epoch,
			"insert into app.parked (consumer, stream, position, reason_code) values ('" + projections.Schema(links.Projection) + "', 'account-1', 3, 'x')", nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := projectiontest.New(t, pgtest.New(t), credentials.Projection)
			exec(t, b, checkpoint, c.position, c.epoch)
			if c.more != "" {
				exec(t, b, c.more)
			}
			got, err := credentials.New(b.Pool).Unnamed(t.Context(), []uuid.UUID{one}, info)
			if !errors.Is(err, c.want) || (len(got) == 1) != (c.want == nil) {
				t.Errorf("unnamed: %v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func TestReplays(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), credentials.Projection)
	for i := range byte(20) {
		b.Happen(anAccount, noon, account.PasswordSet{Credential: uuid.UUID{3, i}}, account.AuthenticatorOffered{Credential: uuid.UUID{4, i % 3}}, account.QuestionsSet{Answers: []uuid.UUID{{7, i}, {8, i % 4}}})
		b.Happen(aMember, noon, staff.PasswordSet{Credential: uuid.UUID{5, i}}, staff.AuthenticatorOffered{Credential: uuid.UUID{6, i % 5}})
	}
	b.Apply(t, 9)
	b.Complete(t)
	b.Replays(t)
}

func TestUnnamedReadsNoWholeTable(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), credentials.Projection)
	for i := range 3000 {
		b.Happen("account-"+uuid.NewSHA1(one, []byte{byte(i), byte(i >> 8)}).String(), noon, account.PasswordSet{Credential: uuid.New()})
	}
	b.Apply(t, 500)
	b.Indexed(t, credentials.UnnamedSQL, []string{one.String()}, info.Epoch, 40)
}

func exec(t *testing.T, b *projectiontest.Bench, sql string, args ...any) {
	t.Helper()
	if _, err := b.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}
