package statusapi

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// send writes JSON as existing programs compare it: no escapes that are not needed, no newline at the end.
func send(w http.ResponseWriter, status int, v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // structs of texts and numbers, into memory: it cannot fail
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n"))) // the caller has gone: nothing to do
}
