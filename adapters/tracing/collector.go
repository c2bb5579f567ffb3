package tracing

import (
	"context"
	"errors"
	"net/url"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
)

// What can be wrong with the settings.
var (
	ErrCollector = errors.New("the collector of traces is the URL of an OTLP receiver, as http://127.0.0.1:4318")
	ErrShare     = errors.New("the share of requests that are traced is a number from 0 to 1")
)

// Open sends spans to a collector, by OTLP over HTTP. Without a path in its URL they go to /v1/traces, where collectors expect
// them. Headers, certificates and timeouts are those of the standard variables OTEL_EXPORTER_OTLP_*. Without a URL it
// answers nil: nobody watches.
func Open(ctx context.Context, collector string, o Options) (*Tracing, error) {
	if collector == "" {
		return nil, nil
	}
	u, err := url.Parse(collector)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, ErrCollector // not what was given: it may hold a password
	}
	if !(o.Share >= 0 && o.Share <= 1) {
		return nil, ErrShare
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/v1/traces"
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.String()))
	if err != nil {
		return nil, err
	}
	return New(exporter, o), nil
}
