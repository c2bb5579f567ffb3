package parts

// Tile is one thing among several, leading to all about it.
type Tile struct {
	Title, Href, Text string
	Level             int  // of the heading; 2 when not said
	Quiet             bool // less than the others
}
