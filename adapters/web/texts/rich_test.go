package texts

import (
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// sayings is a catalog of one text, "a".
func sayings(text string) *catalog {
	return newCatalog("en", map[string]*i18n.Message{"a": {ID: "a", Other: text}})
}

func TestRich(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text, want string
		pairs            []any
	}{
		{"bold and a link", "**Never** pay. [Get help](/help)", `<strong>Never</strong> pay. <a href="/help">Get help</a>`, nil},
		{"bold in a link", "[**Get** help](/help)", `<a href="/help"><strong>Get</strong> help</a>`, nil},
		{"a mail and a call", "[Write](mailto:help@example.com), [call](tel:+18005550100)", `<a href="mailto:help@example.com">Write</a>, <a href="tel:+18005550100">call</a>`, nil},
		{"HTML", "a <b>c</b> & d", "a &lt;b&gt;c&lt;/b&gt; &amp; d", nil},
		{"a link elsewhere", "see [them](https://example.com)", "see them", nil},
		{"a link elsewhere that looks local", "see [them](//example.com) or [them](/\\example.com)", "see them or them", nil},
		{"a script", "[x](javascript:alert)", "x", nil},
		{"a picture", "![x](/x.png)", "x", nil},
		{"a heading is words", "# x", "# x", nil},
		{"a value", "Hello **{{.Name}}**", "Hello <strong>Ana &lt;i&gt; &amp; *Bo*</strong>", []any{"Name", "Ana <i> & *Bo*"}},
		{"a value that looks like a link", "Hello {{.Name}}", "Hello [x](/sign-out) `y` \\ https://example.com", []any{"Name", "[x](/sign-out) `y` \\ https://example.com"}},
		{"a value over lines", "Hello {{.Name}}!", "Hello a  b!", []any{"Name", "a\n\nb"}},
		{"a value in a link", "[{{.Receipt}}](/cases/{{.Receipt}})", `<a href="/cases/IOE0912345678">IOE0912345678</a>`, []any{"Receipt", "IOE0912345678"}},
		{"a value that would end a link", "[x](/cases/{{.Receipt}})", `<a href="/cases/a)(%22onclick=">x</a>`, []any{"Receipt", `a)("onclick=`}},
		{"a value that is all of a link", "[x]({{.To}})", "x", []any{"To", "javascript:alert(1)"}},
		{"a count", "**{{.Count}}** cases", "<strong>1,234</strong> cases", []any{"Count", 1234}},
	} {
		catalog := sayings(c.text)
		for range 2 { // the second is remembered
			if got := catalog.rich("a", c.pairs); got != c.want {
				t.Errorf("%s: %s, want %s", c.name, got, c.want)
			}
		}
	}
}

func TestRichIsWrittenInTheLanguage(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := Rich(With(t.Context(), "es"), "time.list", "First", "<a>", "Last", "b").Render(t.Context(), &b); err != nil || b.String() != "&lt;a&gt; y b" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func BenchmarkRich(b *testing.B) {
	plain, named := sayings("**Never** pay. [Get help](/help)"), sayings("Hello **{{.Name}}**")
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plain.rich("a", nil)
		}
	})
	b.Run("value", func(b *testing.B) {
		for b.Loop() {
			named.rich("a", []any{"Name", "Ana"})
		}
	})
}
