package reading

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/projectiontest"
	"github.com/casetrail/casetrail/projections/worklist"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var (
	ana  = uuid.MustParse("a0000000-0000-0000-0000-000000000001")
	ben  = uuid.MustParse("b0000000-0000-0000-0000-000000000002")
	noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	day  = civil.Of(noon)
)

// rights are what the log says of who sees the case.
type rights struct {
	workflow.Access
	links map[uuid.UUID]string
}

func (r rights) Load(context.Context, string) (domain.Loaded[access.State], error) {
	return domain.Loaded[access.State]{State: access.State{Links: r.links}}, nil
}

// library is a reader of tables in which Ana sees a case that waits for evidence; the log has it approved since, and has
// Ben in her place.
func library(t *testing.T, views Views) (*Reader, *projectiontest.Bench) {
	b := projectiontest.New(t, pgtest.New(t), cases.Projection, links.Projection, deliveries.Projection)
	b.Happen(fileOf(receipt), noon, casefile.Received{
		Receipt: receipt, Channel: casefile.ChannelPaper, Form: "I-130", ReceiptDate: day, Office: "NBC", Language: "en",
		Party: casefile.Party{Role: "petitioner", FamilyName: personal.New(personal.Party(string(receipt), "petitioner"), "Ríos")},
	}, casefile.Recorded{Number: 1, Code: "IKF", Occurred: day, Params: map[string]string{"due": day.AddDays(5).String()}, Office: "NBC"})
	b.Happen(accessTo(receipt), noon, access.Linked{Account: ana, Kind: access.KindApplicant, Tier: access.TierStatus, At: noon})
	mail := uuid.New()
	b.Happen("delivery-"+mail.String(), noon, delivery.Requested{
		Delivery: mail, Channel: delivery.ChannelMail, Template: "status", Edition: "1", Language: "en",
		Recipient: domain.Actor{Kind: domain.Applicant, ID: ana.String()}, Params: map[string]string{"receipt": string(receipt)},
	}, delivery.Bounced{Code: "5.1.1"})
	b.Apply(t, 10)
	return &Reader{
		Views: views, Cases: cases.New(b.Pool), CaseList: caselist.New(b.Pool), Links: links.New(b.Pool),
		Worklist: worklist.New(b.Pool), Deliveries: deliveries.New(b.Pool),
		Access: rights{links: map[uuid.UUID]string{ben: access.TierFull}},
		Live: func(context.Context, string) (casefile.View, domain.Revision, error) {
			return casefile.View{Receipt: receipt, Status: casefile.Entry{Code: "DA"}}, 3, nil
		},
	}, b
}

var (
	after = projections.Token(9, uuid.Nil)
	late  = still{at: 8, head: 9}
	ready = still{at: 9, head: 9}
)

func TestOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		views  still
		who    uuid.UUID
		parked bool
		status string
		tier   string
		err    error
	}{
		"from the tables":                       {ready, ana, false, "IKF", access.TierStatus, nil},
		"to whom the tables do not show it":     {ready, ben, false, "", "", door.ErrNotHere},
		"from the log, when the tables are old": {late, ben, false, "DA", access.TierFull, nil},
		"a right that was lost meanwhile":       {late, ana, false, "", "", door.ErrNotHere},
		"from the log, when it is passed over":  {ready, ben, true, "DA", access.TierFull, nil},
		"a right that a row still has":          {ready, ana, true, "", "", door.ErrNotHere},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, b := library(t, c.views)
			if c.parked {
				park(t, b)
			}
			view, tier, err := r.One(t.Context(), c.who, "ioe-0912-345-678", after)
			if view.Status.Code != c.status || tier != c.tier || !errors.Is(err, c.err) {
				t.Errorf("%+v, %q, %v", view, tier, err)
			}
		})
	}
}

func TestOneOfANumberThatIsNone(t *testing.T) {
	t.Parallel()
	var invalid *domain.Error
	if _, _, err := (&Reader{}).One(t.Context(), ana, "IOE12", ""); !errors.As(err, &invalid) || invalid.Kind != domain.Invalid {
		t.Errorf("%v", err)
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		views    still
		status   string
		revision domain.Revision
		links    int
	}{
		"from the tables": {ready, "IKF", 2, 1},
		"from the log: who has lost the right is not shown": {late, "DA", 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := library(t, c.views)
			f, err := r.File(t.Context(), "IOE 0912345678", after)
			if err != nil || f.View.Status.Code != c.status || f.Revision != c.revision || len(f.Links) != c.links {
				t.Errorf("%+v, %v", f, err)
			}
			if f.Behind != (c.views == late) || len(f.Messages) != 1 {
				t.Errorf("behind: %v; messages: %v", f.Behind, f.Messages)
			}
		})
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	r, b := library(t, ready)
	h, err := r.Home(t.Context(), ana, after, noon)
	if err != nil || h.Recent.Behind || len(h.Recent.Items) != 1 || len(h.Troubles) != 1 {
		t.Errorf("%+v, %v", h, err)
	}
	asks := []caselist.Asked{{
		Receipt: string(receipt), Form: "I-130", Tier: access.TierStatus,
		Ask: casefile.Ask{Kind: casefile.AskEvidence, Number: 1, Since: day, On: day.AddDays(5)},
	}}
	if diff := cmp.Diff(asks, h.Asks); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]caselist.Count{{Stage: "evidence", Cases: 1}}, h.Counts); diff != "" {
		t.Error(diff)
	}
	if h, err := r.Home(t.Context(), ana, after, noon.AddDate(0, 0, 20)); err != nil || len(h.Troubles) != 0 {
		t.Errorf("after weeks: %v, %v", h.Troubles, err)
	}
	nothing, err := r.Home(t.Context(), ben, after, noon)
	if diff := cmp.Diff(Home{}, nothing, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Errorf("of somebody else: %v %s", err, diff)
	}
	park(t, b)
	if h, err := r.Home(t.Context(), ana, after, noon); err != nil || !h.Recent.Behind || len(h.Asks) != 0 {
		t.Errorf("while the links are passed over: %+v, %v", h, err)
	}
}

func TestOverview(t *testing.T) {
	t.Parallel()
	r, _ := library(t, late)
	for office, want := range map[string]int{"": 1, "NBC": 1, "BOS": 0} {
		o, err := r.Overview(t.Context(), office, after, noon)
		if err != nil || len(o.Counts) != want || len(o.Due) != want || !o.Behind {
			t.Errorf("of office %q: %+v, %v", office, o, err)
		}
	}
	if o, err := r.Overview(t.Context(), "", "", noon.AddDate(0, 0, -10)); err != nil || len(o.Due) != 0 || o.Behind {
		t.Errorf("ten days before: %+v, %v", o, err)
	}
}

// park puts the links of the case aside, as if one of their events could not be applied.
func park(t *testing.T, b *projectiontest.Bench) {
	t.Helper()
	if _, err := b.Pool.Exec(t.Context(), `insert into app.parked (consumer, stream, position, reason_code) values ('`+projections.Schema(links.Projection)+`', $1, 1, 'test')`,
		accessTo(receipt)); err != nil {
		t.Fatal(err)
	}
}
