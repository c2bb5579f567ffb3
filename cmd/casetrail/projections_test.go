package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/projections"
)

func TestStatusOfReadModelsSaysWhatToDo(t *testing.T) {
	t.Parallel()
	rebuild := "casetrail projections rebuild cases"
	for name, c := range map[string]struct {
		of   projections.Status
		says string
		not  string
	}{
		"live":             {projections.Status{State: projections.Live}, "cases v1", rebuild},
		"of another log":   {projections.Status{State: projections.Foreign, Reason: projections.OtherEpoch}, rebuild, "filling"},
		"ahead of its log": {projections.Status{State: projections.Halted, Reason: projections.AheadOfLog}, rebuild, "filling"},
		"a landslide":      {projections.Status{State: projections.Halted, Reason: projections.Landslide}, "halted: landslide", rebuild},
		"being filled": {
			projections.Status{State: projections.Building, Build: &projections.Progress{Stage: "reading", Position: 5, Head: 10, Pass: 1, Passes: 1, Rate: 7}},
			"building (filling: reading, 50 %, 7/s", rebuild,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.of.Name, c.of.Version = "cases", 1
			var out bytes.Buffer
			showProjections(&out, []projectionLine{toProjectionLine(c.of)})
			if got := out.String(); !strings.Contains(got, c.says) || strings.Contains(got, c.not) {
				t.Errorf("%q, want %q and not %q", got, c.says, c.not)
			}
		})
	}
}
