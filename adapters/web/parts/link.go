package parts

// Link is words that lead somewhere.
type Link struct {
	Text, Href string
	Current    bool // it leads to the page on which it stands
}
