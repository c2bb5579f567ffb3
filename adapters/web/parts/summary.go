package parts

import "github.com/a-h/templ"

// Row is one fact with its name.
type Row struct {
	Key, Value string
	Body       templ.Component // instead of the value, where it is more than words
	Change     string          // where it is changed; empty: not here
}
