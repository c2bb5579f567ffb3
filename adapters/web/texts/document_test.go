package texts

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestDocument(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{
		"en/documents/rules-2026-11.md":   {Data: []byte("# Rules\n\n## What we *keep*\n\n- one\n\n<script>x</script>\n\n[x](javascript:x) [help](/help)\n")},
		"en/documents/rules-2025-01.md":   {Data: []byte("# Old rules\n")},
		"en/documents/privacy-2026-11.md": {Data: []byte("# Privacy\n")},
	}
	html, err := document(root, "en/documents/rules-2026-11.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<h1 id="rules">Rules</h1>`, `<h2 id="what-we-keep">What we <em>keep</em></h2>`, "<li>one</li>", `<a href="">x</a>`, `<a href="/help">help</a>`} {
		if !strings.Contains(string(html), want) {
			t.Errorf("%s is not in %s", want, html)
		}
	}
	if strings.Contains(string(html), "<script") {
		t.Errorf("HTML is passed on: %s", html)
	}
	if got := versions(root, "rules"); !slices.Equal(got, []string{"2026-11", "2025-01"}) {
		t.Errorf("the versions are %q", got)
	}
	if got := versions(root, "nothing"); got != nil {
		t.Errorf("the versions of nothing are %q", got)
	}
	if err := Document(t.Context(), "nothing", "2026-11").Render(t.Context(), &strings.Builder{}); err == nil {
		t.Error("a document that is not there is shown")
	}
}

var (
	headings = regexp.MustCompile(`(?m)^#+ `)
	items    = regexp.MustCompile(`(?m)^(?:[-*]|\d+\.) `)
)

// apart says how a document differs from its translation in what a reader would see at a glance.
func apart(a, b string) (wrong []string) {
	for _, what := range []struct {
		name string
		p    *regexp.Regexp
	}{{"headings", headings}, {"items", items}, {"links", link}} {
		if !slices.Equal(what.p.FindAllString(a, -1), what.p.FindAllString(b, -1)) {
			wrong = append(wrong, what.name)
		}
	}
	return wrong
}

func TestTextsOfDocumentsAgree(t *testing.T) {
	t.Parallel()
	first, err := fs.Glob(files, "en/documents/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Languages[1:] {
		if n, _ := fs.Glob(files, l+"/documents/*.md"); len(n) != len(first) {
			t.Errorf("there are %d documents in %s, %d in en", len(n), l, len(first))
		}
		for _, p := range first {
			a, _ := fs.ReadFile(files, p)
			b, err := fs.ReadFile(files, l+strings.TrimPrefix(p, "en"))
			if err != nil {
				t.Error(err)
			} else if wrong := apart(string(a), string(b)); wrong != nil {
				t.Errorf("%s differs in %s: %v", p, l, wrong)
			}
		}
	}
}

func TestApart(t *testing.T) {
	t.Parallel()
	const a = "# A\n\n## B\n\n1. c\n2. d\n\n[e](/e)\n"
	if wrong := apart(a, "# A\n\n## Be\n\n1. ce\n2. de\n\n[ee](/e)\n"); wrong != nil {
		t.Errorf("a translation differs in %v", wrong)
	}
	if wrong := apart(a, "# A\n\n### B\n\n1. c\n\n[e](/f)\n"); !slices.Equal(wrong, []string{"headings", "items", "links"}) {
		t.Errorf("it differs in %v only", wrong)
	}
}
