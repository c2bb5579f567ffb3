package links_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	receipt = "IOE0912345678"
	stream  = "access-" + receipt
)

var (
	ana   = uuid.MustParse("a0000000-0000-0000-0000-000000000001")
	ben   = uuid.MustParse("b0000000-0000-0000-0000-000000000002")
	first = secret.Ref{ID: uuid.MustParse("c0000000-0000-0000-0000-000000000001"), Key: "1"}
	again = secret.Ref{ID: uuid.MustParse("c0000000-0000-0000-0000-000000000002"), Key: "1"}
	noon  = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	later = noon.Add(48 * time.Hour)
	ends  = noon.AddDate(0, 0, 90)
)

func TestRows(t *testing.T) {
	t.Parallel()
	issued := access.CodeIssued{Code: first, Issued: noon, Expires: ends, Why: access.WhyReceived}
	code := links.Code{Number: 1, Why: access.WhyReceived, Issued: noon, Expires: ends}
	byReceipt := access.Linked{Account: ana, Kind: access.KindApplicant, Tier: access.TierStatus, At: noon}
	link := links.Link{Receipt: receipt, Account: ana, Kind: access.KindApplicant, Tier: access.TierStatus, Since: noon}
	used := code
	used.Fate, used.UsedBy, used.UsedAt = access.Used, ptr(access.KindApplicant), &later
	upgraded := link
	upgraded.Tier, upgraded.Upgraded = access.TierFull, &later

	b := projectiontest.New(t, pgtest.New(t), links.Projection)
	for name, c := range map[string]struct {
		given []domain.Event
		links []links.Link
		codes []links.Code
	}{
		"a code is mailed": {[]domain.Event{issued}, nil, []links.Code{code}},
		"a link by receipt number spends no code": {
			[]domain.Event{issued, byReceipt}, []links.Link{link}, []links.Code{code},
		},
		"an upgrade spends the code": {
			[]domain.Event{issued, byReceipt, access.Upgraded{Account: ana, Kind: access.KindApplicant, Code: first.ID, At: later}},
			[]links.Link{upgraded},
			[]links.Code{used},
		},
		"a full link spends the code": {
			[]domain.Event{issued, access.Linked{Account: ben, Kind: access.KindRepresentative, Tier: access.TierFull, Code: first.ID, At: later}},
			[]links.Link{{Receipt: receipt, Account: ben, Kind: access.KindRepresentative, Tier: access.TierFull, Since: later}},
			[]links.Code{with(code, func(c *links.Code) {
				c.Fate, c.UsedBy, c.UsedAt = access.Used, ptr(access.KindRepresentative), &later
			})},
		},
		"a new letter replaces the code": {
			[]domain.Event{
				issued,
				access.BirthDateRefused{Account: ben, Left: 4},
				access.CodeReissued{Code: again, Issued: later, Expires: ends, Replaces: first.ID, Why: access.WhyRequested},
			},
			nil,
			[]links.Code{
				{Number: 2, Why: access.WhyRequested, Issued: later, Expires: ends},
				with(code, func(c *links.Code) { c.Fate, c.Wrong = access.Replaced, 1 }),
			},
		},
		"a code is voided": {
			[]domain.Event{issued, access.CodeVoided{Code: first.ID, Why: access.WhyLost}},
			nil,
			[]links.Code{with(code, func(c *links.Code) { c.Fate = access.Voided })},
		},
		"a code expires": {
			[]domain.Event{issued, access.CodeExpired{Code: first.ID}},
			nil,
			[]links.Code{with(code, func(c *links.Code) { c.Fate = access.Expired })},
		},
		"who unlinks is gone": {[]domain.Event{byReceipt, access.Unlinked{Account: ana}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(stream, noon, c.given...)
			b.Apply(t, 1)
			gotLinks, gotCodes, err := links.New(b.Pool).OfCase(t.Context(), receipt)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.links, gotLinks, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.codes, gotCodes, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCasesOfAnAccount(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), links.Projection)
	b.Happen(stream, noon, access.Linked{Account: ana, Kind: access.KindApplicant, Tier: access.TierStatus, At: noon})
	b.Apply(t, 1)
	l := links.New(b.Pool)
	if of, err := l.OfAccount(t.Context(), ana); err != nil || len(of) != 1 || of[0].Receipt != receipt {
		t.Errorf("cases of the account: %v, %v", of, err)
	}
	if of, err := l.OfAccount(t.Context(), ben); err != nil || len(of) != 0 {
		t.Errorf("cases of another account: %v, %v", of, err)
	}
}

func ptr[T any](v T) *T { return &v }

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}
