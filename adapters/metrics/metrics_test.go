package metrics_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/metrics"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
)

func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// failing is a log that answers what it is told to.
type failing struct {
	eventstore.Log
	err error
}

func (f failing) Append(context.Context, string, domain.Revision, []eventstore.Event) (eventstore.Appended, error) {
	return eventstore.Appended{}, f.err
}

// full are metrics of a process to which everything has happened.
func full(t *testing.T) *metrics.Metrics {
	t.Helper()
	m := metrics.New()
	m.Watch(func(context.Context) ([]projections.Status, error) {
		return []projections.Status{
			{Name: "cases", State: projections.Live, Position: 12, Head: 12, Counted: true, Owner: uuid.New()},
			{Name: "links", State: projections.Halted, Position: 9, Head: 12, Counted: true, Events: 3, Behind: 2 * time.Second, Parked: 1},
			{Name: "directory", State: projections.Building, Position: 3, Head: 12, Owner: uuid.New()},
		}, nil
	}, func(context.Context) ([]feed.Status, error) {
		return []feed.Status{
			{Name: "codes", State: feed.Live, Position: 12, Head: 12, Owner: uuid.New(), Waiting: []string{"a", "b"}},
			{Name: "letters", State: feed.Halted, Position: 9, Head: 12, Counted: true, Events: 2, Behind: 3 * time.Second, Parked: 4},
		}, nil
	})
	m.Request("GET", "/api/v1/cases/{receipt}", 200, 3*time.Millisecond)
	m.Request("GET", "/api/v1/cases/{receipt}", 503, 3*time.Millisecond)
	m.Request("GET", "/case-status/{receiptNumber}", 200, 2*time.Millisecond)
	m.Request("GET", "/case-status/{receiptNumber}", 429, time.Millisecond)
	m.Request("POST", "/oauth/accesstoken", 401, time.Millisecond)
	for _, o := range []outbox.Outcome{outbox.OutcomeSent, outbox.OutcomeSent, outbox.OutcomeInDoubt, outbox.OutcomeFailed} {
		m.Delivery("mail", string(o))
	}
	for _, err := range []error{nil, &eventstore.ConflictError{}, eventstore.ErrBusy, eventstore.ErrUnknown, eventstore.ErrTooLarge} {
		if _, got := m.Log(failing{err: err}).Append(t.Context(), "test-a", 0, nil); !errors.Is(got, err) {
			t.Errorf("the log said %v, the caller heard %v", err, got)
		}
	}
	return m
}

func TestWhatHappenedIsCounted(t *testing.T) {
	t.Parallel()
	got := scrape(t, full(t))
	for _, line := range []string{
		`casetrail_http_request_seconds_count{method="GET",route="/api/v1/cases/{receipt}",status="200"} 1`,
		`casetrail_deliveries_total{channel="mail",outcome="sent"} 2`,
		`casetrail_log_append_seconds_count{outcome="written"} 1`,
		`casetrail_log_append_seconds_count{outcome="conflict"} 1`,
		`casetrail_log_append_seconds_count{outcome="busy"} 1`,
		`casetrail_log_append_seconds_count{outcome="unknown"} 1`,
		`casetrail_log_append_seconds_count{outcome="failed"} 1`,
		`casetrail_log_appends_waiting 0`,
		`casetrail_projection_state{projection="cases",state="live"} 1`,
		`casetrail_projection_state{projection="links",state="halted"} 1`,
		`casetrail_projection_behind_events{projection="links"} 3`,
		`casetrail_projection_behind_seconds{projection="links"} 2`,
		`casetrail_projection_parked_streams{projection="links"} 1`,
		`casetrail_projection_owned{projection="cases"} 1`,
		`casetrail_projection_owned{projection="links"} 0`,
		`casetrail_reactor_state{reactor="letters",state="halted"} 1`,
		`casetrail_reactor_behind_seconds{reactor="letters"} 3`,
		`casetrail_reactor_behind_events{reactor="letters"} 2`,
		`casetrail_reactor_parked_streams{reactor="letters"} 4`,
		`casetrail_reactor_owned{reactor="codes"} 1`,
		`casetrail_reactor_waiting_types{reactor="codes"} 2`,
		`casetrail_log_head 12`,
		`casetrail_projections_readable 1`,
		`casetrail_reactors_readable 1`,
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("%s is missing", line)
		}
	}
	if strings.Contains(got, `casetrail_reactor_behind_events{reactor="codes"}`) {
		t.Error("events are counted although the log cannot")
	}
}

func TestADatabaseThatDoesNotAnswerIsTold(t *testing.T) {
	t.Parallel()
	m, away := metrics.New(), errors.New("away")
	m.Watch(
		func(context.Context) ([]projections.Status, error) { return nil, away },
		func(context.Context) ([]feed.Status, error) { return nil, away },
	)
	got := scrape(t, m)
	for _, line := range []string{"casetrail_projections_readable 0\n", "casetrail_reactors_readable 0\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("%s is missing", line)
		}
	}
	if strings.Contains(got, "casetrail_log_head") {
		t.Error("a head is told that nobody knows")
	}
}

// An append that hangs is seen while it hangs.
func TestAnAppendThatWaitsIsSeen(t *testing.T) {
	t.Parallel()
	m := metrics.New()
	l := hanging{asked: make(chan bool), answer: make(chan bool)}
	done := make(chan bool)
	go func() {
		_, _ = m.Log(l).Append(t.Context(), "test-a", 0, nil)
		close(done)
	}()
	<-l.asked
	if got := scrape(t, m); !strings.Contains(got, "casetrail_log_appends_waiting 1\n") {
		t.Error("it is not seen")
	}
	close(l.answer)
	<-done
	if got := scrape(t, m); !strings.Contains(got, "casetrail_log_appends_waiting 0\n") {
		t.Error("it is seen for ever")
	}
}

type hanging struct {
	eventstore.Log
	asked, answer chan bool
}

func (h hanging) Append(context.Context, string, domain.Revision, []eventstore.Event) (eventstore.Appended, error) {
	h.asked <- true
	<-h.answer
	return eventstore.Appended{}, nil
}
