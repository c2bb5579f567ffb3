package esdbtest

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
)

const maxMessage = 16<<20 - 10_000 // bytes that the server receives at once, and of one record

// Server is one node on 127.0.0.1. Its methods may be called while calls run.
type Server struct {
	version   version
	maxAppend int
	log       *ledger
	faults    faults
	addr      string

	mu       sync.Mutex // held by Stop and Restart
	rpc      *grpc.Server
	listener *listener
	serving  sync.WaitGroup
}

// Option sets what a server is from its start.
type Option func(*Server) error

// Version makes the server one of this version: three numbers, as 23.10.0. Without it, it is 24.6.0.
//   - Before 23.10 no subscription is told that it has caught up; 23.10 does not tell one to a stream that does not exist.
//   - Before 24.2 a live subscription more than 32 events behind is dropped; later it catches up again.
//   - Before 24.10 the limit of an append counts data only, later metadata and type as well.
func Version(v string) Option {
	return func(s *Server) (err error) {
		s.version, err = parseVersion(v)
		return err
	}
}

// MaxAppend limits an append to so many bytes. Without it, the limit is 1 MiB.
func MaxAppend(bytes int) Option {
	return func(s *Server) error {
		if bytes < 1 || bytes > maxMessage {
			return fmt.Errorf("maximum append size %d: give 1 to %d bytes", bytes, maxMessage)
		}
		s.maxAppend = bytes
		return nil
	}
}

// Start runs a server that ends with the test.
func Start(t testing.TB, o ...Option) *Server {
	t.Helper()
	s, err := New(o...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// New runs a server until Close.
func New(o ...Option) (*Server, error) {
	s := &Server{version: version{24, 6, 0}, maxAppend: 1 << 20, addr: "127.0.0.1:0", log: newLedger()}
	s.faults.dropped, s.faults.changed = make(chan struct{}), make(chan struct{})
	for _, option := range o {
		if err := option(s); err != nil {
			return nil, err
		}
	}
	if err := s.listen(); err != nil {
		return nil, err
	}
	return s, nil
}

// URL is what a client connects with: esdb://127.0.0.1:PORT?tls=false.
func (s *Server) URL() string { return "esdb://" + s.addr + "?tls=false" }

// Close ends the server and every call. Twice is fine.
func (s *Server) Close() { s.Stop() }

// Stop ends every call and connection, and refuses new ones. What was written is kept. Twice is fine.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rpc == nil {
		return
	}
	s.rpc.Stop()
	s.serving.Wait()
	s.rpc = nil
}

// Restart stops the server and starts it at the same address. It has forgotten the ids by which it knew repeats that
// expect any revision, and has begun a new epoch.
func (s *Server) Restart() error {
	s.Stop()
	s.log.begin()
	return s.listen()
}

func (s *Server) listen() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	inner, err := net.Listen("tcp", s.addr)
	for tries := 0; errors.Is(err, syscall.EADDRINUSE) && tries < 100; tries++ {
		time.Sleep(10 * time.Millisecond)
		inner, err = net.Listen("tcp", s.addr)
	}
	if err != nil {
		return err
	}
	s.addr = inner.Addr().String()
	s.listener = &listener{Listener: inner, open: map[string]net.Conn{}}
	s.rpc = grpc.NewServer(
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.WaitForHandlers(true),
		// The client pings every ten seconds, with or without calls; by default gRPC cuts who does that.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 5 * time.Second, PermitWithoutStream: true}),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: 10 * time.Second, Timeout: 10 * time.Second}),
	)
	streams.RegisterStreamsServer(s.rpc, &calls{Server: s, listener: s.listener})
	gossip.RegisterGossipServer(s.rpc, &cluster{addr: s.addr})
	serverfeatures.RegisterServerFeaturesServer(s.rpc, &features{version: s.version})
	s.serving.Go(func() { _ = s.rpc.Serve(s.listener) })
	return nil
}
