package parts

import (
	"time"

	"github.com/a-h/templ"
)

// Entry is one thing that happened.
type Entry struct {
	ID      string // of the entry on its page, so that it has an address of its own
	Date    string // as it is written
	Time    time.Time
	Day     string // instead of the time, where only the day counts: 2026-05-03
	Title   string
	Text    string
	By      string
	Tag     *Tag   // such as "New since your last visit"
	Marking string // what became of it: "Corrected on May 3"
	Related Link   // to the entry that corrects it, or that it corrects
	Kind    EntryKind
	Body    templ.Component // after all that, where there is more to say
}

// EntryKind says how an entry stands to the others. A mistake stays to be read, struck through.
type EntryKind string

// The kinds of entry.
const (
	Plainly    EntryKind = ""
	Latest     EntryKind = "ct-timeline__entry--latest"
	Corrected  EntryKind = "ct-timeline__entry--corrected"
	Correction EntryKind = "ct-timeline__entry--correction"
)
