package feed

import (
	"bytes"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
)

func TestASlopeBearsSomeStreamsAMinute(t *testing.T) {
	t.Parallel()
	start := time.Now()
	for name, c := range map[string]struct {
		after []time.Duration // when parking is asked for, once the last stream that a minute bears was parked
		want  []bool
	}{
		"too many":             {[]time.Duration{0, time.Second}, []bool{false, false}},
		"a minute later":       {[]time.Duration{landslideWithin}, []bool{true}},
		"held back, asks on":   {[]time.Duration{time.Second, 40 * time.Second, 80 * time.Second, 120 * time.Second}, []bool{false, false, false, false}},
		"held back, then none": {[]time.Duration{time.Second, time.Second + landslideWithin}, []bool{false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s slope
			for i := range landslide - 1 {
				if !s.bears(start) {
					t.Fatalf("stream %d is not parked", i+1)
				}
			}
			for i, after := range c.after {
				if got := s.bears(start.Add(after)); got != c.want[i] {
					t.Errorf("after %s parked: %v", after, got)
				}
			}
		})
	}
}

// Every stream fails until what they all need is mended: those that were held back are then done, not parked.
func TestALandslideHoldsBackInsteadOfParkingEverything(t *testing.T) {
	t.Parallel()
	log, ledger := eventstore.NewMemory(), newNotebook()
	const streams = 2 * landslide
	for i := range streams {
		write(t, log, "test-"+strconv.Itoa(i), "test.happened", 1)
	}
	var told page
	s := NewSubscriber(log, ledger, slog.New(slog.NewTextHandler(&told, nil)), quick, uuid.New(),
		Consumer{Name: "reader", Types: []string{"test.happened"}, FromStart: true})
	out, err := s.Subscribe(t.Context(), "reader")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var mended atomic.Bool
	var done atomic.Int32
	go func() {
		for m := range out {
			if mended.Load() {
				done.Add(1)
				m.Ack()
				continue
			}
			m.Metadata.Set(metaFault, faultPanic)
			m.Nack()
		}
	}()
	eventually(t, "told", func() bool { return strings.Contains(told.String(), "level=ERROR msg=\"landslide") })
	time.Sleep(10 * quick.Most)
	if got, _ := ledger.Parked(t.Context(), "reader"); len(got) != landslide-1 {
		t.Errorf("%d streams are parked, want %d", len(got), landslide-1)
	}
	if n := strings.Count(told.String(), "landslide"); n > quick.Lanes {
		t.Errorf("told %d times, want once an event", n)
	}
	mended.Store(true)
	eventually(t, "the others are done", func() bool { return done.Load() == streams-landslide+1 })
}

// page is a log that is read while it is written.
type page struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *page) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *page) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}
