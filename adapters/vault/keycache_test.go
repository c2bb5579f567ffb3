package vault

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestKeyCacheForgetsAfterItsTime(t *testing.T) {
	t.Parallel()
	now := noon
	c := newKeyCache(10, time.Minute, func() time.Time { return now })
	subject := uuid.New()
	began := c.begin()
	now = now.Add(10 * time.Second) // the query took so long
	c.keep(began, subject, []byte{1})
	now = noon.Add(time.Minute - 1)
	if c.get(subject) == nil {
		t.Error("forgotten too early")
	}
	now = noon.Add(time.Minute) // use does not lengthen it
	if c.get(subject) != nil {
		t.Error("remembered for more than a minute from when the query began")
	}
}

func TestKeyCacheKeepsTheLatelyUsed(t *testing.T) {
	t.Parallel()
	c := newKeyCache(2, time.Minute, time.Now)
	a, b, d := uuid.New(), uuid.New(), uuid.New()
	for _, subject := range []uuid.UUID{a, b, b} {
		c.keep(c.begin(), subject, []byte{1})
	}
	c.get(a)
	c.keep(c.begin(), d, []byte{1})
	if c.get(a) == nil || c.get(b) != nil || c.get(d) == nil || c.used.Len() != 2 || len(c.byID) != 2 {
		t.Error("kept something else than the two that were used last")
	}
}

func TestKeyCacheKeepsNothingThatADropOvertook(t *testing.T) {
	t.Parallel()
	c := newKeyCache(10, time.Minute, time.Now)
	subject := uuid.New()
	began := c.begin()
	c.drop(subject) // destroyed while the query ran
	c.keep(began, subject, []byte{1})
	if c.get(subject) != nil {
		t.Error("a query that began before the key was destroyed brought it back")
	}
	c.keep(c.begin(), subject, []byte{1})
	c.drop(subject)
	if c.get(subject) != nil {
		t.Error("dropped and still there")
	}
}
