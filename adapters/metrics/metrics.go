// Package metrics shows Prometheus how the product does. No label holds a receipt number, an address or an id of a person.
package metrics

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/casetrail/casetrail/projections"
)

// Metrics are those of one process.
type Metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.HistogramVec
	deliveries *prometheus.CounterVec
}

// New registers everything; status tells how the read models stand whenever Prometheus asks.
func New(status func(context.Context) ([]projections.Status, error)) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "casetrail_http_request_seconds", Help: "Time to answer, by route pattern and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"method", "route", "status"}),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "casetrail_deliveries_total", Help: "What became of messages, by channel and outcome.",
		}, []string{"channel", "outcome"}),
	}
	m.registry.MustRegister(
		m.requests, m.deliveries, readModels{status}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
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

// Delivery counts one outcome of sending.
func (m *Metrics) Delivery(channel, outcome string) {
	m.deliveries.WithLabelValues(channel, outcome).Inc()
}

type readModels struct {
	status func(context.Context) ([]projections.Status, error)
}

var (
	behind = prometheus.NewDesc("casetrail_projection_behind_seconds", "How long the oldest event has waited that a read model has not passed.", []string{"projection"}, nil)
	events = prometheus.NewDesc("casetrail_projection_behind_events", "How many events a read model is behind.", []string{"projection"}, nil)
	parked = prometheus.NewDesc("casetrail_projection_parked_streams", "Streams that a read model passes over until somebody repairs them.", []string{"projection"}, nil)
	live   = prometheus.NewDesc("casetrail_projection_live", "1: the read model is live.", []string{"projection"}, nil)
	head   = prometheus.NewDesc("casetrail_log_head", "The last position of the log.", nil, nil)
	up     = prometheus.NewDesc("casetrail_projections_readable", "1: the state of the read models could be read.", nil, nil)
)

// Describe names what Collect gives.
func (readModels) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{behind, events, parked, live, head, up} {
		out <- d
	}
}

// Collect asks the database, within two seconds.
func (r readModels) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	all, err := r.status(ctx)
	if err != nil {
		gauge(up, 0)
		return
	}
	gauge(up, 1)
	for _, s := range all {
		gauge(behind, s.Behind.Seconds(), s.Name)
		gauge(events, float64(s.Events), s.Name)
		gauge(parked, float64(s.Parked), s.Name)
		isLive := 0.0
		if s.State == projections.Live {
			isLive = 1
		}
		gauge(live, isLive, s.Name)
	}
	if len(all) > 0 {
		gauge(head, float64(all[0].Head))
	}
}
