package feed

import (
	"bytes"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
)

func TestASlopeBearsSomeStreamsAMinute(t *testing.T) {
	t.Parallel()
	start := time.Now()
	for name, c := range map[string]struct {
		after time.Duration // when parking is asked for, once the last stream that a minute bears was parked
		want  bool
	}{
		"at once":        {0, false},
		"a second later": {time.Second, false},
		"a minute later": {landslideWithin, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s slope
			for i := range landslide - 1 {
				if !s.bears(start) {
					t.Fatalf("stream %d is not parked", i+1)
				}
			}
			if got := s.bears(start.Add(c.after)); got != c.want {
				t.Errorf("parked: %v", got)
			}
		})
	}
}

// Every stream fails one reactor until what they all need is mended: it halts, the other goes on. Once the halt is lifted,
// those that were not parked are answered.
func TestALandslideHaltsOneReactorAndNoOther(t *testing.T) {
	t.Parallel()
	log, pool, b, to := eventstore.NewMemory(), database(t), &bug{}, make(chan answered, 4*landslide)
	var told page
	reactWith(t, Reactors{Log: log, Codec: codec(t), Pool: pool, Logger: slog.New(slog.NewTextHandler(&told, nil)), Pace: quick},
		b.reactor(), recorder("other", to))
	const streams = 2 * landslide
	for i := range streams {
		more(t, log, "test-"+strconv.Itoa(i), 0)
	}
	eventually(t, "halted", func() bool { return halted(t, pool, "noter") == haltedLandslide })
	for range streams {
		<-to
	}
	more(t, log, "test-late", 0)
	if got := <-to; got.stream != "test-late" {
		t.Errorf("the other answered %s", got.stream)
	}
	if got := parkedStreams(t, pool); len(got) != landslide-1 {
		t.Errorf("%d streams are parked, want %d", len(got), landslide-1)
	}
	if n := strings.Count(told.String(), `level=ERROR msg="halted`); n != 1 {
		t.Errorf("told %d times: %s", n, told.String())
	}
	b.mended.Store(true)
	time.Sleep(10 * quick.Look)
	if n := len(b.answered()); n != 0 {
		t.Errorf("%d answers of a reactor that is halted", n)
	}
	if lifted, err := (PostgresLedger{pool}).Lift(t.Context(), "noter"); err != nil || !lifted {
		t.Errorf("lifted: %v, %v", lifted, err)
	}
	eventually(t, "the others are answered", func() bool { return len(b.answered()) >= streams+1-(landslide-1) })
	if strings.Contains(told.String(), "secret") {
		t.Error("the value of a panic is told")
	}
	if got := halted(t, pool, "noter"); got != "" {
		t.Errorf("still halted: %s", got)
	}
}

func TestARestartTriesWhatIsHaltedAgain(t *testing.T) {
	t.Parallel()
	log, pool, b := eventstore.NewMemory(), database(t), &bug{}
	stop := react(t, log, pool, b.reactor())
	for i := range landslide {
		more(t, log, "test-"+strconv.Itoa(i), 0)
	}
	eventually(t, "halted", func() bool { return halted(t, pool, "noter") == haltedLandslide })
	stop()
	b.mended.Store(true)
	react(t, log, pool, b.reactor())
	eventually(t, "the one that was not parked is answered", func() bool { return len(b.answered()) == 1 })
	if got := halted(t, pool, "noter"); got != "" {
		t.Errorf("still halted: %s", got)
	}
}

func halted(t *testing.T, pool *pgxpool.Pool, reactor string) (why string) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), `select halted from app.checkpoints where name = $1`, stored(reactor)).Scan(&why); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		t.Fatal(err)
	}
	return why
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
