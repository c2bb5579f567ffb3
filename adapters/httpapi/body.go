package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"
)

const maxBody = 64 << 10

// readBody reads a request's whole body before anything looks at it: small, JSON, UTF-8, and no zero characters, which
// no name, number or date has and no Postgres text can hold.
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
	if !utf8.Valid(body) || !json.Valid(body) || bytes.Contains(body, []byte(`\u0000`)) {
		return nil, ErrMalformed
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}
