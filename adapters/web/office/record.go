package office

import (
	"slices"
	"strings"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

func (p Pages) bindRecord(b *frame.Binder) {
	p.bindDecision(b, "O06", decision{command: recordCommand, form: p.recordPage, preview: recordPreview})
}

func (p Pages) recordPage(v *frame.Visit, f reading.File) frame.Page {
	return recordPage(v, f, p.Agency)
}

// unsearched is where all actions can be chosen again; empty when none was searched for.
func unsearched(v *frame.Visit, receipt casefile.Receipt) string {
	if v.Query("q") == "" {
		return ""
	}
	return casePath(receipt, "/record")
}

// codeOf is the action that was chosen: in the form, or by the address.
func codeOf(v *frame.Visit) (casefile.Code, bool) {
	name := v.Value("code")
	if name == "" {
		name = v.Query("code")
	}
	code, known := casefile.FindCode(name)
	return code, known && !code.Reserved
}

// recordCommand reads the form. What is no date is a zero one, which the rule refuses.
func recordCommand(v *frame.Visit) (casefile.Command, error) {
	code, known := codeOf(v)
	if !known {
		return nil, frame.At("code", casefile.ErrCode)
	}
	form := v.Form("")
	occurred, _ := civil.Parse(parts.DateValue(form, "occurred"))
	command := casefile.Record{Code: code.Code, Occurred: occurred, Params: map[string]string{}}
	for _, param := range code.Params {
		command.Params[param.Name] = strings.TrimSpace(form.Value(paramField(param.Name)))
		if param.Kind == casefile.KindDate {
			command.Params[param.Name] = parts.DateValue(form, paramField(param.Name))
		}
	}
	return command, nil
}

func recordPage(v *frame.Visit, f reading.File, agency string) frame.Page {
	page := frame.Page{Title: v.T("record.title"), Crumbs: crumbs(v, f, v.T("record.title"))}
	code, known := codeOf(v)
	if !known {
		page.State, page.Body = "choose", chooseBody(v, looked(v, f), f, groupsOf(v, agency))
		return page
	}
	title, _, _ := code.Render(v.Language(), agency, nil)
	form := looked(v, f, "code", code.Code, "occurred", today(v).String())
	page.Body = recordBody(form, code, plainTitle(title), casePath(f.View.Receipt, "/record"), meanwhile(v, f, agency))
	return page
}

// plainTitle is a title without the places where parameters will stand.
func plainTitle(title string) string { return strings.Join(strings.Fields(title), " ") }

func crumbs(v *frame.Visit, f reading.File, title string) []parts.Link {
	return []parts.Link{
		{Text: v.T("frame.work"), Href: workPath},
		{Text: string(f.View.Receipt), Href: casePath(f.View.Receipt, "")},
		{Text: title, Href: v.Path(), Current: true},
	}
}

func recordPreview(v *frame.Visit, f reading.File, after casefile.View, agency string) frame.Page {
	e, public := recorded(after)
	return frame.Page{
		State: "preview", Title: v.T("record.preview_title"), Crumbs: crumbs(v, f, v.T("record.title")),
		Body: recordPreviewBody(looked(v, f), e, public, inAll(v, e, agency), officeName(v.Context(), after.Office)),
	}
}

// group is the codes of one stage, to choose from.
type group struct {
	stage, name string
	codes       []choice
}

type choice struct{ code, title, href string }

// groupsOf are the codes that can be recorded and whose title or name has what is looked for, by stage.
func groupsOf(v *frame.Visit, agency string) (all []group) {
	sought := strings.ToLower(strings.TrimSpace(v.Query("q")))
	for _, code := range casefile.Codes {
		title, _, _ := code.Render(v.Language(), agency, nil)
		if code.Reserved || !strings.Contains(strings.ToLower(code.Code+" "+title), sought) {
			continue
		}
		i := slices.IndexFunc(all, func(g group) bool { return g.stage == code.Stage })
		if i < 0 {
			i, all = len(all), append(all, group{stage: code.Stage, name: v.T("word.stage." + code.Stage)})
		}
		all[i].codes = append(all[i].codes, choice{code.Code, plainTitle(title), v.Path() + "?code=" + code.Code})
	}
	return all
}

var _ = texts.Family("word.parameter.", "date", "due", "notice", "office", "time", "form")
