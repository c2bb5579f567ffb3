package esdb

import (
	"errors"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// life is one vendor's client, from its connection to the first failure.
type life struct {
	connected chan struct{} // closed when there is a client
	ended     chan struct{} // closed when it takes no more calls
	lost      chan struct{} // closed when the calls that are still under way are given up
	seats     chan struct{} // calls that run; one that hangs keeps its seat

	*vendor.Client
	trouble error // why it is not connected yet
	calls   int   // under way, those that follow among them
	over    bool
	closed  bool
}

// begin starts the next life.
func (c *client) begin() {
	c.now = &life{
		connected: make(chan struct{}), ended: make(chan struct{}), lost: make(chan struct{}),
		seats: make(chan struct{}, callsAtOnce),
	}
	if c.ctx.Err() == nil {
		go c.connect(c.now)
	}
}

// connect looks for a server for as long as it takes.
func (c *client) connect(l *life) {
	for n := 1; c.ctx.Err() == nil; n++ {
		client, err := c.dial()
		if c.found(l, client, err) {
			return
		}
		c.logger.Warn("connecting to the event store will be tried again", "error", err)
		sleep(c.ctx, pause(n))
	}
}

func (c *client) found(l *life, client *vendor.Client, err error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l.trouble = err; err != nil {
		return false
	}
	l.Client = client
	close(l.connected)
	l.rest()
	return true
}

// dial makes a vendor's client that has found a server; nobody else uses it before.
func (c *client) dial() (client *vendor.Client, err error) {
	defer caught(&err)
	if client, err = vendor.NewClient(c.config); err != nil {
		return nil, err
	}
	if _, err = client.GetServerVersion(); err != nil {
		return nil, errors.Join(err, client.Close())
	}
	return client, nil
}

// end lets those who are under way finish, and the next begin.
func (c *client) end(l *life) {
	if l.over {
		return
	}
	l.over = true
	close(l.ended)
	time.AfterFunc(lastWords, func() { close(l.lost) })
	c.begin()
	l.rest()
}

// rest closes the vendor's client when nobody is inside it any more: it panics in whoever is.
func (l *life) rest() {
	if l.over && l.calls == 0 && l.Client != nil && !l.closed {
		l.closed = true
		_ = l.Close() // never fails
	}
}
