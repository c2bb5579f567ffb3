package main

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/outbox"
)

// moody carries text messages to the mailbox, but for those to numbers that it is told to refuse.
type moody struct {
	box   *mail.Mailbox
	mu    sync.Mutex
	moods map[string]outbox.Failure // by number
	tries map[string]int
}

// Text implements sms.Carrier.
func (m *moody) Text(ctx context.Context, id uuid.UUID, to, text string) (string, error) {
	m.mu.Lock()
	m.tries[to]++
	f, refuses := m.moods[to]
	m.mu.Unlock()
	if refuses {
		return "", &f
	}
	return m.box.Text(ctx, id, to, text)
}

// refuse is what it answers from now on for a number; the zero failure: it takes messages again.
func (m *moody) refuse(to string, f outbox.Failure) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.moods[to] = f; f == (outbox.Failure{}) {
		delete(m.moods, to)
	}
}

func (m *moody) tried(to string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tries[to]
}

// serveMoody serves with such a carrier.
func serveMoody(t testing.TB, limits string) (*product, *moody) {
	t.Helper()
	s := testStores(t)
	s.Limits = strings.Join([]string{generous, limits}, ",")
	box, err := mail.OpenMailbox(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	texts := &moody{box: box, moods: map[string]outbox.Failure{}, tries: map[string]int{}}
	p := serveAs(t, s, serving{}, carriers{mail: box, letters: box, texts: texts})
	p.mailbox = box
	return p, texts
}
