package parts

import "github.com/a-h/templ"

func contentSections() []Section {
	facts := []Row{{Key: "Receipt number", Value: "IOE0912345678"}, {Key: "Email address", Value: "ana@example.com", Change: "#"}}
	grid := Grid{
		Caption: "Your cases, the newest change first",
		Columns: []Column{{Text: "Case", Href: "#"}, {Text: "Status"}, {Text: "Last change", Href: "#", Sorted: Descending}, {Text: "Days", Number: true}},
		Lines: [][]Cell{
			{{Text: "IOE0912345678", Href: "#"}, {Body: StatusTag(Tag{Action, "You need to act"})}, {Text: "May 3, 2026"}, {Text: "12"}},
			{{Text: "EAC2690012345", Href: "#"}, {Body: StatusTag(Tag{Progress, "We are working on it"})}, {Text: "April 11, 2026"}, {Text: "34"}},
		},
	}
	return []Section{
		{"Alert", "Something that the reader should know before the rest.", []templ.Component{
			Alert(Notice{Kind: Info, Heading: "We are moving your case", Text: "This does not change your place in line."}),
			Alert(Notice{Kind: Success, Text: "Your email address is confirmed."}),
			Alert(Notice{Kind: Warning, Heading: "Answer by June 12, 2026", Level: 3, Text: "After that day we decide with what we have."}),
			Alert(Notice{Kind: Failure, Heading: "We could not send the code", Text: "Choose another way, or try again in 5 minutes."}),
		}},
		{"Behind", "Above what may be older than the latest change.", []templ.Component{Behind("2:02 p.m.")}},
		{"StatusTag", "A status: icon, word and color.", []templ.Component{
			StatusTag(Tag{Neutral, "Not started"}), StatusTag(Tag{Progress, "In progress"}), StatusTag(Tag{Action, "You need to act"}),
			StatusTag(Tag{Good, "Approved"}), StatusTag(Tag{Bad, "Denied"}), StatusTag(Tag{Note, "New"}),
		}},
		{"SummaryList", "Facts, each with its name, and a link to change it.", []templ.Component{SummaryList(facts)}},
		{"Facts", "A few facts beside something larger.", []templ.Component{Facts(facts[:1])}},
		{"TaskList", "What is to do, in an order that the reader chooses.", []templ.Component{TaskList([]Task{
			{"Confirm your email address", "#", "", Tag{Good, "Done"}},
			{"Choose how to sign in", "#", "You need one way, two are better.", Tag{Progress, "In progress"}},
			{"Save your backup codes", "", "You can do this when you have chosen how to sign in.", Tag{Neutral, "Cannot start yet"}},
		})}},
		{"Table", "Lines that are compared. On a narrow screen each becomes a card.", []templ.Component{Table(grid)}},
		{"Cards", "Several things to choose from.", []templ.Component{holding(Cards(), cards()...)}},
		{"Card", "One thing among several. All of it is the target of its link.", []templ.Component{holding(Cards(), cards()[0])}},
		{"EmptyState", "Where there is nothing yet: why, and what to do.", []templ.Component{
			holding(EmptyState("You have no cases yet", "Add a case with the receipt number on your notice."), ButtonLink(Link{Text: "Add a case", Href: "#"}, Main)),
		}},
		{"Details", "What few need.", []templ.Component{holding(Details("Where is my receipt number?"), templ.Raw("<p>At the top of your notice.</p>"))}},
		{"Dialog", "Asks before something is done. Without a script its opener leads to a page that asks.", []templ.Component{
			holding(Dialog("end-session", "End this session?", Link{Text: "End session", Href: "#"}), Button(Press{Text: "End session", Look: Danger})),
		}},
	}
}

func cards() []templ.Component {
	return []templ.Component{
		Card(Tile{Title: "Add a case", Href: "#", Text: "With the receipt number on your notice.", Level: 3}),
		Card(Tile{Title: "Check a status", Href: "#", Text: "Without an account.", Level: 3, Quiet: true}),
	}
}
