package office

import (
	"strconv"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

func (p Pages) bindTransfer(b *frame.Binder) {
	p.bindDecision(b, "O12", decision{command: transferCommand, form: p.transferPage, preview: transferPreview})
	p.bindDecision(b, "O13", decision{command: correctCommand, form: p.correctPage, preview: correctPreview})
}

func transferCommand(v *frame.Visit) (casefile.Command, error) {
	occurred, _ := civil.Parse(parts.DateValue(v.Form(""), "occurred")) // the rule refuses none
	return casefile.Transfer{Office: v.Value("office"), Occurred: occurred}, nil
}

func (p Pages) transferPage(v *frame.Visit, f reading.File) frame.Page {
	form := looked(v, f, "occurred", today(v).String())
	return frame.Page{
		Title: v.T("transfer.title"), Crumbs: crumbs(v, f, v.T("transfer.title")),
		Body: transferBody(form, officeName(v.Context(), f.View.Office), meanwhile(v, f, p.Agency)),
	}
}

func transferPreview(v *frame.Visit, f reading.File, after casefile.View, agency string) frame.Page {
	e, public := recorded(after)
	return frame.Page{
		State: "preview", Title: v.T("transfer.preview_title"), Crumbs: crumbs(v, f, v.T("transfer.title")),
		Body: recordPreviewBody(looked(v, f), e, public, inAll(v, e, agency), officeName(v.Context(), after.Office)),
	}
}

func correctCommand(v *frame.Visit) (casefile.Command, error) {
	number, err := strconv.Atoi(v.Param("number"))
	if err != nil {
		return nil, door.ErrNotHere
	}
	return casefile.Correct{Action: number, How: v.Value("how"), Why: v.Value("why")}, nil
}

// correctPage asks how and why. An entry that cannot be corrected, or not any more, says so.
func (p Pages) correctPage(v *frame.Visit, f reading.File) frame.Page {
	page := frame.Page{Title: v.T("correct.title"), Crumbs: crumbs(v, f, v.T("correct.title"))}
	for _, l := range lines(v, f.View, p.Agency) {
		if strconv.Itoa(l.Number) == v.Param("number") && l.correctable() {
			page.Body = correctBody(looked(v, f), l, meanwhile(v, f, p.Agency))
			return page
		}
	}
	page.State, page.Body = "settled", settledBody(looked(v, f))
	return page
}

func correctPreview(v *frame.Visit, f reading.File, after casefile.View, agency string) frame.Page {
	return frame.Page{
		State: "preview", Title: v.T("correct.preview_title"), Crumbs: crumbs(v, f, v.T("correct.title")),
		Body: correctPreviewBody(looked(v, f), told(v, after.Status, agency, false), entriesGrid(v, lines(v, after, agency))),
	}
}
