package esdbtest

import (
	"maps"
	"net"
	"slices"
	"sync"
)

// listener knows its connections, so that they can be cut.
type listener struct {
	net.Listener
	mu   sync.Mutex
	open map[string]net.Conn // by the client's address
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[c.RemoteAddr().String()] = c
	return &connection{c, l}, nil
}

// cut breaks the connection from this address, or every one if none is given.
func (l *listener) cut(from string) {
	l.mu.Lock()
	victims := slices.Collect(maps.Values(l.open))
	if from != "" {
		victims = []net.Conn{l.open[from]}
	}
	l.mu.Unlock()
	for _, c := range victims {
		if c != nil {
			_ = c.Close()
		}
	}
}

type connection struct {
	net.Conn
	of *listener
}

func (c *connection) Close() error {
	c.of.mu.Lock()
	delete(c.of.open, c.RemoteAddr().String())
	c.of.mu.Unlock()
	return c.Conn.Close()
}
