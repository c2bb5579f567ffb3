package esdb

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/eventstore"
)

const (
	callsAtOnce = 64              // servers take about a hundred streams on a connection; followers need theirs
	lookFor     = time.Second     // how long a call waits for a connection
	lastWords   = 2 * time.Second // how long calls may go on that were under way when their connection failed; some hang
)

// What became of a call that got no answer from the server.
var (
	errUnsent = errors.New("no connection to the event store")        // nothing can have been written
	errLost   = errors.New("the connection to the event store broke") // anything may have been
)

// client stands before the vendor's client, which forgets contexts while it looks for a server, is dead for good when it has
// found none, hangs those who call it then, panics in those who are under way when it is closed, and keeps a connection of
// each time that it looked. So each stretch from a connection to its failure gets a vendor's client of its own, a life:
// it is used only once it is connected, by calls that each run in a goroutine of their own, and closed when the last
// of them is back, be it never: who hangs there is left behind with it, a few kilobytes.
type client struct {
	config *vendor.Configuration
	logger *slog.Logger

	ctx    context.Context // ends with close
	cancel context.CancelFunc

	mu  sync.Mutex
	now *life
}

func newClient(config *vendor.Configuration, logger *slog.Logger) *client {
	c := &client{config: config, logger: logger}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.begin()
	return c
}

// enter waits a little for a life that is connected, and counts a call in.
func (c *client) enter(ctx context.Context) (*life, error) {
	wait := time.NewTimer(lookFor)
	defer wait.Stop()
	for {
		c.mu.Lock()
		l := c.now
		c.mu.Unlock()
		select {
		case <-l.connected:
		case <-wait.C:
			return nil, c.down(l)
		case <-ctx.Done():
			return nil, errors.Join(errUnsent, ctx.Err())
		case <-c.ctx.Done():
			return nil, errors.Join(errUnsent, eventstore.ErrClosed)
		}
		c.mu.Lock()
		if !l.over {
			l.calls++
			c.mu.Unlock()
			return l, nil
		}
		c.mu.Unlock()
	}
}

func (c *client) down(l *life) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(errUnsent, l.trouble)
}

// leave counts a call out. A life whose connection failed takes no more calls.
func (c *client) leave(l *life, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l.calls--
	if disconnects(err) {
		c.end(l)
	}
	l.rest()
}

// close ends what is under way.
func (c *client) close() {
	c.cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end(c.now)
}
