package postgres_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// wire lies between a log and its database, and can harm what appends on the way.
type wire struct {
	holds        time.Duration // between the execution of an append and its commit
	toLose, lost atomic.Int64  // acknowledgements
	silent       atomic.Bool
}

func (w *wire) silence() (speak func()) {
	w.silent.Store(true)
	return func() { w.silent.Store(false) }
}

func (w *wire) lose(n int) (lost func() int) {
	before := w.lost.Load()
	w.toLose.Store(int64(n))
	return func() int { return int(w.lost.Load() - before) }
}

func (w *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	return &wired{Conn: conn, wire: w, end: make(chan struct{})}, err
}

// wired is one connection. Once it has prepared an append it is taken for one that only appends.
type wired struct {
	net.Conn
	wire    *wire
	appends atomic.Bool
	ready   []byte // read, and not yet handed on

	closing  sync.Once
	end      chan struct{} // closed with the connection
	deadline atomic.Int64  // of reads, Unix nanoseconds; 0: none
}

// cycleEnd is the protocol's Sync: the server executes what comes before it as it comes, and commits when this comes.
var cycleEnd = []byte{'S', 0, 0, 0, 4}

func (c *wired) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("es.append")) {
		c.appends.Store(true)
	}
	if c.wire.holds == 0 || !c.appends.Load() || !bytes.HasSuffix(b, cycleEnd) {
		return c.Conn.Write(b)
	}
	n, err := c.Conn.Write(b[:len(b)-len(cycleEnd)])
	if err != nil {
		return n, err
	}
	time.Sleep(c.wire.holds)
	m, err := c.Conn.Write(cycleEnd)
	return n + m, err
}

func (c *wired) SetDeadline(t time.Time) error {
	c.deadline.Store(0)
	if !t.IsZero() {
		c.deadline.Store(t.UnixNano())
	}
	return c.Conn.SetDeadline(t)
}

func (c *wired) Close() error {
	c.closing.Do(func() { close(c.end) })
	return c.Conn.Close()
}

func (c *wired) Read(p []byte) (int, error) {
	n, err := c.read(p)
	for c.wire.silent.Load() {
		select {
		case <-c.end:
			return 0, net.ErrClosed
		case <-time.After(time.Millisecond):
		}
		if d := c.deadline.Load(); d != 0 && time.Now().UnixNano() > d {
			return 0, os.ErrDeadlineExceeded
		}
	}
	return n, err
}

func (c *wired) read(p []byte) (int, error) {
	if !c.appends.Load() {
		return c.Conn.Read(p)
	}
	if len(c.ready) == 0 {
		if err := c.cycle(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.ready)
	c.ready = c.ready[n:]
	return n, nil
}

// cycle reads all messages up to the one that says that the server is ready again. With rows among them and no transaction
// open, they are the acknowledgement of an append that is committed.
func (c *wired) cycle() error {
	for rows := false; ; {
		start := len(c.ready)
		c.ready = append(c.ready, make([]byte, 5)...)
		if _, err := io.ReadFull(c.Conn, c.ready[start:]); err != nil {
			return err
		}
		kind, size := c.ready[start], binary.BigEndian.Uint32(c.ready[start+1:])
		body := make([]byte, size-4)
		if _, err := io.ReadFull(c.Conn, body); err != nil {
			return err
		}
		c.ready = append(c.ready, body...)
		rows = rows || kind == 'D'
		if kind != 'Z' {
			continue
		}
		if rows && body[0] == 'I' && c.wire.toLose.Add(-1) >= 0 {
			c.wire.lost.Add(1)
			return errors.Join(io.ErrUnexpectedEOF, c.Close())
		}
		return nil
	}
}
