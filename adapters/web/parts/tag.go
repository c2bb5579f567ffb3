package parts

// Tag is a status in a word, an icon and a color.
type Tag struct {
	Kind Kind
	Text string
}

// Kind is what a status means to the person who reads it.
type Kind string

// The kinds of status.
const (
	Neutral  Kind = "neutral"
	Progress Kind = "progress" // somebody works on it
	Action   Kind = "action"   // the reader has to do something
	Good     Kind = "good"
	Bad      Kind = "bad"
	Note     Kind = "info"
)

var kindIcons = map[Kind]string{
	Neutral: "circle", Progress: "hourglass", Action: "priority", Good: "check", Bad: "block", Note: "info",
}
