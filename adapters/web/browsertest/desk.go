package browsertest

import (
	"sync"
	"testing"
)

// Desk keeps tabs for tests that look at many pages as nobody in particular: to
// open a tab takes longer than to look at a page.
type Desk struct {
	Options Options

	mu   sync.Mutex
	free []*Tab
}

// Tab gives the test a tab that no other test has until this one ends. It shows the
// last page of the test before, and has its cookies. A tab with which something
// went wrong is not given again.
func (d *Desk) Tab(t testing.TB) *Tab {
	t.Helper()
	tab := d.take()
	if tab == nil {
		tab = open(t, d.Options)
	}
	t.Cleanup(func() {
		if t.Failed() {
			tab.close()
			return
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		d.free = append(d.free, tab)
	})
	return tab.For(t)
}

func (d *Desk) take() *Tab {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.free) == 0 {
		return nil
	}
	last := len(d.free) - 1
	tab := d.free[last]
	d.free = d.free[:last]
	return tab
}
