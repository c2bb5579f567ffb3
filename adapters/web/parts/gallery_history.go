package parts

import (
	"time"

	"github.com/a-h/templ"
)

func historySections() []Section {
	may := time.Date(2026, 5, 3, 14, 5, 0, 0, time.UTC)
	return []Section{
		{"CaseTimeline", "The way of a case, drawn and as a list that says the same.", []templ.Component{CaseTimeline(Path{
			Title: "The path of this case",
			Stages: []Stage{
				{"Received", "January 5, 2026", Done, nil},
				{"Fingerprints and photo", "February 11, 2026", Done, nil},
				{"Review", "March 3, 2026", Current, []Detour{{"Request for evidence", "May 3, 2026"}}},
				{"Interview", "", Skipped, nil},
				{"Decision", "", Ahead, nil},
				{"Card", "", Ahead, nil},
			},
		})}},
		{"Timeline", "What happened, each with an address of its own. A mistake stays, and says what corrects it.", []templ.Component{Timeline([]Entry{
			{ID: "e3", Date: "May 3, 2026, 10:05 a.m. Eastern Time", Time: may, Title: "We corrected an entry", By: "By agency staff", Tag: &Tag{Note, "New"}, Kind: Correction, Marking: "It corrects", Related: Link{Text: "the entry of May 2", Href: "#e2"}},
			{ID: "e2", Date: "May 2, 2026", Time: may.AddDate(0, 0, -1), Title: "Your interview was scheduled", Text: "You will get a letter with the place and the time.", Kind: Corrected, Marking: "Entered by mistake. See", Related: Link{Text: "the correction", Href: "#e3"}},
			{ID: "e1", Date: "January 5, 2026", Time: may.AddDate(0, -4, 2), Title: "We received your form", Text: "We mailed you a receipt notice.", By: "By agency staff"},
		}, 3)}},
		{"StepIndicator", "How far one is in a task of several pages.", []templ.Component{
			StepIndicator([]string{"Email", "Terms", "Password", "Sign-in method", "Backup codes"}, 3),
		}},
		{"Pagination", "Through a list of several pages.", []templ.Component{
			Pagination(Numbered(4, 9, func(int) string { return "#" })),
		}},
		{"FilterBar", "Narrows a list. The answers stand in the address.", []templ.Component{
			holding(FilterBar("Filter your cases", "", "#"), TextField(Form{ID: "filter"}, Field{Name: "q", Label: "Receipt number", Optional: true})),
		}},
		{"FoldedFilter", "Narrows a list that people mostly read as it is, so that it does not stand before it on a phone.", []templ.Component{
			holding(FoldedFilter("Choose which cases you see", "", ""), TextField(Form{ID: "folded"}, Field{Name: "q", Label: "Form", Optional: true})),
		}},
	}
}
