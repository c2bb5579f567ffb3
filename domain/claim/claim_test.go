package claim_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/domaintest"
)

var suite = domaintest.New(claim.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	row    = domaintest.Case[claim.Command, claim.Event]
	events = []claim.Event
)

var (
	ana, bob = uuid.UUID{1}, uuid.UUID{2}
	held     = events{claim.Taken{Holder: ana}}
	free     = events{claim.Taken{Holder: ana}, claim.Released{Holder: ana}}
)

func by(kind string, id uuid.UUID) domain.Act {
	return domain.Act{By: domain.Actor{Kind: kind, ID: id.String()}, At: time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)}
}

var (
	anonymous = by(domain.Anonymous, uuid.Nil)
	holder    = by(domain.Applicant, ana)
	officer   = by(domain.Staff, ana)
	stranger  = by(domain.Applicant, bob)
	colleague = by(domain.Staff, bob)
	operator  = by(domain.Operator, uuid.Nil)
	reactor   = by(domain.Reacting, uuid.Nil)
	scheduler = by(domain.Scheduler, uuid.Nil)
)

func TestTake(t *testing.T) {
	t.Parallel()
	take := claim.Take{Holder: ana}
	rows := []row{
		{Name: "free again", Given: free, Act: anonymous, When: take, Then: held},
		{Name: "the same again", Given: held, Act: anonymous, When: take},
		{Name: "another's", Given: held, Act: anonymous, When: claim.Take{Holder: bob}, Err: claim.ErrTaken},
		{Name: "freed by another", Given: free, Act: anonymous, When: claim.Take{Holder: bob}, Then: events{claim.Taken{Holder: bob}}},
		{Name: "for nobody", Act: anonymous, When: claim.Take{}, Err: claim.ErrUnknown},
	}
	for _, act := range []domain.Act{anonymous, holder, officer, operator, reactor} {
		rows = append(rows, row{Name: act.By.Kind + " takes", Act: act, When: take, Then: held})
	}
	for _, act := range []domain.Act{stranger, colleague, scheduler} {
		rows = append(rows, row{Name: "another " + act.By.Kind + " may not", Act: act, When: take, Err: claim.ErrUnknown})
	}
	suite.Run(t, rows)
}

func TestRelease(t *testing.T) {
	t.Parallel()
	release := claim.Release{Holder: ana}
	rows := []row{
		{Name: "again", Given: free, Act: operator, When: release},
		{Name: "never taken", Act: operator, When: release},
		{Name: "another's", Given: held, Act: operator, When: claim.Release{Holder: bob}},
		{Name: "of nobody", Given: free, Act: operator, When: claim.Release{}},
	}
	for _, act := range []domain.Act{holder, officer, operator, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " releases", Given: held, Act: act, When: release, Then: events{claim.Released{Holder: ana}}})
	}
	for _, act := range []domain.Act{anonymous, stranger, colleague} {
		rows = append(rows, row{Name: "another " + act.By.Kind + " may not", Given: held, Act: act, When: release, Err: claim.ErrUnknown})
	}
	suite.Run(t, rows)
}

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, claim.Decider.Catalog, claim.Taken{Holder: ana}, claim.Released{Holder: ana})
}
