package dev

import (
	"context"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

// areas are the first letters of ids, in the order of the inventory.
var areas = []string{"P", "A", "S", "T", "H", "C", "E", "O", "D"}

var (
	_ = texts.Family("screens.area.", areas...)
	_ = texts.Family("screens.who.", string(door.Anyone), string(door.SigningUp), string(door.Holder), string(door.CodePending), string(door.Applicant),
		string(door.Enrolling), string(door.StaffPending), string(door.Officer), string(door.SignedIn))
)

// area is the screens of one letter.
type area struct {
	letter string
	table  parts.Grid
	states int
}

// screensPage is the inventory, as the server has it.
func screensPage(v *frame.Visit, table []frame.Screen) frame.Page {
	var all []area
	for _, letter := range areas {
		if a := areaOf(v.Context(), letter, table); len(a.table.Lines) > 0 {
			all = append(all, a)
		}
	}
	return frame.Page{Title: v.T("screens.title"), Body: screensBody(all), Back: toDemo(v)}
}

func areaOf(ctx context.Context, letter string, table []frame.Screen) area {
	a := area{letter: letter, table: parts.Grid{Caption: texts.T(ctx, "screens.area."+letter), Silent: true, Columns: []parts.Column{
		{Text: texts.T(ctx, "screens.screen")}, {Text: texts.T(ctx, "screens.path")}, {Text: texts.T(ctx, "screens.visitor")}, {Text: texts.T(ctx, "screens.looks")},
	}}}
	for _, s := range table {
		if s.ID[:1] != letter {
			continue
		}
		looks := s.Looks()
		a.states += len(looks)
		a.table.Lines = append(a.table.Lines, []parts.Cell{
			{Text: s.ID + " " + s.Name}, {Body: code(s.Path)}, {Text: texts.T(ctx, "screens.who."+string(s.Who))}, {Body: looksOf(s, looks)},
		})
	}
	return a
}

// looksOf leads to a sample of each.
func looksOf(s frame.Screen, looks []string) templ.Component {
	var all []parts.Link
	for _, l := range looks {
		href := "/dev/screens/" + s.ID
		if l != "" {
			href += "/" + l
		}
		all = append(all, parts.Link{Text: l, Href: href})
	}
	return looksList(s.ID, all)
}
