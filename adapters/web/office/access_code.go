package office

import (
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
)

func (p Pages) bindAccessCode(b *frame.Binder) {
	b.Show("O16", func(v *frame.Visit) (frame.Page, error) {
		f, err := p.file(v)
		if err != nil {
			return frame.Page{}, err
		}
		return accessCodePage(v, f), nil
	})
	b.Do("O16", "", p.sendCode)
}

func accessCodePage(v *frame.Visit, f reading.File) frame.Page {
	return frame.Page{
		Title: v.T("send_code.title"), Crumbs: crumbs(v, f, v.T("send_code.title")),
		Body: accessCodeBody(v.Form(""), askedHow(v), len(f.Codes) > 0, codesGrid(v, f)),
	}
}

// askedHow are the reasons of a letter that staff may give: it is recorded how the person asked.
func askedHow(v *frame.Visit) (all []parts.Option) {
	for _, why := range []string{access.WhyPhone, access.WhyInPerson, access.WhyReissued} {
		all = append(all, parts.Option{Value: why, Text: v.T("file_access.why_" + why)})
	}
	return all
}

// sendCode sends a letter with a new code; the one before works no longer.
func (p Pages) sendCode(v *frame.Visit) (frame.Next, error) {
	f, err := p.file(v)
	if err != nil {
		return frame.Next{}, err
	}
	done, err := p.Officer.IssueCode(v.Context(), f.View.Receipt, v.Value("why"), v.Act())
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"why": {access.ErrReason}})
	}
	v.Wrote(done.Position)
	return frame.To(casePath(f.View.Receipt, "/access")), nil
}
