package texts

import (
	"bufio"
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Rich is the text of a key with its **bold** words and its [links](/path), as HTML within a line. Values are only ever
// words: whatever they hold is neither bold nor a link nor HTML.
func Rich(ctx context.Context, key string, pairs ...any) templ.Component {
	c := of(ctx)
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, c.rich(key, pairs))
		return err
	})
}

func (c *catalog) rich(key string, pairs []any) string {
	plain, ok := c.plain[key]
	if !ok {
		return inline(c.text(key, literal(pairs)))
	}
	if html, ok := c.fluent.Load(key); ok {
		return html.(string)
	}
	html := inline(plain)
	c.fluent.Store(key, html)
	return html
}

// literal keeps Markdown from seeing anything but words in values.
func literal(pairs []any) []any {
	pairs = append([]any(nil), pairs...)
	for i := 1; i < len(pairs); i += 2 {
		if s, ok := pairs[i].(string); ok {
			pairs[i] = escape(s)
		}
	}
	return pairs
}

func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r':
			r = ' '
		case r < 128 && util.IsPunct(byte(r)):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// lines knows paragraphs, bold and links: no HTML, no headings, no lists.
var lines = goldmark.New(goldmark.WithParser(parser.NewParser(
	parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)),
	parser.WithInlineParsers(util.Prioritized(parser.NewLinkParser(), 1), util.Prioritized(parser.NewEmphasisParser(), 2)),
)))

func inline(markdown string) string {
	source := []byte(markdown)
	doc := lines.Parser().Parse(text.NewReader(source))
	var b strings.Builder
	w := bufio.NewWriterSize(&b, len(markdown)+64) // the renderer would make a big one for each word
	for p := doc.FirstChild(); p != nil; p = p.NextSibling() {
		keepLocal(p)
		for n := p.FirstChild(); n != nil; n = n.NextSibling() {
			if err := lines.Renderer().Render(w, source, n); err != nil {
				panic(err) // a builder takes everything
			}
		}
	}
	w.Flush()
	return b.String()
}

// keepLocal leaves only the words of a link that goes elsewhere, or of a picture.
func keepLocal(in ast.Node) {
	for n := in.FirstChild(); n != nil; {
		next := n.NextSibling()
		keepLocal(n)
		link, isLink := n.(*ast.Link)
		if _, isImage := n.(*ast.Image); isImage || isLink && !local(string(link.Destination)) {
			for child := n.FirstChild(); child != nil; child = n.FirstChild() {
				in.InsertBefore(in, n, child)
			}
			in.RemoveChild(in, n)
		}
		n = next
	}
}

// local says whether a link stays on this site, or writes to or calls somebody.
func local(to string) bool {
	return strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.HasPrefix(to, `/\`) ||
		strings.HasPrefix(to, "#") || strings.HasPrefix(to, "mailto:") || strings.HasPrefix(to, "tel:")
}
