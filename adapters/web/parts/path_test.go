package parts_test

import (
	"context"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

var path = parts.Path{Title: "The path of this case", Stages: []parts.Stage{
	{Name: "Received and checked at the intake office", Date: "January 5, 2026", State: parts.Done},
	{Name: "Review", Date: "March 3, 2026", State: parts.Current, Detours: []parts.Detour{{Name: "Request for <evidence>", Date: "May 3, 2026"}, {Name: "On hold"}}},
	{Name: "Interview", State: parts.Skipped},
	{Name: "Decision", State: parts.Ahead},
	{Name: "Card", State: parts.Stopped},
}}

func TestTheDrawingSaysWhatTheListSays(t *testing.T) {
	t.Parallel()
	for _, language := range texts.Languages {
		page := show(t, texts.With(context.Background(), language), parts.CaseTimeline(path))
		items := page.named("li")
		if len(items) != 7 {
			t.Fatalf("the list has %d entries for 5 stages and 2 detours", len(items))
		}
		for _, svg := range page.named("svg") {
			drawn, description := words(svg), svg.named("desc")[0].said()
			for _, stage := range path.Stages {
				for _, d := range append([]parts.Detour{{Name: stage.Name, Date: stage.Date}}, stage.Detours...) {
					if !strings.Contains(drawn, d.Name) || !strings.Contains(drawn, d.Date) {
						t.Errorf("%q, %q is not in the drawing %q", d.Name, d.Date, drawn)
					}
				}
			}
			for _, li := range items {
				name := li.named("strong")[0].said()
				if said := name + ": " + li.named("span")[0].said() + "."; !strings.Contains(description, said) {
					t.Errorf("the description %q has not what the list says: %q", description, said)
				}
			}
		}
	}
}

// words are what is written in a drawing, its lines put together again.
func words(svg *element) string {
	var all []string
	for _, e := range svg.named("text") {
		all = append(all, e.said())
	}
	return strings.Join(all, " ")
}

func TestTheDrawingHasAShapeForEachState(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.CaseTimeline(path))
	for _, svg := range page.named("svg") {
		count := map[string]int{}
		for _, e := range svg.named("path") {
			count[e.attrs["class"]]++
		}
		for class, want := range map[string]int{
			"ct-path__dot ct-path__dot--done": 1, "ct-path__dot ct-path__dot--current": 1, "ct-path__dot ct-path__dot--skipped": 1,
			"ct-path__dot ct-path__dot--ahead": 1, "ct-path__dot ct-path__dot--stopped": 1, "ct-path__dot ct-path__dot--detour": 2,
			"ct-path__check": 2, "ct-path__here": 1,
		} {
			if count[class] != want {
				t.Errorf("%s has %d of %q, not %d", svg.attrs["class"], count[class], class, want)
			}
		}
		if svg.attrs["role"] != "img" || svg.byID(svg.attrs["aria-labelledby"]).said() != path.Title {
			t.Error("the drawing is no image with a title")
		}
	}
}

func TestTheWayBehindTheCaseIsDrawnToWhereItCame(t *testing.T) {
	t.Parallel()
	p := parts.Path{Stages: []parts.Stage{{State: parts.Done}, {State: parts.Skipped}, {State: parts.Current}, {State: parts.Skipped}, {State: parts.Ahead}}}
	page := show(t, context.Background(), parts.CaseTimeline(p))
	for _, svg := range page.named("svg") {
		var lines []string
		for _, e := range svg.named("path") {
			if class, ok := strings.CutPrefix(e.attrs["class"], "ct-path__line"); ok {
				lines = append(lines, strings.TrimPrefix(class, " ct-path__line--"))
			}
		}
		if got := strings.Join(lines, ","); got != "done,done,skipped," {
			t.Errorf("%s draws the lines %q", svg.attrs["class"], got)
		}
	}
}

func TestAPathWithoutStagesIsEmpty(t *testing.T) {
	t.Parallel()
	if got := show(t, context.Background(), parts.CaseTimeline(parts.Path{Title: "x"})).named("text", "li"); len(got) > 0 {
		t.Errorf("it shows %d things", len(got))
	}
}

func TestLinesOfADrawingAreOfAboutTheSameLength(t *testing.T) {
	t.Parallel()
	p := parts.Path{Stages: []parts.Stage{{Date: "23 de septiembre de 2026", State: parts.Done}, {}, {}, {}, {}}}
	var lines []string
	for _, e := range show(t, context.Background(), parts.CaseTimeline(p)).named("svg")[0].named("text") {
		lines = append(lines, e.said())
	}
	if want := "23 de septiembre|de 2026"; strings.Join(lines, "|") != want {
		t.Errorf("it says %q, not %q", lines, want)
	}
}
