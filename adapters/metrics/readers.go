package metrics

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
)

// Watch tells how the read models and the reactors stand whenever Prometheus asks. Every server tells the same: they ask the
// database. Call it once.
func (m *Metrics) Watch(
	readModels func(context.Context) ([]projections.Status, error), reactors func(context.Context) ([]feed.Status, error),
) {
	m.registry.MustRegister(
		newReaders(kindProjection, "read model", func(ctx context.Context) ([]standing, error) {
			all, err := readModels(ctx)
			return standings(all, ofReadModel), err
		}),
		newReaders(kindReactor, "reactor", func(ctx context.Context) ([]standing, error) {
			all, err := reactors(ctx)
			return standings(all, ofReactor), err
		}),
	)
}

// standing is how one reader of the log stands.
type standing struct {
	name, state string
	head        domain.Position
	behind      time.Duration
	events      uint64
	counted     bool
	parked      int
	owned       bool
	waiting     int // types of a reactor
}

func ofReadModel(s projections.Status) standing {
	return standing{
		name: s.Name, state: string(s.State), head: s.Head, behind: s.Behind, events: s.Events, counted: s.Counted,
		parked: s.Parked, owned: s.Owner != uuid.Nil,
	}
}

func ofReactor(s feed.Status) standing {
	return standing{
		name: s.Name, state: string(s.State), head: s.Head, behind: s.Behind, events: s.Events, counted: s.Counted,
		parked: s.Parked, owned: s.Owner != uuid.Nil, waiting: len(s.Waiting),
	}
}

func standings[S any](all []S, of func(S) standing) (list []standing) {
	for _, s := range all {
		list = append(list, of(s))
	}
	return list
}

// readers collects one kind of them. What only the other kind has is nil.
type readers struct {
	status                                         func(context.Context) ([]standing, error)
	behind, events, parked, owned, state, readable *prometheus.Desc
	head, waiting                                  *prometheus.Desc
}

func newReaders(kind, called string, status func(context.Context) ([]standing, error)) readers {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("casetrail_"+kind+name, help, labels, nil)
	}
	r := readers{
		status:   status,
		behind:   desc("_behind_seconds", "How long the oldest event has waited that the "+called+" has not passed.", kind),
		events:   desc("_behind_events", "How many events the "+called+" is behind; not told when the log cannot count.", kind),
		parked:   desc("_parked_streams", "Streams that the "+called+" passes over until somebody acts.", kind),
		owned:    desc("_owned", "1: a server works for the "+called+".", kind),
		state:    desc("_state", "1: the "+called+" is in this state.", kind, "state"),
		readable: desc("s_readable", "1: it could be read how each "+called+" stands."),
	}
	if kind == kindReactor {
		r.waiting = desc("_waiting_types", "Types of events that this program answers, and the one at work does not.", kind)
	} else {
		r.head = prometheus.NewDesc("casetrail_log_head", "The last position of the log.", nil, nil)
	}
	return r
}

const (
	kindProjection = "projection"
	kindReactor    = "reactor"
)

// Describe names what Collect gives.
func (r readers) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{r.behind, r.events, r.parked, r.owned, r.state, r.readable, r.head, r.waiting} {
		if d != nil {
			out <- d
		}
	}
}

// Collect asks the database, within two seconds.
func (r readers) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	all, err := r.status(ctx)
	gauge(r.readable, truth(err == nil))
	if err != nil {
		return
	}
	for _, s := range all {
		gauge(r.behind, s.behind.Seconds(), s.name)
		if s.counted {
			gauge(r.events, float64(s.events), s.name)
		}
		gauge(r.parked, float64(s.parked), s.name)
		gauge(r.owned, truth(s.owned), s.name)
		gauge(r.state, 1, s.name, s.state)
		if r.waiting != nil {
			gauge(r.waiting, float64(s.waiting), s.name)
		}
	}
	if r.head != nil && len(all) > 0 {
		gauge(r.head, float64(all[0].head))
	}
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
