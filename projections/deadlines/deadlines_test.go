package deadlines_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/projections/deadlines"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	anAccount = "account-a0000000-0000-0000-0000-000000000001"
	aCase     = "access-IOE0912345678"
)

var (
	noon     = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	tomorrow = noon.Add(24 * time.Hour)
	dayAfter = noon.Add(48 * time.Hour)
	code     = uuid.MustParse("c0000000-0000-0000-0000-000000000001")
)

func TestRows(t *testing.T) {
	t.Parallel()
	registered := account.Registered{Expires: tomorrow}
	issued := access.CodeIssued{Expires: tomorrow}
	lapse := func(at time.Time) []deadlines.Deadline { return []deadlines.Deadline{{anAccount, deadlines.Lapse, at}} }
	expiry := func(at time.Time) []deadlines.Deadline {
		return []deadlines.Deadline{{aCase, deadlines.CodeExpiry, at}}
	}
	none := []deadlines.Deadline{}

	b := projectiontest.New(t, pgtest.New(t), deadlines.Projection)
	for name, c := range map[string]struct {
		stream string
		given  []domain.Event
		want   []deadlines.Deadline
	}{
		"a registration lapses":             {anAccount, []domain.Event{registered}, lapse(tomorrow)},
		"a new link moves it":               {anAccount, []domain.Event{registered, account.LinkSent{Expires: dayAfter}}, lapse(dayAfter)},
		"not when it was confirmed":         {anAccount, []domain.Event{registered, account.Confirmed{}}, none},
		"not twice":                         {anAccount, []domain.Event{registered, account.Lapsed{}}, none},
		"not when it was erased":            {anAccount, []domain.Event{registered, account.Erased{}}, none},
		"a code expires":                    {aCase, []domain.Event{issued}, expiry(tomorrow)},
		"a new code later":                  {aCase, []domain.Event{issued, access.CodeReissued{Expires: dayAfter}}, expiry(dayAfter)},
		"not when it was voided":            {aCase, []domain.Event{issued, access.CodeVoided{Code: code}}, none},
		"not when it had expired":           {aCase, []domain.Event{issued, access.CodeExpired{Code: code}}, none},
		"not when it linked the case":       {aCase, []domain.Event{issued, access.Linked{Code: code}}, none},
		"not when it upgraded a link":       {aCase, []domain.Event{issued, access.Upgraded{Code: code}}, none},
		"a link without the code is no use": {aCase, []domain.Event{issued, access.Linked{}}, expiry(tomorrow)},
		"a code after one that was used":    {aCase, []domain.Event{issued, access.Linked{Code: code}, access.CodeReissued{Expires: dayAfter}}, expiry(dayAfter)},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(c.stream, noon, c.given...)
			b.Apply(t, 1)
			if diff := cmp.Diff(c.want, due(t, b, dayAfter, 10)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDueIsOldestFirstAndNothingEarly(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deadlines.Projection)
	b.Happen(aCase, noon, access.CodeIssued{Expires: dayAfter})
	b.Happen(anAccount, noon, account.Registered{Expires: tomorrow})
	b.Apply(t, 2)
	first := deadlines.Deadline{Stream: anAccount, What: deadlines.Lapse, At: tomorrow}
	for name, c := range map[string]struct {
		now   time.Time
		limit int
		want  int
	}{
		"just before the first": {tomorrow.Add(-time.Microsecond), 10, 0},
		"the first":             {tomorrow, 10, 1},
		"both":                  {dayAfter, 10, 2},
		"both, one at a time":   {dayAfter, 1, 1},
	} {
		got := due(t, b, c.now, c.limit)
		if len(got) != c.want || (len(got) > 0 && !cmp.Equal(got[0], first)) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDueReadsNoWholeTable(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deadlines.Projection)
	for i := range 3000 {
		stream := "account-" + uuid.NewSHA1(code, []byte{byte(i), byte(i >> 8)}).String()
		b.Happen(stream, noon, account.Registered{Expires: noon.Add(time.Duration(i) * time.Hour)})
	}
	b.Apply(t, 500)
	b.Indexed(t, deadlines.DueSQL, tomorrow, 50)
}

func due(t *testing.T, b *projectiontest.Bench, now time.Time, limit int) []deadlines.Deadline {
	t.Helper()
	got, err := deadlines.New(b.Pool).Due(t.Context(), now, limit)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
