package httpapi

import (
	"net/http"
	"net/url"
	"unicode/utf8"
)

// checkAddress refuses a path or query that is not text, or says one thing twice.
func checkAddress(r *http.Request) error {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || !utf8.ValidString(r.URL.Path) || !realText(r.URL.Path) {
		return ErrMalformed
	}
	for name, values := range query {
		if len(values) > 1 || !utf8.ValidString(name+values[0]) || !realText(name+values[0]) {
			return ErrMalformed
		}
	}
	return nil
}
