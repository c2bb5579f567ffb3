package postgres_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// pooler stands before a database as a pooler in transaction mode does, only stricter: each transaction of a client goes to
// another connection than the last, and between transactions a connection forgets all that a session can hold.
type pooler struct {
	t       testing.TB
	config  *pgconn.Config
	servers chan *pgproto3.Frontend

	mu       sync.Mutex
	refused  []string // what no transaction pooler can do
	switched int      // transactions
}

// startPooler answers the URL of a pooler with some connections to the database.
func startPooler(t testing.TB, url string, connections int) (*pooler, string) {
	t.Helper()
	p := &pooler{t: t, servers: make(chan *pgproto3.Frontend, connections)}
	config, err := pgconn.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	p.config = config
	for range connections {
		p.connect()
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	return p, "postgres://" + config.User + "@" + listener.Addr().String() + "/" + config.Database + "?sslmode=disable"
}

// connect adds a connection to the database, unless the test is over.
func (p *pooler) connect() {
	conn, err := pgconn.ConnectConfig(p.t.Context(), p.config)
	if err != nil {
		return
	}
	if taken, err := conn.Hijack(); err == nil {
		context.AfterFunc(p.t.Context(), func() { _ = taken.Conn.Close() })
		p.servers <- taken.Frontend
	}
}

// serve is one client's session. An error is the client's or the test's end.
func (p *pooler) serve(conn net.Conn) {
	defer conn.Close()
	client := pgproto3.NewBackend(conn, conn)
	if p.greet(client) != nil {
		return
	}
	for {
		first, err := client.Receive()
		if _, ends := first.(*pgproto3.Terminate); err != nil || ends {
			return
		}
		server := <-p.servers
		if p.transaction(client, server, first) != nil || p.forget(server) != nil {
			p.connect() // a client that left in the middle takes its connection along
			return
		}
		p.servers <- server
	}
}

func (p *pooler) greet(client *pgproto3.Backend) error {
	message, err := client.ReceiveStartupMessage()
	if err != nil {
		return err
	}
	if s, ok := message.(*pgproto3.StartupMessage); ok {
		for name := range s.Parameters {
			if !slices.Contains([]string{"user", "database", "application_name", "client_encoding"}, name) {
				p.refuse("startup parameter " + name)
			}
		}
	}
	client.Send(&pgproto3.AuthenticationOk{})
	client.Send(&pgproto3.ParameterStatus{Name: "client_encoding", Value: "UTF8"})
	client.Send(&pgproto3.ParameterStatus{Name: "standard_conforming_strings", Value: "on"})
	client.Send(&pgproto3.BackendKeyData{SecretKey: make([]byte, 4)})
	client.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
	return client.Flush()
}

// transaction lets the two talk until the server is idle again.
func (p *pooler) transaction(client *pgproto3.Backend, server *pgproto3.Frontend, message pgproto3.FrontendMessage) (err error) {
	p.mu.Lock()
	p.switched++
	p.mu.Unlock()
	for {
		p.look(message)
		server.Send(message)
		switch message.(type) {
		case *pgproto3.Sync, *pgproto3.Query:
			if err := server.Flush(); err != nil {
				return err
			}
			if idle, err := answer(client, server); idle || err != nil {
				return err
			}
		}
		if message, err = client.Receive(); err != nil {
			return err
		}
	}
}

// answer hands on what the server says until it is ready; idle: no transaction is open.
func answer(client *pgproto3.Backend, server *pgproto3.Frontend) (idle bool, err error) {
	for {
		message, err := server.Receive()
		if err != nil {
			return false, err
		}
		client.Send(message)
		if ready, ok := message.(*pgproto3.ReadyForQuery); ok {
			return ready.TxStatus == 'I', client.Flush()
		}
	}
}

func (p *pooler) look(message pgproto3.FrontendMessage) {
	sql := ""
	switch m := message.(type) {
	case *pgproto3.Query:
		sql = m.String
	case *pgproto3.Parse:
		if sql = m.Query; m.Name != "" {
			p.refuse("preparing " + m.Name)
		}
	}
	if words := strings.Fields(strings.ToLower(sql)); len(words) > 0 && (words[0] == "set" || words[0] == "listen") {
		p.refuse(sql)
	}
}

func (p *pooler) refuse(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = append(p.refused, what)
}

func (p *pooler) forget(server *pgproto3.Frontend) error {
	server.Send(&pgproto3.Query{String: "discard all"})
	if err := server.Flush(); err != nil {
		return err
	}
	for {
		message, err := server.Receive()
		if err != nil {
			return err
		}
		if _, ok := message.(*pgproto3.ReadyForQuery); ok {
			return nil
		}
	}
}

// report says what went through.
func (p *pooler) report() (transactions int, refused []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.switched, slices.Clone(p.refused)
}
