// Package metrics shows Prometheus how the product does. No label holds a receipt number, an address or an id of a person.
package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/eventstore"
)

// Metrics are those of one process.
type Metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.HistogramVec
	deliveries *prometheus.CounterVec
	appends    *prometheus.HistogramVec
	waiting    prometheus.Gauge
}

// New registers what this process counts by itself.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "casetrail_http_request_seconds", Help: "Time to answer, by route pattern and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"method", "route", "status"}),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "casetrail_deliveries_total", Help: "What became of messages, by channel and outcome.",
		}, []string{"channel", "outcome"}),
		appends: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "casetrail_log_append_seconds", Help: "Time until the log answered an append, by outcome.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"outcome"}),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "casetrail_log_appends_waiting", Help: "Appends that the log has not answered yet.",
		}),
	}
	m.registry.MustRegister(
		m.requests, m.deliveries, m.appends, m.waiting, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	for _, o := range eventstore.Outcomes {
		m.appends.WithLabelValues(o)
	}
	return m
}

// Handler answers Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Request counts one answered request.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Channel makes every outcome of a channel known at zero: Prometheus does not see a counter rise that begins at one.
func (m *Metrics) Channel(channel string) {
	for _, o := range []outbox.Outcome{
		outbox.OutcomeSent, outbox.OutcomeNothing, outbox.OutcomeFailed, outbox.OutcomeGivenUp, outbox.OutcomeInDoubt, outbox.OutcomeError,
	} {
		m.deliveries.WithLabelValues(channel, string(o))
	}
}

// Delivery counts one outcome of sending.
func (m *Metrics) Delivery(channel, outcome string) {
	m.deliveries.WithLabelValues(channel, outcome).Inc()
}
