package esdbtest

import (
	"sort"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
)

const statistics = 16 // records between two of the server's own

// record is one event as it lies in the log. Its bytes never change.
type record struct {
	id         uuid.UUID
	stream     string
	number     int64
	position   uint64
	kind       string
	content    string
	data, meta []byte
	created    time.Time
}

// size is how far the next record lies behind this one: positions are offsets of bytes.
func (r *record) size() uint64 {
	const frame = 86
	return uint64(frame + len(r.stream) + len(r.kind) + len(r.data) + len(r.meta))
}

// ledger is the log: every record in order, and the same by stream.
type ledger struct {
	mu        sync.Mutex
	all       []record
	streams   map[string][]record
	places    map[uuid.UUID]place // forgotten when the server restarts
	end       uint64
	statistic int           // records at which the server writes about itself again
	changed   chan struct{} // closed and replaced when the log grows
}

type place struct {
	stream string
	number int64
}

// newLedger holds what a server writes when it is new.
func newLedger() *ledger {
	l := &ledger{streams: map[string][]record{}, statistic: statistics, changed: make(chan struct{})}
	l.begin()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.write("$$$stats-127.0.0.1:2113", system("$metadata", `{"$maxAge":86400}`))
	l.write("$user-admin", system("$UserCreated", `{"loginName":"admin"}`))
	l.write("$users", system("$User", `"admin"`))
	return l
}

func system(kind, data string) record {
	return record{id: uuid.New(), kind: kind, content: "application/json", data: []byte(data)}
}

// begin is what happens when the server starts: an epoch that readers of $all never see, and an empty memory.
func (l *ledger) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.places = map[uuid.UUID]place{}
	l.write("$epoch-information", system(epoch, "{}"))
}

const epoch = "$epoch-information"

// write puts records at the end of a stream, and answers the last. The caller holds the lock.
func (l *ledger) write(stream string, records ...record) record {
	for _, r := range records {
		r.stream, r.number = stream, l.last(stream)+1
		l.put(r)
	}
	s := l.streams[stream]
	last := s[len(s)-1]
	if len(l.all) >= l.statistic {
		l.count()
	}
	return last
}

// count is what the server writes about itself from time to time.
func (l *ledger) count() {
	r := system("$statsCollected", `{"proc-cpu":1}`)
	r.stream = "$stats-127.0.0.1:2113"
	r.number = l.last(r.stream) + 1
	l.put(r)
	l.statistic = len(l.all) + statistics
}

func (l *ledger) put(r record) {
	r.position, r.created = l.end, time.Now()
	if n := len(l.all); n > 0 && r.created.Before(l.all[n-1].created) {
		r.created = l.all[n-1].created
	}
	l.end += r.size()
	l.all = append(l.all, r)
	l.streams[r.stream] = append(l.streams[r.stream], r)
	l.places[r.id] = place{r.stream, r.number}
	close(l.changed)
	l.changed = make(chan struct{})
}

// last is the number of a stream's last record, -1 when there is none. The caller holds the lock.
func (l *ledger) last(stream string) int64 {
	if s := l.streams[stream]; len(s) > 0 {
		return s[len(s)-1].number
	}
	return -1
}

// snapshot is the log as it is now, and what is closed when it grows.
func (l *ledger) snapshot() ([]record, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all, l.changed
}

// point is a position as clients say it.
type point struct{ commit, prepare uint64 }

func pointOf(p *streams.ReadReq_Options_Position) point {
	return point{p.GetCommitPosition(), p.GetPreparePosition()}
}

// index is where the first record at or behind a position lies, or behind it only. A position inside a record is none.
func index(all []record, p point, behind bool) (int, error) {
	i := sort.Search(len(all), func(i int) bool {
		r := point{all[i].position, all[i].position}
		return r.commit > p.commit || r.commit == p.commit && (r.prepare > p.prepare || !behind && r.prepare == p.prepare)
	})
	at := sort.Search(len(all), func(i int) bool { return all[i].position >= p.commit })
	if at < len(all) && all[at].position != p.commit {
		return 0, errInvalidPosition
	}
	return i, nil
}
