package wreck

import (
	"bytes"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Wire lies between a product and its database.
type Wire struct {
	dir      string
	listener net.Listener
	server   func() string // URL of any database of it

	mu     sync.Mutex
	lines  map[*line]struct{}
	toLose int // acknowledgements of appends
	lost   atomic.Int64
}

// line is one connection.
type line struct {
	wire        *Wire
	near, far   net.Conn
	appends     atomic.Bool // it has sent an append at some time
	losesAnswer atomic.Bool // what it was asked is carried out, and nobody hears of it
}

func newWire(dir string, server func() string) (*Wire, error) {
	w := &Wire{dir: filepath.Join(dir, "wire"), server: server, lines: map[*line]struct{}{}}
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		return nil, err
	}
	var err error
	if w.listener, err = net.Listen("unix", filepath.Join(w.dir, socketName)); err != nil {
		return nil, err
	}
	go w.accept()
	return w, nil
}

const socketName = ".s.PGSQL.5432"

func (w *Wire) url(database string) string {
	return "postgres:///" + url.PathEscape(database) + "?host=" + w.dir + "&user=postgres&sslmode=disable"
}

func (w *Wire) accept() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		u, err := url.Parse(w.server())
		if err != nil {
			_ = near.Close()
			continue
		}
		far, err := net.Dial("unix", filepath.Join(u.Query().Get("host"), socketName))
		if err != nil { // the server is down
			_ = near.Close()
			continue
		}
		l := &line{wire: w, near: near, far: far}
		w.mu.Lock()
		w.lines[l] = struct{}{}
		w.mu.Unlock()
		go l.ask()
		go l.answer()
	}
}

// ask carries what the product says.
func (l *line) ask() {
	defer l.cut()
	buffer := make([]byte, 64<<10)
	for {
		n, err := l.near.Read(buffer)
		if n > 0 {
			l.wire.perhapsLose(l) // not yet the one that prepares: only what is executed can be lost
			if !l.appends.Load() && bytes.Contains(buffer[:n], []byte("es.append")) {
				l.appends.Store(true)
			}
			if _, err := l.far.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// perhapsLose dooms the answer to what is about to be sent.
func (w *Wire) perhapsLose(l *line) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.toLose > 0 && l.appends.Load() && !l.losesAnswer.Load() {
		w.toLose--
		l.losesAnswer.Store(true)
	}
}

// answer carries what the server says. A lost answer is waited for, to its end: what was asked has happened.
func (l *line) answer() {
	defer l.cut()
	buffer := make([]byte, 64<<10)
	for {
		n, err := l.far.Read(buffer)
		if l.losesAnswer.Load() && n > 0 && bytes.HasSuffix(buffer[:n], readyForQuery) {
			l.wire.lost.Add(1)
			return
		}
		if n > 0 && !l.losesAnswer.Load() {
			if _, err := l.near.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// readyForQuery ends every answer outside of a transaction.
var readyForQuery = []byte{'Z', 0, 0, 0, 5, 'I'}

func (l *line) cut() {
	_ = l.near.Close() // twice is fine, and nothing is owed to anybody
	_ = l.far.Close()
	l.wire.mu.Lock()
	delete(l.wire.lines, l)
	l.wire.mu.Unlock()
}

// Cut cuts every connection.
func (w *Wire) Cut() {
	w.mu.Lock()
	var all []*line
	for l := range w.lines {
		all = append(all, l)
	}
	w.mu.Unlock()
	for _, l := range all {
		l.cut()
	}
}

// LoseAnswers lets the next n appends be carried out, and the connection break before anybody hears of it.
func (w *Wire) LoseAnswers(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.toLose += n
}

// Lost is how many answers were lost so far.
func (w *Wire) Lost() int { return int(w.lost.Load()) }

func (w *Wire) close() {
	_ = w.listener.Close()
	w.Cut()
}
