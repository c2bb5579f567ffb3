package esdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/metadata"

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
// of them is back.
type client struct {
	config *vendor.Configuration
	logger *slog.Logger
	slots  chan struct{} // calls that run; one that hangs keeps its slot

	ctx    context.Context // ends with close
	cancel context.CancelFunc

	mu  sync.Mutex
	now *life
}

// life is one vendor's client, from its connection to the first failure.
type life struct {
	connected chan struct{} // closed when there is a client
	lost      chan struct{} // closed when the calls that are still under way are given up

	*vendor.Client
	trouble error // why it is not connected yet
	calls   int   // under way
	over    bool  // takes no more calls
	buried  bool
}

func newClient(config *vendor.Configuration, logger *slog.Logger) *client {
	c := &client{config: config, logger: logger, slots: make(chan struct{}, callsAtOnce)}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.begin()
	return c
}

// begin starts the next life.
func (c *client) begin() {
	c.now = &life{connected: make(chan struct{}), lost: make(chan struct{})}
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
	if l.over {
		l.bury()
	}
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
	if l.over && l.calls == 0 {
		l.bury()
	}
}

// end lets those who are under way finish, and the next begin.
func (c *client) end(l *life) {
	if l.over {
		return
	}
	l.over = true
	if c.now == l {
		c.begin()
	}
	time.AfterFunc(lastWords, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		l.bury()
	})
}

// bury closes the vendor's client. Whoever still is inside it fails.
func (l *life) bury() {
	if l.buried || l.Client == nil {
		return
	}
	l.buried = true
	close(l.lost)
	go l.Close()
}

// close ends what is under way.
func (c *client) close() {
	c.cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.now
	c.end(l)
	if l.calls == 0 {
		l.bury()
	}
}

type answer[T any] struct {
	value T
	err   error
}

// call makes one call in a goroutine of its own, which may stay behind when the context ends first.
func call[T any](ctx context.Context, c *client, do func(context.Context, *vendor.Client) (T, error)) (none T, err error) {
	select {
	case c.slots <- struct{}{}:
	case <-ctx.Done():
		return none, errors.Join(errUnsent, ctx.Err())
	case <-c.ctx.Done():
		return none, errors.Join(errUnsent, eventstore.ErrClosed)
	}
	l, err := c.enter(ctx)
	if err != nil {
		<-c.slots
		return none, err
	}
	answered := make(chan answer[T], 1)
	go func() {
		ctx, cancel := c.both(ctx)
		defer cancel()
		var a answer[T]
		a.value, a.err = guarded(func() (T, error) { return do(ctx, l.Client) })
		c.leave(l, a.err)
		<-c.slots
		answered <- a
	}()
	select {
	case a := <-answered:
		return a.value, a.err
	case <-ctx.Done():
		err = ctx.Err()
	case <-c.ctx.Done():
		err = eventstore.ErrClosed
	case <-l.lost:
		err = errLost
	}
	select {
	case a := <-answered: // both at once: the answer is the better news
		return a.value, a.err
	default:
		return none, err
	}
}

// both is a context that ends with the caller's and with the log, and asks for the leader of a cluster: the vendor's client
// puts that wish where it is never sent.
func (c *client) both(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(c.ctx, cancel)
	if c.config.NodePreference == vendor.NodePreferenceLeader {
		ctx = metadata.AppendToOutgoingContext(ctx, "requires-leader", "true")
	}
	return ctx, func() {
		stop()
		cancel()
	}
}

func guarded[T any](do func() (T, error)) (v T, err error) {
	defer caught(&err)
	return do()
}

// caught turns a panic of the vendor's client into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", errLost, p)
	}
}
