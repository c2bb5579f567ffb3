package browsertest

import (
	"fmt"
	"sync"
)

// Title finds a title that does not hold the heading, or does not begin with
// "Error: " where the page lists errors, and only there.
func Title(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "titled") }

// Titles are those of a run: each belongs to one screen.
type Titles struct {
	mu    sync.Mutex
	owner map[string]string
}

// Unique is a check that no other screen has the title of this one. States of a
// screen may share a title.
func (s *Titles) Unique(screen string) Check {
	return func(tab *Tab) []string {
		tab.t.Helper()
		title := tab.Title()
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.owner == nil {
			s.owner = map[string]string{}
		}
		if owner, taken := s.owner[title]; taken && owner != screen {
			return []string{fmt.Sprintf("%s has the title %q, as %s has", screen, title, owner)}
		}
		s.owner[title] = screen
		return nil
	}
}
