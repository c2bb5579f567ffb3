package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// file is one file as it goes over the wire.
type file struct {
	url   string
	kind  string
	plain []byte
	small []byte // gzip; nil if that saves nothing
}

// set is all that is served, by name and by address.
type set struct {
	named map[string]*file
	at    map[string]*file
}

func newSet() *set { return &set{named: map[string]*file{}, at: map[string]*file{}} }

// kinds are the types of content that there are; a file with another ending is not served.
var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

func (s *set) addFolder(from fs.FS, folder string) error {
	return fs.WalkDir(from, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || kinds[path.Ext(name)] == "" || path.Ext(name) == ".css" || path.Ext(name) == ".js" {
			return err
		}
		b, err := fs.ReadFile(from, name)
		if err != nil {
			return fmt.Errorf("assets: %w", err)
		}
		s.add(strings.TrimPrefix(name, folder+"/"), string(b))
		return nil
	})
}

func (s *set) add(name, content string) {
	sum := sha256.Sum256([]byte(content))
	f := &file{
		url:   "/assets/" + hex.EncodeToString(sum[:6]) + "/" + path.Base(name),
		kind:  kinds[path.Ext(name)],
		plain: []byte(content),
		small: compressed([]byte(content)),
	}
	s.named[name], s.at[f.url] = f, f
}

// reference is a relative address in a style sheet, as url(../img/usa-icons/close.svg).
var reference = regexp.MustCompile(`url\(["']?\.\./([^)"']+)["']?\)`)

// resolve puts the address of each file in place of a style sheet's relative one. What is not here stays as it is: a
// test finds it.
func (s *set) resolve(style string) string {
	return reference.ReplaceAllStringFunc(style, func(found string) string {
		f, ok := s.named[reference.FindStringSubmatch(found)[1]]
		if !ok {
			return found
		}
		return "url(" + f.url + ")"
	})
}

func compressed(plain []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(plain); err != nil {
		return nil
	}
	if err := w.Close(); err != nil || b.Len() > len(plain)*9/10 {
		return nil
	}
	return b.Bytes()
}
