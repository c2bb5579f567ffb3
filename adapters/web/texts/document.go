package texts

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
)

// documents are written in Markdown without HTML; their headings can be linked to.
var documents = goldmark.New(goldmark.WithParserOptions(parser.WithAutoHeadingID()))

var rendered sync.Map // path → HTML

// Document is a long text, such as the privacy notice, in one of its versions.
func Document(ctx context.Context, name, version string) templ.Component {
	path := of(ctx).language + "/documents/" + name + "-" + version + ".md"
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		html, err := document(files, path)
		if err != nil {
			return err
		}
		_, err = w.Write(html)
		return err
	})
}

func document(from fs.FS, path string) ([]byte, error) {
	if html, ok := rendered.Load(path); ok {
		return html.([]byte), nil
	}
	source, err := fs.ReadFile(from, path)
	if err != nil {
		return nil, fmt.Errorf("document: %w", err)
	}
	var b bytes.Buffer
	if err := documents.Convert(source, &b); err != nil {
		return nil, fmt.Errorf("document %s: %w", path, err)
	}
	rendered.Store(path, b.Bytes())
	return b.Bytes(), nil
}

// Versions are those of a document, the newest first.
func Versions(name string) []string { return versions(files, name) }

func versions(from fs.FS, name string) (all []string) {
	paths, err := fs.Glob(from, Languages[0]+"/documents/"+name+"-*.md")
	if err != nil {
		return nil // the name is no pattern, or there is no such document
	}
	for _, p := range paths {
		all = append(all, strings.TrimSuffix(p[len(Languages[0]+"/documents/"+name+"-"):], ".md"))
	}
	slices.Sort(all)
	slices.Reverse(all)
	return all
}
