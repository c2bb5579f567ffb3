package eventstore

import "strings"

// Stream is the name of an aggregate's stream. A category has no hyphen; an id may.
func Stream(category, id string) string { return category + "-" + id }

// Split takes a stream's name apart.
func Split(stream string) (category, id string) {
	category, id, _ = strings.Cut(stream, "-")
	return category, id
}
