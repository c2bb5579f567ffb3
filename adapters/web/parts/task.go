package parts

// Task is one thing to do. One without an address cannot be started yet, and its hint says why.
type Task struct {
	Text, Href, Hint string
	Status           Tag
}
