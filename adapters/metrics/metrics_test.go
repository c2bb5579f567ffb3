package metrics_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/metrics"
	"github.com/casetrail/casetrail/projections"
)

func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestWhatHappenedIsCounted(t *testing.T) {
	t.Parallel()
	m := metrics.New(func(context.Context) ([]projections.Status, error) {
		return []projections.Status{
			{Name: "cases", State: projections.Live, Position: 12, Head: 12},
			{Name: "links", State: projections.Halted, Position: 9, Head: 12, Events: 3, Behind: 2 * time.Second, Parked: 1},
		}, nil
	})
	m.Request("GET", "/api/v1/cases/{receipt}", 200, 3*time.Millisecond)
	m.Delivery("mail", "sent")
	m.Delivery("mail", "sent")
	got := scrape(t, m)
	for _, line := range []string{
		`casetrail_http_request_seconds_count{method="GET",route="/api/v1/cases/{receipt}",status="200"} 1`,
		`casetrail_deliveries_total{channel="mail",outcome="sent"} 2`,
		`casetrail_projection_live{projection="cases"} 1`,
		`casetrail_projection_live{projection="links"} 0`,
		`casetrail_projection_behind_events{projection="links"} 3`,
		`casetrail_projection_behind_seconds{projection="links"} 2`,
		`casetrail_projection_parked_streams{projection="links"} 1`,
		`casetrail_log_head 12`,
		`casetrail_projections_readable 1`,
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("%s is missing", line)
		}
	}
}

func TestADatabaseThatDoesNotAnswerIsTold(t *testing.T) {
	t.Parallel()
	m := metrics.New(func(context.Context) ([]projections.Status, error) { return nil, errors.New("away") })
	got := scrape(t, m)
	if !strings.Contains(got, "casetrail_projections_readable 0\n") {
		t.Error("it is not told that the state of the read models cannot be read")
	}
	if strings.Contains(got, "casetrail_log_head") {
		t.Error("a head is told that nobody knows")
	}
}
