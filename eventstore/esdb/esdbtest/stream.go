package esdbtest

import (
	"encoding/json"
	"math"
	"strings"
	"time"
)

const (
	tombstone = "$streamDeleted"
	forever   = int64(math.MaxInt64) // the number of a tombstone, and where a deleted stream is truncated
)

// limits are what a stream's metadata say of how much of it is read.
type limits struct {
	MaxCount       *int64 `json:"$maxCount,omitempty"`
	MaxAge         *int64 `json:"$maxAge,omitempty"` // seconds
	TruncateBefore *int64 `json:"$tb,omitempty"`
}

// limits of a stream. The caller holds the lock. Metadata that cannot be read limit nothing, as in the server.
func (l *ledger) limits(stream string) (m limits) {
	if strings.HasPrefix(stream, "$$") {
		one := int64(1)
		return limits{MaxCount: &one}
	}
	if s := l.streams["$$"+stream]; len(s) > 0 && json.Unmarshal(s[len(s)-1].data, &m) != nil {
		return limits{}
	}
	return m
}

func (m limits) deleted() bool { return m.TruncateBefore != nil && *m.TruncateBefore == forever }

// truncate sets where a stream begins, and leaves its other metadata as they are. The caller holds the lock.
func (l *ledger) truncate(stream string, before int64) record {
	all := map[string]json.RawMessage{}
	if s := l.streams["$$"+stream]; len(s) > 0 {
		_ = json.Unmarshal(s[len(s)-1].data, &all) // what cannot be read is replaced
	}
	all["$tb"], _ = json.Marshal(before)
	data, _ := json.Marshal(all)
	return l.write("$$"+stream, system("$metadata", string(data)))
}

// read is what readers of a stream get, first to last.
func (l *ledger) read(stream string) ([]record, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	all, m := l.streams[stream], l.limits(stream)
	switch last := l.last(stream); {
	case last == forever:
		return nil, streamDeleted(stream)
	case last < 0, m.deleted():
		return nil, errNotFound
	}
	first := int64(0)
	if m.TruncateBefore != nil {
		first = max(first, *m.TruncateBefore)
	}
	if m.MaxCount != nil {
		first = max(first, int64(len(all))-*m.MaxCount)
	}
	all = all[min(first, int64(len(all))):]
	for m.MaxAge != nil && len(all) > 0 && time.Since(all[0].created) > time.Duration(*m.MaxAge)*time.Second {
		all = all[1:]
	}
	return all, nil
}

// target is what a link points to, nil when that is not there any more.
func (l *ledger) target(link record) *record {
	number, stream, ok := strings.Cut(string(link.data), "@")
	var n int64
	if !ok || json.Unmarshal([]byte(number), &n) != nil {
		return nil
	}
	visible, err := l.read(stream)
	if err != nil {
		return nil
	}
	for _, r := range visible {
		if r.number == n {
			return &r
		}
	}
	return nil
}
