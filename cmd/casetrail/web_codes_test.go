package main

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/casetrail/casetrail/domain/casefile"
)

// Every code of the table is offered to the officer with the fields for what it needs, is previewed as people will read it,
// is recorded, and comes back from the API in both languages, to whom it may come.
func TestEveryCodeFromTheOfficerToTheAPI(t *testing.T) {
	t.Parallel()
	f := serveProduct(t).follow()
	b := f.officer.pages("en")
	choices := b.get("/staff/cases/"+f.receipt+"/record").on("O06", "choose")
	var public, unseen []casefile.Code
	for _, code := range casefile.Codes {
		if code.Reserved {
			continue
		}
		f.recordsByForm(choices.link("/staff/cases/"+f.receipt+"/record?code="+code.Code), code)
		if code.Public {
			public = append(public, code)
		} else {
			unseen = append(unseen, code)
		}
	}
	f.ana.cookies["__Host-after"] = b.cookies["__Host-after"]
	history := f.ana.must(200, f.ana.do("GET", "/api/v1/cases/"+f.receipt+"/history", nil))
	f.returns(history.Body["history"], append(public, codeNamed(casefile.CodeReceived)))
	file := f.officer.must(200, f.officer.do("GET", "/api/v1/staff/cases/"+f.receipt, nil))
	f.returns(file.Body["internal"], unseen)
}

func codeNamed(name string) casefile.Code {
	c, _ := casefile.FindCode(name)
	return c
}

// codeParams are what a code needs, near enough to today.
func codeParams(code casefile.Code) map[string]string {
	params := map[string]string{}
	for _, p := range code.Params {
		params[p.Name] = map[string]string{
			casefile.KindDate: today(30), casefile.KindTime: "09:30", casefile.KindOffice: "CHI", casefile.KindForm: "N-400", casefile.KindNotice: "I-797E",
		}[p.Kind]
	}
	return params
}

// recordsByForm fills the form of a code, reads the preview, and confirms.
func (f followed) recordsByForm(form *page, code casefile.Code) {
	f.t.Helper()
	form.on("O06", "")
	for name, value := range codeParams(code) {
		if year, month, day, isDate := cutDay(value); isDate {
			form.fill("param_"+name+"_year", year, "param_"+name+"_month", month, "param_"+name+"_day", day)
		} else {
			form.fill("param_"+name, value)
		}
	}
	if given := len(form.all(func(n *html.Node) bool { return strings.HasPrefix(attribute(n, "name"), "param_") })); given < len(code.Params) {
		f.t.Errorf("%s has %d fields for %d parameters", code.Code, given, len(code.Params))
	}
	preview := form.submit().on("O06", "preview")
	for _, language := range casefile.Languages {
		title, means, next := code.Render(language, "USCIS", codeParams(code))
		preview.says(squeezed(title), squeezed(means), squeezed(next))
	}
	preview.submit().on("O22", "")
}

func squeezed(words string) string { return strings.Join(strings.Fields(words), " ") }

func cutDay(value string) (year, month, day string, ok bool) {
	parts := strings.Split(value, "-")
	if len(parts) != 3 || len(parts[0]) != 4 {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[2], true
}

// returns holds what the API lists against codes: each once, in both languages, with what it needs.
func (f followed) returns(list any, want []casefile.Code) {
	f.t.Helper()
	listed := map[string]map[string]any{}
	for _, e := range list.([]any) {
		e := e.(map[string]any)
		listed[fmt.Sprint(e["code"])] = e
	}
	if len(listed) != len(want) {
		f.t.Errorf("%d codes are listed, not %d", len(listed), len(want))
	}
	for _, code := range want {
		e := listed[code.Code]
		for _, language := range casefile.Languages {
			title, means, _ := code.Render(language, "USCIS", codeParams(code))
			if got := fmt.Sprint(e["title"], e["what_this_means"]); !strings.Contains(got, title) || !strings.Contains(got, means) {
				f.t.Errorf("%s is told as %s, without %q", code.Code, got, title)
			}
		}
	}
}
