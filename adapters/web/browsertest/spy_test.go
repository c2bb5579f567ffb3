package browsertest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// spy is a test that may fail: it keeps what it is told.
type spy struct {
	testing.TB
	said []string
}

func (s *spy) Fatalf(format string, args ...any) {
	s.said = append(s.said, fmt.Sprintf(format, args...))
	runtime.Goexit()
}

func (s *spy) Fatal(args ...any) {
	s.said = append(s.said, fmt.Sprint(args...))
	runtime.Goexit()
}

func (s *spy) Error(args ...any) { s.said = append(s.said, fmt.Sprint(args...)) }

// told runs a test that is to fail and answers what it says.
func told(t *testing.T, test func(testing.TB)) string {
	t.Helper()
	s := &spy{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(s)
	}()
	<-done
	if len(s.said) == 0 {
		t.Fatal("the test should have failed, and passed")
	}
	return strings.Join(s.said, "\n")
}
