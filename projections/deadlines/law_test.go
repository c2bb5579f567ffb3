package deadlines_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/projections/deadlines"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

// In whatever order it happens, the table has the deadline that a fold in memory has.
func TestRowsAreTheFold(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deadlines.Projection)
	r := rand.New(rand.NewPCG(3, 4))
	want := map[string]time.Time{}
	for i := range 300 {
		n, at := i%20, noon.Add(time.Duration(i)*time.Minute)
		stream, events := fmt.Sprintf("access-IOE%010d", n), ofACase(at)
		if n%2 == 0 {
			stream, events = fmt.Sprintf("account-%d", n), ofAnAccount(at)
		}
		e := events[r.IntN(len(events))]
		b.Happen(stream, at, e)
		fold(want, stream, at, e)
	}
	b.Apply(t, 11)
	got := map[string]time.Time{}
	for _, d := range due(t, b, noon.AddDate(1, 0, 0), 1000) {
		got[d.Stream+" "+d.What] = d.At
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	b.Complete(t)
	b.Replays(t)
}

func ofACase(at time.Time) []domain.Event {
	return []domain.Event{
		access.CodeIssued{Expires: at},
		access.CodeReissued{Expires: at},
		access.CodeVoided{},
		access.CodeExpired{},
		access.Linked{},
		access.Linked{Code: code},
		access.Upgraded{},
		access.Unlinked{},
	}
}

func ofAnAccount(at time.Time) []domain.Event {
	return []domain.Event{
		account.Registered{Expires: at},
		account.LinkSent{Expires: at},
		account.Confirmed{},
		account.Lapsed{},
		account.Erased{},
		account.TermsAccepted{},
		recovery.Requested{Expires: at},
	}
}

func fold(due map[string]time.Time, stream string, at time.Time, e domain.Event) {
	lapse, expiry, destruction := stream+" "+deadlines.Lapse, stream+" "+deadlines.CodeExpiry, stream+" "+deadlines.Destruction
	switch e := e.(type) {
	case account.Registered:
		due[lapse] = e.Expires
	case account.LinkSent:
		due[lapse] = e.Expires
	case account.Confirmed:
		delete(due, lapse)
	case account.Lapsed:
		delete(due, lapse)
		due[destruction] = at
	case account.Erased:
		delete(due, lapse)
		due[destruction] = at.Add(time.Hour)
	case recovery.Requested:
		due[destruction] = e.Expires
	case access.CodeIssued:
		due[expiry] = e.Expires
	case access.CodeReissued:
		due[expiry] = e.Expires
	case access.CodeVoided, access.CodeExpired, access.Upgraded:
		delete(due, expiry)
	case access.Linked:
		if e.Code == code {
			delete(due, expiry)
		}
	}
}
