package postgres

import (
	"context"
	"strconv"
	"sync"

	"github.com/casetrail/casetrail/domain"
)

// bell wakes followers when the log has grown. This process's own commits ring it, and the database's notifications; the
// same growth rings once.
type bell struct {
	mu   sync.Mutex
	head domain.Position
	rung chan struct{}
}

func newBell() *bell { return &bell{rung: make(chan struct{})} }

// next is closed at the next growth. Ask before reading, wait after.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rung
}

func (b *bell) reached(head domain.Position) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if head > b.head {
		b.head = head
		b.ring()
	}
}

// perhaps rings without knowing how far the log is: something may have been missed.
func (b *bell) perhaps() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ring()
}

func (b *bell) ring() {
	close(b.rung)
	b.rung = make(chan struct{})
}

// startListening lets one connection, for all followers, ring the bell. Without it followers still poll. A pooler in
// transaction mode would take the notifications for itself.
func (l *Log) startListening() {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.newConnection()
	if l.direct != nil {
		c.config, c.prepares = l.direct, true
	}
	if l.closed() || l.hearing || !c.prepares {
		return
	}
	l.hearing = true
	l.running.Go(func() {
		defer c.drop()
		for n := 0; l.life.Err() == nil; n++ {
			heard, err := c.hear(l.life, l.bell)
			if l.life.Err() != nil {
				return
			}
			if heard {
				n = 0
			}
			l.options.Logger.Warn("listening to the log will be tried again", "error", err)
			c.drop()
			sleep(l.life, pause(n+1))
		}
	})
}

// hear listens until the connection breaks; heard: it stood.
func (c *connection) hear(ctx context.Context, b *bell) (heard bool, err error) {
	conn, err := c.get(ctx, "set statement_timeout = 0; listen es_appended")
	if err != nil {
		return false, err
	}
	b.perhaps()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true, err
		}
		if head, err := strconv.ParseInt(n.Payload, 10, 64); err == nil {
			b.reached(domain.Position(head))
		}
	}
}
