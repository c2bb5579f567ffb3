package esdbtest

import (
	"fmt"

	"github.com/google/uuid"
)

// Inject writes one event that no client sent, at the end of a stream: the server's own (types and streams that begin with $),
// or another product's. It answers its position.
func (s *Server) Inject(stream, kind string, data []byte) uint64 {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return s.log.write(stream, record{id: uuid.New(), kind: kind, content: "application/json", data: data}).position
}

// Link writes a link to an event of another stream, as the server's projections do. It answers the link's position.
func (s *Server) Link(stream, target string, number uint64) uint64 {
	return s.Inject(stream, "$>", fmt.Appendf(nil, "%d@%s", number, target))
}
