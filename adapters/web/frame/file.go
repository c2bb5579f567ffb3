package frame

import (
	"mime"
	"net/http"
)

// File is what a screen shows, to be kept: for programs, or for another day.
type File struct {
	Name, Type string
	Content    []byte
}

func (v *Visit) send(f File) {
	v.w.Header().Set("Content-Type", f.Type)
	v.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	v.w.Header().Set("Content-Language", v.Language())
	v.w.WriteHeader(http.StatusOK)
	_, _ = v.w.Write(f.Content) // the reader has gone: nothing to do
}
