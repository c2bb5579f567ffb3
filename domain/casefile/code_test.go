package casefile_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/casefile"
)

// sample has a parameter of every kind.
var sample = map[string]string{
	casefile.KindDate: "2026-04-01", casefile.KindTime: "13:05", casefile.KindOffice: "NYC", casefile.KindForm: "I-90", casefile.KindNotice: "I-797C",
}

func samples(c casefile.Code) params {
	p := params{}
	for _, x := range c.Params {
		p[x.Name] = sample[x.Kind]
	}
	return p
}

func texts(c casefile.Code) map[string]casefile.Text {
	return map[string]casefile.Text{"title": c.Title, "sentence": c.Sentence, "next": c.Next}
}

var (
	placeholder = regexp.MustCompile(`\{[a-z]*\}`)
	codeName    = regexp.MustCompile(`^[A-Z0-9]{2,10}$`)
)

func placeholders(s string) []string {
	all := placeholder.FindAllString(s, -1)
	slices.Sort(all)
	return all
}

func TestEveryCodeIsComplete(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range casefile.Codes {
		if !codeName.MatchString(c.Code) || seen[c.Code] {
			t.Errorf("%s stands twice or is no code", c.Code)
		}
		seen[c.Code] = true
		if found, ok := casefile.FindCode(c.Code); !ok || found.Title != c.Title || !slices.Contains(casefile.Stages, found.Stage) {
			t.Errorf("%s is not found as it stands in the table", c.Code)
		}
		declared := []string{"{agency}"}
		for _, p := range c.Params {
			if _, known := sample[p.Kind]; !known || slices.Contains(declared, "{"+p.Name+"}") {
				t.Errorf("%s: the parameter %s stands twice or has no known kind", c.Code, p.Name)
			}
			declared = append(declared, "{"+p.Name+"}")
		}
		checkTexts(t, c, declared)
	}
	if len(casefile.Codes) < 75 {
		t.Errorf("%d codes: one that was ever recorded is never taken out", len(casefile.Codes))
	}
}

func checkTexts(t *testing.T, c casefile.Code, declared []string) {
	t.Helper()
	used := []string{"{agency}"}
	for which, text := range texts(c) {
		en, es := placeholders(text.EN), placeholders(text.ES)
		switch {
		case strings.TrimSpace(text.EN) != text.EN || strings.TrimSpace(text.ES) != text.ES || text.EN == "" || text.ES == "":
			t.Errorf("%s: the %s is empty or has blanks around it", c.Code, which)
		case text.EN == text.ES:
			t.Errorf("%s: the %s is the same in both languages", c.Code, which)
		case which != "title" && (!strings.HasSuffix(text.EN, ".") || !strings.HasSuffix(text.ES, ".")):
			t.Errorf("%s: the %s is no sentence", c.Code, which)
		case !slices.Equal(en, es):
			t.Errorf("%s: the %s has %v in English, %v in Spanish", c.Code, which, en, es)
		}
		used = append(used, en...)
	}
	for _, p := range used {
		if !slices.Contains(declared, p) {
			t.Errorf("%s: %s is used and not declared", c.Code, p)
		}
	}
	for _, p := range declared {
		if !slices.Contains(used, p) {
			t.Errorf("%s: %s is declared and not used", c.Code, p)
		}
	}
}

func TestTitlesTellCodesApart(t *testing.T) {
	t.Parallel()
	for _, lang := range casefile.Languages {
		seen := map[string]string{}
		for _, c := range casefile.Codes {
			if other, twice := seen[c.Title.In(lang)]; twice {
				t.Errorf("%s and %s have the same title in %q", other, c.Code, lang)
			}
			seen[c.Title.In(lang)] = c.Code
		}
	}
}

// Sentences are for readers of the sixth to eighth grade.
func TestSentencesAreShort(t *testing.T) {
	t.Parallel()
	for _, c := range casefile.Codes {
		for which, text := range texts(c) {
			for _, s := range append(strings.SplitAfter(text.EN, ". "), strings.SplitAfter(text.ES, ". ")...) {
				if n := len(strings.Fields(s)); n > 25 {
					t.Errorf("%s: the %s has a sentence of %d words", c.Code, which, n)
				}
			}
		}
	}
}

func TestEveryCodeCanBeRecordedAndTold(t *testing.T) {
	t.Parallel()
	for _, c := range casefile.Codes {
		for _, lang := range casefile.Languages {
			title, sentence, next := c.Render(lang, "Agency", samples(c))
			if all := title + sentence + next; strings.ContainsAny(all, "{}") || strings.Contains(all, "..") || title == "" {
				t.Errorf("%s in %q: %s", c.Code, lang, all)
			}
		}
		_, err := casefile.Decide(casefile.Decider.Replay(received), casefile.Record{Code: c.Code, Occurred: today, Params: samples(c)}, officer)
		if (err == nil) == c.Reserved {
			t.Errorf("%s: reserved %v, recording it is answered %v", c.Code, c.Reserved, err)
		}
	}
}

// The status shows what closed the case or opened it again, so the applicant must be shown these.
func TestWhatDecidesIsPublic(t *testing.T) {
	t.Parallel()
	for _, c := range casefile.Codes {
		if (c.Final || c.Stage == "after") && !c.Public {
			t.Errorf("%s decides, and the applicant is not shown it", c.Code)
		}
	}
	for _, code := range []string{casefile.CodeReceived, casefile.CodeTransferred, casefile.CodeCanceled, casefile.CodeVoided} {
		if c, _ := casefile.FindCode(code); !c.Public || !c.Reserved {
			t.Errorf("%s must be public, and have a command of its own", code)
		}
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	names := map[string]casefile.Text{}
	add := func(kind, code string, name casefile.Text, found bool) {
		if _, twice := names[kind+code]; twice || code == "" || name.EN == "" || name.ES == "" || !found {
			t.Errorf("%s %s stands twice, is incomplete or is not found", kind, code)
		}
		names[kind+code] = name
	}
	for _, o := range casefile.Offices {
		_, ok := casefile.FindOffice(o.Code)
		add("office", o.Code, o.Name, ok && slices.Contains([]string{"service", "field", "support", "lockbox"}, o.Kind))
	}
	for _, f := range casefile.Forms {
		_, ok := casefile.FindForm(f.Number)
		add("form", f.Number, f.Title, ok && !f.Edition.IsZero())
	}
	for _, n := range casefile.Notices {
		_, ok := casefile.FindNotice(n.Number)
		add("notice", n.Number, n.Title, ok)
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(names)), func(k string) bool { return k == "officePSC" }) {
		t.Error("the Potomac Service Center is missing")
	}
}
