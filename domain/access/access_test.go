package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/secret"
)

var suite = domaintest.New(access.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	rows   = []domaintest.Case[access.Command, access.Event]
	events = []access.Event
	typed  = domaintest.Typed
)

const (
	day  = 24 * time.Hour
	life = 90 * day
)

var (
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	ana  = uuid.MustParse("a0000000-0000-4000-8000-000000000001")
	ben  = uuid.MustParse("b0000000-0000-4000-8000-000000000002")

	first  = secret.Ref{ID: uuid.MustParse("c0000000-0000-4000-8000-000000000001"), Key: "2026a"}
	second = secret.Ref{ID: uuid.MustParse("c0000000-0000-4000-8000-000000000002"), Key: "2026a"}
	third  = secret.Ref{ID: uuid.MustParse("c0000000-0000-4000-8000-000000000003"), Key: "2026a"}

	issued   = access.CodeIssued{Code: first, Issued: noon, Expires: noon.Add(life), Why: access.WhyReceived}
	reissued = access.CodeReissued{Code: second, Issued: noon.Add(2 * day), Expires: noon.Add(2*day + life), Replaces: first.ID, Why: access.WhyRequested}
)

func by(kind, id string, at time.Time) domain.Act {
	return domain.Act{By: domain.Actor{Kind: kind, ID: id}, At: at}
}

func person(id uuid.UUID, at time.Time) domain.Act { return by(domain.Applicant, id.String(), at) }

func reactor(at time.Time) domain.Act { return by(domain.Reacting, "letters", at) }

func officer(at time.Time) domain.Act { return by(domain.Staff, "officer", at) }

func linked(who uuid.UUID, code secret.Ref, at time.Time) access.Linked {
	return access.Linked{Account: who, Kind: access.KindApplicant, Tier: access.TierFull, Code: code.ID, At: at}
}

func byReceipt(who uuid.UUID, at time.Time) access.Linked {
	return access.Linked{Account: who, Kind: access.KindApplicant, Tier: access.TierStatus, At: at}
}

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, access.Decider.Catalog,
		issued, reissued,
		access.CodeVoided{Code: first.ID, Why: access.WhyLost},
		access.CodeExpired{Code: first.ID},
		linked(ana, first, noon),
		access.Upgraded{Account: ana, Kind: access.KindApplicant, Code: first.ID, At: noon},
		access.BirthDateRefused{Account: ana, Left: 4},
		access.Unlinked{Account: ana},
		disputed, upheld, rejected,
	)
}
