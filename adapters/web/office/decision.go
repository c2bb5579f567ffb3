package office

import (
	"errors"
	"strconv"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

// decision is something that an officer records on a case in two steps: what is typed is shown as it will be read, then
// it is confirmed. It is decided upon exactly what the officer has looked at.
type decision struct {
	command func(v *frame.Visit) (casefile.Command, error)
	form    func(v *frame.Visit, f reading.File) frame.Page
	preview func(v *frame.Visit, f reading.File, after casefile.View, agency string) frame.Page
}

// The steps of a form: what its buttons and the page that is confirmed say.
const (
	stepField    = "step"
	stepEdit     = "edit"
	stepConfirm  = "confirm"
	revisionName = "revision" // of the case that was looked at
)

func (p Pages) bindDecision(b *frame.Binder, id string, d decision) {
	b.Show(id, func(v *frame.Visit) (frame.Page, error) {
		f, err := p.file(v)
		if err != nil {
			return frame.Page{}, err
		}
		if v.Value(stepField) == stepConfirm && v.Failed() == nil { // the preview, in another language
			return p.foresee(v, d, f)
		}
		return d.form(v, f), nil
	})
	b.Do(id, "", func(v *frame.Visit) (frame.Next, error) { return p.decide(v, d) })
}

func (p Pages) decide(v *frame.Visit, d decision) (frame.Next, error) {
	f, err := p.file(v)
	if err != nil {
		return frame.Next{}, err
	}
	switch v.Value(stepField) {
	case stepEdit:
		return frame.Here(d.form(v, f)), nil
	case stepConfirm:
		return p.confirm(v, d, f)
	}
	if v.Value(revisionName) != revision(f) {
		return frame.Next{}, domain.ErrChanged
	}
	page, err := p.foresee(v, d, f)
	return frame.Here(page), err
}

// foresee is the page that shows what will have been recorded. The same rules decide as when it is.
func (p Pages) foresee(v *frame.Visit, d decision, f reading.File) (frame.Page, error) {
	command, err := d.command(v)
	if err != nil {
		return frame.Page{}, err
	}
	now, err := p.Cases.Load(v.Context(), string(f.View.Receipt))
	if err != nil {
		return frame.Page{}, err
	}
	if now.Revision != f.Revision {
		return frame.Page{}, domain.ErrChanged
	}
	events, err := casefile.Decide(now.State, command, v.Act())
	if err != nil {
		return frame.Page{}, atField(err)
	}
	after := f.View
	for _, e := range events {
		after = after.Apply(e, v.At)
	}
	return d.preview(v, f, after, p.Agency), nil
}

func (p Pages) confirm(v *frame.Visit, d decision, f reading.File) (frame.Next, error) {
	command, err := d.command(v)
	if err != nil {
		return frame.Next{}, err
	}
	at, err := strconv.ParseUint(v.Value(revisionName), 10, 63)
	if err != nil {
		return frame.Next{}, frame.ErrForm
	}
	done, err := p.Cases.DoAt(v.Context(), string(f.View.Receipt), domain.Revision(at), command, v.Act())
	if err != nil {
		return frame.Next{}, atField(err)
	}
	v.Wrote(done.Position)
	return frame.To(casePath(f.View.Receipt, "/history") + "#entry-" + strconv.Itoa(len(done.State.Actions))), nil
}

func revision(f reading.File) string { return strconv.FormatUint(uint64(f.Revision), 10) }

// atField puts an error of a rule beside the field that it is about.
func atField(err error) error {
	var said *domain.Error
	if errors.As(err, &said) && said.Fields["parameter"] != "" {
		return frame.At(paramField(said.Fields["parameter"]), err)
	}
	return frame.Fields(err, map[string][]*domain.Error{
		"occurred": {casefile.ErrOccurred, casefile.ErrOccurredEarly},
		"office":   {casefile.ErrOffice, casefile.ErrSameOffice},
		"how":      {casefile.ErrHow},
		"why":      {casefile.ErrWhy},
		"code":     {casefile.ErrCode, casefile.ErrCodeReserved},
	})
}

func paramField(name string) string { return "param_" + name }

// looked is the form of a decision, which says what was looked at: shown again after the case has changed, it is what the
// case is now.
func looked(v *frame.Visit, f reading.File, known ...string) parts.Form {
	form := v.Form("", known...)
	form.Values.Set(revisionName, revision(f))
	form.Values.Del(stepField)
	return form
}

// meanwhile is what was recorded since the officer looked. Each event of a case is one entry, the first having number 0.
func meanwhile(v *frame.Visit, f reading.File, agency string) (since []line) {
	if !errors.Is(v.Failed(), domain.ErrChanged) {
		return nil
	}
	seen, err := strconv.Atoi(v.Value(revisionName))
	if err != nil {
		return nil
	}
	for _, l := range lines(v, f.View, agency) {
		if l.Number >= seen {
			since = append(since, l)
		}
	}
	return since
}
