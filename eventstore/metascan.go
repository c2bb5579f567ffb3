package eventstore

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// scanMeta reads metadata as Encode writes it: fixed fields in fixed order, and no text that JSON would have to escape. It
// answers false for anything else, and then a JSON decoder judges: that takes several times as long, and every event has metadata.
func scanMeta(stored []byte) (m Meta, ok bool) {
	s := scanner{rest: stored, ok: true}
	s.must(`{"act":`)
	m.Act = s.uuid()
	s.must(`,"by":{"kind":`)
	m.By.Kind = s.text()
	s.must(`,"id":`)
	m.By.ID = s.text()
	if s.has(`,"for":`) {
		m.By.For = s.text()
	}
	s.must(`},"at":`)
	m.At = s.time()
	if s.has(`,"cause":`) {
		m.Cause = s.uuid()
	}
	if s.has(`,"thread":`) {
		m.Thread = s.uuid()
	}
	if s.has(`,"rule":`) {
		m.Rule = s.text()
	}
	if s.has(`,"input":`) {
		m.Input = s.bytes()
	}
	if s.has(`,"subjects":[`) {
		m.Subjects = s.uuids()
	}
	if s.has(`,"seen":`) {
		m.Seen = domain.Revision(s.number())
	}
	if s.has(`,"app":`) {
		m.App = s.text()
	}
	if s.has(`,"trace":`) {
		m.Trace = s.text()
	}
	s.must(`}`)
	return m, s.ok && len(s.rest) == 0
}

// scanner reads on as long as it finds what it expects.
type scanner struct {
	rest []byte
	ok   bool
}

func (s *scanner) has(next string) bool {
	if !bytes.HasPrefix(s.rest, []byte(next)) {
		return false
	}
	s.rest = s.rest[len(next):]
	return true
}

func (s *scanner) must(next string) { s.ok = s.has(next) && s.ok }

// quoted is a string of plain ASCII without escapes.
func (s *scanner) quoted() []byte {
	s.must(`"`)
	for i, c := range s.rest {
		switch {
		case c == '"':
			text := s.rest[:i]
			s.rest = s.rest[i+1:]
			return text
		case c < ' ', c > '~', c == '\\':
			s.ok = false
			return nil
		}
	}
	s.ok = false
	return nil
}

func (s *scanner) text() string { return string(s.quoted()) }

func (s *scanner) uuid() uuid.UUID {
	id, err := uuid.ParseBytes(s.quoted())
	s.ok = s.ok && err == nil
	return id
}

func (s *scanner) time() (t time.Time) {
	err := t.UnmarshalText(s.quoted())
	s.ok = s.ok && err == nil
	return t
}

func (s *scanner) bytes() []byte {
	b, err := base64.StdEncoding.AppendDecode([]byte{}, s.quoted())
	s.ok = s.ok && err == nil
	return b
}

// uuids is a list with at least one in it, without its opening bracket.
func (s *scanner) uuids() (all []uuid.UUID) {
	for all = append(all, s.uuid()); s.ok && s.has(","); {
		all = append(all, s.uuid())
	}
	s.must("]")
	return all
}

// number is digits, of which the first is no zero.
func (s *scanner) number() uint64 {
	digits := bytes.IndexFunc(s.rest, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 1 || s.rest[0] == '0' {
		s.ok = false
		return 0
	}
	n, err := strconv.ParseUint(string(s.rest[:digits]), 10, 64)
	s.rest, s.ok = s.rest[digits:], s.ok && err == nil
	return n
}
