package letter

import (
	_ "embed"
	"html/template"
	"strings"
)

//go:embed letter.html
var source string

var layout = template.Must(template.New("letter").Parse(source))

// web makes the HTML twin: the same words in the same order.
func (p page) web() (string, error) {
	var out strings.Builder
	err := layout.Execute(&out, p)
	return out.String(), err
}
