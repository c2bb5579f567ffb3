package vault

import (
	"container/list"
	"slices"
	"sync"
	"time"

	"github.com/casetrail/casetrail/domain/personal"
)

// keyCache remembers keys that exist, the lately used ones of them, none longer than its time. A nil one remembers
// nothing. Keys go in and out as copies.
type keyCache struct {
	limit int
	keeps time.Duration
	now   func() time.Time

	mu    sync.Mutex
	byID  map[personal.Subject]*list.Element
	used  *list.List // of remembered, the latest used in front
	drops uint64     // counts forgotten keys
}

type remembered struct {
	subject personal.Subject
	key     []byte
	until   time.Time
}

// ticket says when a query began: what it answers was true then, and perhaps no more.
type ticket struct {
	at    time.Time
	drops uint64
}

func newKeyCache(limit int, keeps time.Duration, now func() time.Time) *keyCache {
	return &keyCache{limit: limit, keeps: keeps, now: now, byID: map[personal.Subject]*list.Element{}, used: list.New()}
}

// find answers what is remembered, and the others sorted and each once: statements that lock them do so in one order.
func (c *keyCache) find(subjects []personal.Subject) (found map[personal.Subject][]byte, missing []personal.Subject) {
	found = make(map[personal.Subject][]byte, len(subjects))
	for _, subject := range subjects {
		if key := c.get(subject); key != nil {
			found[subject] = key
		} else {
			missing = append(missing, subject)
		}
	}
	slices.SortFunc(missing, func(a, b personal.Subject) int { return slices.Compare(a[:], b[:]) })
	return found, slices.Compact(missing)
}

func (c *keyCache) get(subject personal.Subject) []byte {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byID[subject]
	if e == nil {
		return nil
	}
	r := e.Value.(*remembered)
	if !c.now().Before(r.until) {
		c.remove(e)
		return nil
	}
	c.used.MoveToFront(e)
	return slices.Clone(r.key)
}

// begin is to be called before the query whose answer keep is given.
func (c *keyCache) begin() ticket {
	if c == nil {
		return ticket{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return ticket{c.now(), c.drops}
}

// keep remembers a key from the time its query began, unless any key was dropped since: it may have been this one.
func (c *keyCache) keep(t ticket, subject personal.Subject, key []byte) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.drops != c.drops {
		return
	}
	if e := c.byID[subject]; e != nil {
		c.remove(e)
	}
	c.byID[subject] = c.used.PushFront(&remembered{subject, slices.Clone(key), t.at.Add(c.keeps)})
	if c.used.Len() > c.limit {
		c.remove(c.used.Back())
	}
}

// drop forgets a key, also one that a query under way is about to answer.
func (c *keyCache) drop(subject personal.Subject) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	if e := c.byID[subject]; e != nil {
		c.remove(e)
	}
}

func (c *keyCache) remove(e *list.Element) {
	c.used.Remove(e)
	delete(c.byID, e.Value.(*remembered).subject)
}
