package parts

import "github.com/a-h/templ"

// Grid is a table. On a narrow screen each line becomes a card, unless the table is narrow itself.
type Grid struct {
	Caption string
	Silent  bool // the caption is heard and not seen: the heading above says the same
	Narrow  bool // few columns of few words: it stays a table on any screen
	Columns []Column
	Lines   [][]Cell // the first cell names its line
}

// Column is the head of a column.
type Column struct {
	Text   string
	Href   string // sorts by this column; empty: it cannot be sorted by
	Sorted Order
	Number bool // numbers stand under each other
	Whole  bool // its cells read badly over two lines, such as dates
}

// Order is how a list is sorted by a column, in ARIA's words.
type Order string

// The orders of a column.
const (
	Unsorted   Order = ""
	Ascending  Order = "ascending"
	Descending Order = "descending"
)

// Cell is words, words that lead somewhere, or a component.
type Cell struct {
	Text, Href string
	Body       templ.Component
}
