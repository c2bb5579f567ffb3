package mycases

import (
	"context"
	"errors"
	"strconv"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
)

func (p Pages) bindCase(b *frame.Binder) {
	b.Show("C02", func(v *frame.Visit) (frame.Page, error) {
		f, err := p.file(v)
		if err != nil {
			return frame.Page{}, err
		}
		return casePage(v, f), nil
	})
}

// file reads the case that the address names. What is no receipt number is nobody's case.
func (p Pages) file(v *frame.Visit) (file, error) {
	view, tier, err := p.Reading.One(v.Context(), v.Holder(), v.Param("receipt"), v.After())
	var rule *domain.Error
	if errors.As(err, &rule) && rule.Kind == domain.Invalid {
		err = door.ErrNotHere
	}
	if err != nil {
		return file{}, err
	}
	return newFile(view, tier, v.Agency(), v.At), nil
}

func casePage(v *frame.Visit, f file) frame.Page {
	ctx := v.Context()
	return frame.Page{
		State: f.state(), Title: v.T("case.title", "Form", f.Form, "Title", formTitle(ctx, f.Form)), Own: true,
		Crumbs:  []parts.Link{{Text: v.T("word.your_cases"), Href: "/cases"}, {Text: string(f.Receipt), Current: true}},
		Notices: f.notices(ctx), Body: caseBody(f, v.T("case.title", "Form", f.Form, "Title", formTitle(ctx, f.Form))),
	}
}

// notices say first that something was taken back: somebody may have relied on it.
func (f file) notices(ctx context.Context) []parts.Notice {
	e, corrected := f.correction()
	if !corrected {
		return nil
	}
	return []parts.Notice{{
		Kind:    parts.Info,
		Heading: texts.T(ctx, "case.corrected.title", "Date", texts.Day(ctx, e.Recorded)),
		Text:    texts.T(ctx, "case.corrected.text", "Title", f.tell(ctx, f.entry(e.Corrects)).title),
		Body:    caseLink(f.address("/history#"+entryID(e.Number)), texts.T(ctx, "case.corrected.link")),
	}}
}

// address is that of a page of this case.
func (f file) address(rest string) string { return "/cases/" + string(f.Receipt) + rest }

// entryID is the place of an entry on the page of the history.
func entryID(number int) string { return "entry-" + strconv.Itoa(number) }
