package browsertest_test

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

func TestADeskGivesATabToOneTestAtATime(t *testing.T) {
	t.Parallel()
	url := site(t, acting)
	desk := &browsertest.Desk{Options: browsertest.Options{Width: 500}}
	t.Run("first", func(t *testing.T) {
		for range 2 {
			desk.Tab(t).Go(url + "/sent")
		}
	})
	t.Run("later", func(t *testing.T) {
		one, two := desk.Tab(t), desk.Tab(t)
		one.Go(url + "/")
		if got := two.Title(); got != "Sent" {
			t.Errorf("the tab that was free was not given, or given twice: it shows %q", got)
		}
	})
}

func TestADeskKeepsNoTabThatFailed(t *testing.T) {
	t.Parallel()
	url := site(t, acting)
	desk := &browsertest.Desk{}
	told(t, func(t testing.TB) {
		failed := &failed{TB: t}
		tab := desk.Tab(failed)
		tab.Go(url + "/sent")
		failed.end()
		t.Error("as it should")
	})
	if got := desk.Tab(t).Title(); got != "" {
		t.Errorf("the tab of a failed test is given again: it shows %q", got)
	}
}

// failed is a test that has failed; its cleanup runs at its end.
type failed struct {
	testing.TB
	ends []func()
}

func (*failed) Failed() bool       { return true }
func (f *failed) Cleanup(e func()) { f.ends = append(f.ends, e) }

func (f *failed) end() {
	for _, e := range f.ends {
		e()
	}
}
