package casefile_test

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/casefile"
)

// The numbers as they were published.
const (
	withHistory = `EAC9999103403 EAC9999103404 EAC9999103405 EAC9999103410 EAC9999103411 EAC9999103416 EAC9999103419
		LIN9999106498 LIN9999106499 LIN9999106504 LIN9999106505 LIN9999106506
		SRC9999102777 SRC9999102778 SRC9999102779 SRC9999102780 SRC9999102781 SRC9999102782 SRC9999102783 SRC9999102784
		SRC9999102785 SRC9999102786 SRC9999102787 SRC9999132710 SRC9999132719`
	withoutHistory = `EAC9999103400 EAC9999103402 EAC9999103406 EAC9999103407 EAC9999103408 EAC9999103409
		EAC9999103412 EAC9999103413 EAC9999103414 EAC9999103415 EAC9999103420 EAC9999103421 EAC9999103424 EAC9999103425
		EAC9999103426 EAC9999103428 EAC9999103429 EAC9999103431 EAC9999103432 LIN9999106501 LIN9999106507
		SRC9999132694 SRC9999132695 SRC9999132706 SRC9999132707`
)

func TestTheSandboxHasThePublishedNumbers(t *testing.T) {
	t.Parallel()
	want := map[casefile.Receipt]bool{}
	for list, history := range map[string]bool{withHistory: true, withoutHistory: false} {
		for _, r := range strings.Fields(list) {
			want[casefile.Receipt(r)] = history
		}
	}
	if len(casefile.SandboxNumbers) != len(want) {
		t.Errorf("%d numbers, want %d", len(casefile.SandboxNumbers), len(want))
	}
	for r, history := range want {
		n, ok := casefile.FindSandbox(r)
		if !ok || n.Receipt != r || n.History != history {
			t.Errorf("%s is %+v, %t", r, n, ok)
		}
		if parsed, err := casefile.ParseReceipt(string(r)); err != nil || parsed != r {
			t.Errorf("%s is read as %s, %v", r, parsed, err)
		}
	}
	for _, n := range casefile.SandboxNumbers {
		if _, ok := want[n.Receipt]; !ok {
			t.Errorf("%s was not published", n.Receipt)
		}
	}
	if _, ok := casefile.FindSandbox("EAC9999103401"); ok {
		t.Error("a number that was not published is found")
	}
}
