package eventstore

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strconv"

	"github.com/casetrail/casetrail/domain"
)

// bind tells each personal field of a decoded event what its seal is bound to. An old shape may have had the field under
// another name: there the stored bytes say under which.
func (c *Codec) bind(r Recorded, entry domain.Entry, event domain.Event) (domain.Event, error) {
	if c.shapes[reflect.TypeOf(event)] == nil {
		return event, nil
	}
	v, fields := c.copied(event)
	var written map[string]string
	if entry.Old {
		var stored any
		if err := json.Unmarshal(r.Data, &stored); err != nil {
			return nil, err
		}
		written = map[string]string{}
		sealedPaths(stored, "", written)
	}
	for _, f := range fields {
		if f.text.IsZero() {
			continue
		}
		path := f.path
		if entry.Old {
			ciphertext, _ := f.text.Ciphertext()
			path = written[string(ciphertext)]
		}
		*f.text = f.text.Bind(bound(r.ID, path))
	}
	return v.Interface().(domain.Event), nil
}

// sealedPaths finds where in stored JSON each ciphertext stands. Nonces are random: no ciphertext stands twice.
func sealedPaths(v any, path string, found map[string]string) {
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			sealedPaths(e, join(path, strconv.Itoa(i)), found)
		}
	case map[string]any:
		if s, ok := v["sealed"].(string); ok {
			if ciphertext, err := base64.StdEncoding.DecodeString(s); err == nil {
				found[string(ciphertext)] = path
				return
			}
		}
		for name, e := range v {
			sealedPaths(e, join(path, name), found)
		}
	}
}
