package mycases

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

var now = time.Date(2026, 5, 20, 15, 0, 0, 0, time.UTC)

// life draws a case: whatever can be recorded, and taken back. Beside its view it answers the numbers of the entries that
// its holder may see.
func life(t *rapid.T) (file, map[int]bool) {
	form := rapid.SampledFrom(casefile.Forms).Draw(t, "form").Number
	at := now.AddDate(0, -3, 0)
	view := casefile.View{}.Apply(casefile.Received{Receipt: sampleReceipt, Form: form, ReceiptDate: civil.Of(at), Office: "NBC"}, at)
	visible, open := map[int]bool{0: true}, []int{}
	for number := range rapid.IntRange(0, 15).Draw(t, "steps") {
		number++
		at = at.Add(time.Duration(rapid.IntRange(1, 120).Draw(t, "hours")) * time.Hour)
		code := rapid.SampledFrom(casefile.Codes).Draw(t, "code")
		on := civil.Of(at).AddDays(-rapid.IntRange(0, 9).Draw(t, "days ago"))
		switch {
		case code.Stage == "correction" && len(open) > 0:
			i := rapid.IntRange(0, len(open)-1).Draw(t, "taken back")
			view = view.Apply(casefile.Corrected{Number: number, Action: open[i], How: casefile.HowCancel, Code: code.Code, Why: casefile.Reasons[i%len(casefile.Reasons)], Occurred: on}, at)
			visible[number] = visible[open[i]]
			open = slices.Delete(open, i, i+1)
		case code.Code == casefile.CodeTransferred:
			view = view.Apply(casefile.Transferred{Number: number, Code: code.Code, From: view.Office, To: "TSC", Occurred: on}, at)
			visible[number], open = true, append(open, number)
		case code.Stage != "correction":
			view = view.Apply(casefile.Recorded{Number: number, Code: code.Code, Occurred: on, Params: drawParams(t, code), Office: view.Office}, at)
			visible[number], open = code.Public, append(open, number)
		}
	}
	tier := rapid.SampledFrom([]string{access.TierFull, access.TierStatus}).Draw(t, "tier")
	return newFile(view, tier, "USCIS", now), visible
}

func drawParams(t *rapid.T, code casefile.Code) map[string]string {
	params := map[string]string{}
	for _, p := range code.Params {
		params[p.Name] = map[string]string{
			casefile.KindDate: civil.Of(now).AddDays(rapid.IntRange(-60, 60).Draw(t, "day")).String(),
			casefile.KindTime: "09:30", casefile.KindOffice: "CHI", casefile.KindForm: "I-90", casefile.KindNotice: "I-797E",
		}[p.Kind]
	}
	return params
}

// shown is a component as a tree, in a language.
func shown(t interface{ Fatal(...any) }, language string, c templ.Component) *html.Node {
	var b bytes.Buffer
	if err := c.Render(texts.With(context.Background(), language), &b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "⟦⟧") {
		t.Fatal("a text is missing: ", b.String())
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func withClass(root *html.Node, class string) (all []*html.Node) {
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "class" && slices.Contains(strings.Fields(a.Val), class) {
				all = append(all, n)
			}
		}
	}
	return all
}

func said(n *html.Node) string {
	var words []string
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			words = append(words, strings.Fields(d.Data)...)
		}
	}
	return strings.Join(words, " ")
}

func language(t *rapid.T) string { return rapid.SampledFrom(texts.Languages).Draw(t, "language") }

// Whatever happens, the page says how the case stands, what to do, what the agency does; and it does not say to do nothing
// while something is asked.
func TestEveryCaseIsTold(t *testing.T) {
	t.Parallel()
	declared := []string{"", "action_needed", "interview", "paused", "transferred", "corrected", "approved", "card", "denied", "closed", "reopened", "status_only", "quiet"}
	rapid.Check(t, func(t *rapid.T) {
		f, _ := life(t)
		if !slices.Contains(declared, f.state()) {
			t.Fatalf("state %q is none of the screen", f.state())
		}
		in := language(t)
		root := shown(t, in, caseBody(f, "title"))
		panel := withClass(root, "ct-status__part")
		if len(panel) != 3 {
			t.Fatalf("%d parts below the status", len(panel))
		}
		for _, p := range panel {
			if len(strings.Fields(said(p))) < 6 {
				t.Fatalf("nothing is said in %q", said(p))
			}
		}
		if urgent := withClass(root, "ct-status__part--act"); len(f.asks) > 0 && (len(urgent) != 1 || urgent[0] != panel[0]) {
			t.Fatal("something is asked, and something else is said first")
		}
		if len(f.asks) > 0 && strings.Contains(said(panel[0]), "do not need to do anything now") {
			t.Fatalf("something is asked, and it says %q", said(panel[0]))
		}
		if got, want := len(withClass(root, "ct-duty")), max(1, len(f.asks)); got != want {
			t.Fatalf("%d things to do are shown of %d", got, want)
		}
	})
}

// The way of the case is drawn, and listed, with each of its steps and what happened beside.
func TestTheWholeWayIsShown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, _ := life(t)
		ctx := texts.With(context.Background(), language(t))
		stages := f.path(ctx).Stages
		if len(stages) != len(f.journey.Milestones) {
			t.Fatalf("%d stages for %d milestones", len(stages), len(f.journey.Milestones))
		}
		for i, m := range f.journey.Milestones {
			s := stages[i]
			if !m.Done.IsZero() && s.Date == "" || len(s.Detours) != len(m.Detours) || s.State == "" || s.Name == "" {
				t.Fatalf("of %+v it shows %+v", m, s)
			}
			for j, d := range m.Detours {
				if !strings.Contains(s.Detours[j].Date, texts.Date(ctx, d.Since)) {
					t.Fatalf("of %+v it shows %+v", d, s.Detours[j])
				}
			}
		}
		checkProgress(ctx, t, f)
		if last := stages[len(stages)-1]; ends[f.journey.Outcome] != "" && ends[f.journey.Outcome] != "approved" && last.State != "stopped" {
			t.Fatalf("the way ended with %s, and is shown to end with %+v", f.journey.Outcome, last)
		}
	})
}

// checkProgress wants the step told at which the case is, and the next one; neither when it is decided.
func checkProgress(ctx context.Context, t *rapid.T, f file) {
	here, next := f.progress(ctx)
	at := slices.IndexFunc(f.journey.Milestones, func(m casefile.Milestone) bool { return m.State == casefile.MilestoneCurrent })
	if f.journey.Outcome != "" || at < 0 {
		if here+next != "" {
			t.Fatalf("the case is decided, and at %q, %q", here, next)
		}
		return
	}
	if step := texts.T(ctx, "case.step."+f.journey.Milestones[at].Step); !strings.HasSuffix(here, ": "+step) {
		t.Fatalf("the case is at %q, and it says %q", step, here)
	}
	after := slices.IndexFunc(f.journey.Milestones[at:], func(m casefile.Milestone) bool { return m.State == casefile.MilestoneAhead })
	if (after < 0) != (next == "") || after > 0 && !strings.HasSuffix(next, texts.T(ctx, "case.step."+f.journey.Milestones[at+after].Step)) {
		t.Fatalf("after %q comes %q", here, next)
	}
}

func TestWhatIsAskedOfWhom(t *testing.T) {
	t.Parallel()
	ctx := texts.With(context.Background(), "en")
	evidence := func(due string) []step { return []step{did(10, "IK", "notice", "I-797E", "due", due)} }
	for name, c := range map[string]struct {
		steps []step
		want  duty
	}{
		"in time":        {evidence("+3"), duty{title: "Answer our request for evidence", day: "By May 23, 2026", left: "3 days left"}},
		"tomorrow":       {evidence("+1"), duty{title: "Answer our request for evidence", day: "By May 21, 2026", left: "1 day left"}},
		"the last day":   {evidence("+0"), duty{title: "Answer our request for evidence", day: "By May 20, 2026", left: "Today is the last day"}},
		"too late":       {evidence("-1"), duty{title: "Answer our request for evidence", day: "By May 19, 2026", left: "yesterday", over: true}},
		"without a date": {[]step{did(10, "FBA")}, duty{title: "Answer our request for evidence", day: "The date is in the notice that we send you."}},
		"an appointment": {[]step{did(10, "FNA", "date", "+1", "time", "09:30", "office", "XCH")}, duty{title: "Go to your fingerprint appointment", day: "On May 21, 2026", left: "tomorrow"}},
		"it is over":     {[]step{did(10, "FJ", "date", "-2", "time", "09:30", "office", "CHI")}, duty{}},
		"nothing":        {[]step{did(10, "FT0")}, duty{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFile(sampleView(now, "N-400", 90, c.steps...), access.TierFull, "USCIS", now)
			all := f.duties(ctx)
			if len(all) != 1 {
				t.Fatalf("%d things to do", len(all))
			}
			got := all[0]
			if got.title != c.want.title || got.day != c.want.day || got.left != c.want.left || got.over != c.want.over {
				t.Errorf("%+v, not %+v", got, c.want)
			}
			if past := strings.Contains(strings.Join(got.texts, " "), "is over"); past != (name == "it is over" || name == "too late") {
				t.Errorf("it says %q", got.texts)
			}
		})
	}
}
