package web

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
)

// A screen that lacks something does not pass.
func TestWhatTheTableMustNotLack(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"en/way_in.toml": {}, "es/way_in.toml": {}, "en/english_only.toml": {}}
	good := frame.Screen{ID: "X01", Name: "way_in", Path: "/in/{id}", Who: door.Anyone, Acts: []string{"", "again"}, States: []string{"late"}}
	if wrong := tableProblems([]frame.Screen{good}, files); len(wrong) > 0 {
		t.Fatal("a good screen does not pass: ", wrong)
	}
	for lacks, mend := range map[string]func(*frame.Screen){
		"the id is":        func(s *frame.Screen) { s.ID = "X1" },
		"X01 way_in: the":  func(s *frame.Screen) { *s = good },
		"nobody":           func(s *frame.Screen) { s.Who = "" },
		"address /in/{no}": func(s *frame.Screen) { s.Path = "/in/{no}" },
		"/in/{id}/again":   func(s *frame.Screen) { s.Path = "/in/{id}/again" },
		"state Late":       func(s *frame.Screen) { s.States = []string{"Late"} },
		"declared twice":   func(s *frame.Screen) { s.States = []string{"late", "late"} },
		"no texts":         func(s *frame.Screen) { s.Name = "english_only" },
	} {
		other := frame.Screen{ID: "X02", Name: "other", Path: "/other", Who: door.Anyone}
		mend(&other)
		if wrong := tableProblems([]frame.Screen{good, other}, files); !slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, lacks) }) {
			t.Errorf("%+v passes, or not for %q: %q", other, lacks, wrong)
		}
	}
	sample := func(states ...string) (all []frame.Sample) {
		for _, s := range states {
			all = append(all, frame.Sample{Screen: "X01", State: s})
		}
		return all
	}
	for wants, samples := range map[string][]frame.Sample{
		"no sample": sample(""), "several": sample("", "late", "late"), "does not know": sample("", "late", "early"),
	} {
		if wrong := sampleProblems([]frame.Screen{good}, samples); len(wrong) != 1 || !strings.Contains(wrong[0], wants) {
			t.Errorf("samples %+v: %q, not %q", samples, wrong, wants)
		}
	}
}
