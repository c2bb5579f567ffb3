package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"
)

const (
	maxBody  = 64 << 10
	maxDepth = 8 // objects and arrays in each other: more than any request of ours has
)

// readBody reads a request's whole body before anything looks at it: small, JSON that says each thing once, UTF-8.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, ErrTooLarge
	case err != nil:
		return nil, ErrMalformed
	case len(body) == 0:
		return nil, nil
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, ErrMediaType
	}
	if !utf8.Valid(body) || !json.Valid(body) || !plain(body) {
		return nil, ErrMalformed
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}

// plain says whether valid JSON means one thing only: no field twice, not nested for its own sake, all text real text.
func plain(body []byte) bool {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	return plainValue(d, maxDepth)
}

func plainValue(d *json.Decoder, depth int) bool {
	token, err := d.Token()
	switch t := token.(type) {
	case string:
		return realText(t)
	case json.Delim:
		return depth > 0 && plainInside(d, t == '{', depth-1)
	}
	return err == nil
}

func plainInside(d *json.Decoder, object bool, depth int) bool {
	seen := map[string]bool{}
	for d.More() {
		if object {
			token, err := d.Token()
			name, _ := token.(string)
			if err != nil || seen[name] || !realText(name) {
				return false
			}
			seen[name] = true
		}
		if !plainValue(d, depth) {
			return false
		}
	}
	_, err := d.Token() // the end
	return err == nil
}

// realText: a zero character no name or number has and no Postgres text can hold; the replacement character stands where
// half a character was cut off.
func realText(s string) bool { return !strings.ContainsAny(s, "\x00\uFFFD") }
