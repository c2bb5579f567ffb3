package mail

import (
	"fmt"
	"text/template"
	"time"

	"github.com/casetrail/casetrail/adapters/outbox/wording"
)

// functions are those of the templates: moment writes an instant that a parameter holds as people of the language do.
func functions(language string) template.FuncMap {
	return template.FuncMap{"moment": func(s string) (string, error) {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return "", fmt.Errorf("an instant is needed: %w", err)
		}
		return wording.Moment(language, t), nil
	}}
}
