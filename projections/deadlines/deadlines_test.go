package deadlines_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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
	other     = "account-b0000000-0000-0000-0000-000000000001"
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
	lapse := func(at time.Time) []deadlines.Deadline {
		return []deadlines.Deadline{{Stream: anAccount, What: deadlines.Lapse, At: at}}
	}
	expiry := func(at time.Time) []deadlines.Deadline {
		return []deadlines.Deadline{{Stream: aCase, What: deadlines.CodeExpiry, At: at}}
	}
	keyless := func(at time.Time) []deadlines.Deadline {
		return []deadlines.Deadline{{Stream: anAccount, What: deadlines.Destruction, At: at}}
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
		"lapsed, only its key is left":      {anAccount, []domain.Event{registered, account.Lapsed{}}, keyless(noon)},
		"erased, only its key is left":      {anAccount, []domain.Event{registered, account.Erased{}}, keyless(noon.Add(time.Hour))},
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
			if diff := cmp.Diff(c.want, due(t, b, dayAfter, 10), causeAside); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// causeAside leaves out which event set a deadline.
var causeAside = cmpopts.IgnoreFields(deadlines.Deadline{}, "Cause")

func TestADeadlineNamesItsLatestCause(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deadlines.Projection)
	b.Happen(aCase, noon, access.CodeIssued{Expires: tomorrow}, access.CodeReissued{Expires: tomorrow})
	b.Apply(t, 2)
	if got, want := due(t, b, tomorrow, 10)[0].Cause, b.Facts(aCase)[1].ID; got != want {
		t.Errorf("caused by %v, want %v", got, want)
	}
}

func TestWhatIsMetIsGoneAndNothingElse(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deadlines.Projection)
	b.Happen(aCase, noon, access.CodeIssued{Expires: tomorrow})
	b.Happen(anAccount, noon, account.Erased{})
	b.Happen(other, noon, account.Erased{})
	b.Apply(t, 3)
	all := due(t, b, tomorrow, 10)
	met, kept := all[0], all[1:]
	stale := kept[0]
	stale.Cause = code
	for _, d := range []deadlines.Deadline{met, met, stale} {
		if err := deadlines.New(b.Pool).Met(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(kept, due(t, b, tomorrow, 10)); diff != "" || len(all) != 3 {
		t.Errorf("of %v: %s", all, diff)
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
		if len(got) != c.want || (len(got) > 0 && !cmp.Equal(got[0], first, causeAside)) {
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
