package office

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

// spoken is an entry in one language.
type spoken struct{ language, name, label, title, means, next string }

var _ = texts.Family("word.languages.", texts.Languages...)

// inAll tells an entry in every language, by the function that tells it to the person.
func inAll(v *frame.Visit, e casefile.Entry, agency string) (all []spoken) {
	for _, l := range texts.Languages {
		s := spoken{language: l, name: v.T("word.languages." + l), label: texts.T(texts.With(v.Context(), l), "file.next")}
		s.title, s.means, s.next = e.Render(l, agency)
		all = append(all, s)
	}
	return all
}

// recorded is the entry that a view has and an earlier one had not; its number is the highest.
func recorded(after casefile.View) (newest casefile.Entry, public bool) {
	for _, e := range after.History {
		if e.Number >= newest.Number {
			newest, public = e, true
		}
	}
	for _, e := range after.Unseen {
		if e.Number >= newest.Number {
			newest, public = e, false
		}
	}
	return newest, public
}

// editForm leads back to the fields.
func editForm(f parts.Form) parts.Form {
	f.ID = "form-edit"
	return f
}
