package tracing_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/casetrail/casetrail/adapters/tracing"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	for collector, want := range map[string]error{
		"": nil, "http://127.0.0.1:4318": nil, "https://user:pass@collector/v1/traces": nil,
		"collector:4318": tracing.ErrCollector, "grpc://collector": tracing.ErrCollector, "http://": tracing.ErrCollector, "ht tp://": tracing.ErrCollector,
	} {
		w, err := tracing.Open(context.Background(), collector, tracing.Options{Share: 1})
		if !errors.Is(err, want) || (w == nil) != (collector == "" || want != nil) {
			t.Errorf("%q: %v, %v", collector, w, err)
		}
	}
	for _, share := range []float64{-0.1, 1.1} {
		if _, err := tracing.Open(context.Background(), "http://127.0.0.1:4318", tracing.Options{Share: share}); !errors.Is(err, tracing.ErrShare) {
			t.Errorf("a share of %v: %v", share, err)
		}
	}
}

// receiver is an OTLP receiver that keeps what comes.
type receiver struct {
	mu     sync.Mutex
	path   string
	body   []byte
	status int
}

func (x *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.path, x.body = r.URL.Path, append(x.body, body...)
	w.WriteHeader(x.status)
}

func TestSpansComeToTheCollector(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"": "/v1/traces", "/otlp/v1/traces": "/otlp/v1/traces"} {
		to := &receiver{status: 200}
		server := httptest.NewServer(to)
		t.Cleanup(server.Close)
		w, err := tracing.Open(context.Background(), server.URL+path, tracing.Options{Share: 1, Version: "1.2", Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		get(site(w, nothing), "GET", "/confirm/SECRET")
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if to.path != want || !bytes.Contains(to.body, []byte("GET /confirm/{token}")) || !bytes.Contains(to.body, []byte("casetrail")) {
			t.Errorf("to %q came %q", to.path, to.body)
		}
		if bytes.Contains(to.body, []byte("SECRET")) {
			t.Error("the token came along")
		}
	}
}

// A collector that refuses is told in the log, and nobody waits for it.
func TestACollectorThatFails(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(&receiver{status: 400})
	t.Cleanup(server.Close)
	var logged strings.Builder
	w, err := tracing.Open(context.Background(), server.URL, tracing.Options{Share: 1, Logger: slog.New(slog.NewJSONHandler(&logged, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if got := get(site(w, nothing), "GET", "/confirm/x"); got != 200 {
		t.Errorf("a request is answered %d", got)
	}
	if err := w.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if !strings.Contains(logged.String(), "traces were lost") {
		t.Errorf("the log says %q", logged.String())
	}
}
