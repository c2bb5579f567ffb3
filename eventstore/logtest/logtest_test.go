package logtest

import (
	"flag"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.shrinktime": "0s"} { // failures are what is expected here
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	m.Run()
}

// breakage is a way in which a log may be wrong, and the promise that finds out.
type breakage struct {
	name string
	keep func(testing.TB, Instance)
	open func() Instance
}

// Each broken log fails the promise that it breaks, and each promise fails a broken log.
func TestBrokenLogsAreFound(t *testing.T) {
	t.Parallel()
	found := map[uintptr]bool{}
	for _, b := range slices.Concat(brokenAppends, brokenReads, brokenProcesses) {
		found[reflect.ValueOf(b.keep).Pointer()] = true
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			said := broken(t, b.keep, b.open())
			if len(said) == 0 {
				t.Error("no promise was broken")
			} else {
				line, _, _ := strings.Cut(said[0], "\n")
				t.Log(line)
			}
		})
	}
	for _, p := range promises {
		if !found[reflect.ValueOf(p.keep).Pointer()] {
			t.Errorf("no broken log shows that this can fail: %s", p.says)
		}
	}
}
