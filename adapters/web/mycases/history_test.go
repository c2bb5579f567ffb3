package mycases

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

// The page lists what the holder may see, each once, and nothing else; the newest first; what was taken back struck through.
func TestTheHistoryIsWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, visible := life(t)
		in := language(t)
		ctx := texts.With(context.Background(), in)
		root := shown(t, in, historyBody(history{file: f, years: f.years(ctx, f.records(ctx, ""))}))
		entries := withClass(root, "ct-timeline__entry")
		for i, li := range entries {
			e := f.History[i]
			if id := li.Attr[0].Val; id != "entry-"+strconv.Itoa(e.Number) || !visible[e.Number] {
				t.Fatalf("%s stands where entry %d is, which may be shown: %v", id, e.Number, visible[e.Number])
			}
			if struck := len(withClass(li, "ct-timeline__marking")) > 0; struck != (e.Corrected != "" || e.Corrects != 0) {
				t.Fatalf("%s has a mark: %v", said(li), struck)
			}
		}
		want := 0
		for _, v := range visible {
			if v {
				want++
			}
		}
		if len(entries) != want {
			t.Fatalf("%d entries, not %d", len(entries), want)
		}
	})
}

// A part of the history holds no entry whose correction it does not hold.
func TestAPartHoldsCorrectionsToo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, _ := life(t)
		ctx := texts.With(context.Background(), "en")
		for _, stage := range f.stages() {
			part := map[int]bool{}
			for _, r := range f.records(ctx, stage) {
				part[r.Number] = true
			}
			for _, r := range f.records(ctx, stage) {
				if r.entry.Corrected != "" && !part[f.correctionOf(r.Number).Number] || r.Corrects != 0 && !part[r.Corrects] {
					t.Fatalf("entry %d of %s stands without the other", r.Number, stage)
				}
			}
			if len(part) == 0 {
				t.Fatalf("%s can be chosen, and has nothing", stage)
			}
		}
	})
}

func TestCellsAreNoFormulas(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM": "'@SUM", "\tx": "'\tx", "": "", "I-90": "I-90", "3": "3"} {
		if got := harmless(cell); got != want {
			t.Errorf("%q becomes %q, not %q", cell, got, want)
		}
	}
}

// Every code that there is says something in each language, and the file for programs says what the page says.
func TestEveryCodeIsTold(t *testing.T) {
	t.Parallel()
	for _, code := range casefile.Codes {
		f := newFile(sampleView(now, "I-90", 90, did(9, code.Code)), "full", "USCIS", now)
		for _, in := range texts.Languages {
			r := f.record(texts.With(context.Background(), in), casefile.Entry{Number: 1, Code: code.Code, Recorded: now, Office: "NBC"})
			if r.Title == "" || r.Text == "" || r.Stage == "" || r.By == "" {
				t.Errorf("%s in %s: %+v", code.Code, in, r)
			}
			line, err := json.Marshal(r)
			if err != nil || !strings.Contains(string(line), `"code":"`+code.Code+`"`) {
				t.Errorf("%s: %s, %v", code.Code, line, err)
			}
		}
	}
	unknown := newFile(sampleView(now, "I-90", 90), "full", "USCIS", now).tell(context.Background(), casefile.Entry{Code: "ZZ9"})
	if unknown.title != "Your case was updated" || unknown.means == "" {
		t.Errorf("a code of a newer program is told as %+v", unknown)
	}
}
