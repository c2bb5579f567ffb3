package vault_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/adapters/vault"
)

func TestAnswersThatAreOne(t *testing.T) {
	t.Parallel()
	for want, typed := range map[string][]string{
		"san josé":    {"San José", "SAN JOSÉ", "  san\tjosé\n", "San\u00a0Jose\u0301", "Ｓａｎ　Ｊｏｓé"},
		"strasse":     {"Straße", "STRASSE", "straẞe"},
		"o'brien":     {"O'Brien", "o'brien "},
		"σίσυφος":     {"Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"},
		"file & co.":  {"ﬁle & Co.", "FILE  &  CO."},
		"3":           {"3", "３", "③"},
		"":            {"", " ", "\u3000\u00a0\t"},
		"ivan ivanov": {"Ivan Ivanov"},
	} {
		want = string(vault.Answer(want))
		for _, s := range typed {
			if got := string(vault.Answer(s)); got != want {
				t.Errorf("%q is kept as %q, not %q", s, got, want)
			}
		}
	}
	for _, two := range [][2]string{{"Jose", "José"}, {"San Jose", "SanJose"}, {"O'Brien", "OBrien"}, {"Rex 1", "Rex 2"}} {
		if bytes.Equal(vault.Answer(two[0]), vault.Answer(two[1])) {
			t.Errorf("%q and %q are one", two[0], two[1])
		}
	}
}

// lawful fails the test unless the laws of normalization hold for what was typed.
func lawful(t interface{ Fatalf(string, ...any) }, typed string) {
	once := vault.Answer(typed)
	switch {
	case !bytes.Equal(vault.Answer(string(once)), once):
		t.Fatalf("%+q is kept as %+q, and that as %+q", typed, once, vault.Answer(string(once)))
	case !utf8.Valid(once) && utf8.ValidString(typed):
		t.Fatalf("%+q is kept as %+q", typed, once)
	case bytes.Contains(once, []byte("  ")), len(once) > 0 && (once[0] == ' ' || once[len(once)-1] == ' '):
		t.Fatalf("%+q keeps its spaces: %+q", typed, once)
	case strings.ContainsFunc(string(once), func(r rune) bool { return unicode.IsSpace(r) && r != ' ' }):
		t.Fatalf("%+q keeps a space of another kind: %+q", typed, once)
	}
	if !utf8.ValidString(typed) {
		return // what the fronts refuse
	}
	for how, same := range map[string]string{
		"with spaces around": " \u00a0" + typed + "\n", "composed": norm.NFC.String(typed), "decomposed": norm.NFD.String(typed),
		"by compatibility": norm.NFKD.String(typed),
	} {
		if got := vault.Answer(same); !bytes.Equal(got, once) {
			t.Fatalf("%+q is kept as %+q, %s as %+q", typed, once, how, got)
		}
	}
}

func TestAnswersFollowTheLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { lawful(t, rapid.String().Draw(t, "typed")) })
	rapid.Check(t, func(t *rapid.T) {
		latin := rapid.StringMatching(`[A-Za-zÀ-ÖØ-öø-ÿ0-9'. -]{0,30}`).Draw(t, "latin")
		lawful(t, latin)
		for how, same := range map[string]string{"in capitals": strings.ToUpper(latin), "in small letters": strings.ToLower(latin)} {
			if !bytes.Equal(vault.Answer(same), vault.Answer(latin)) {
				t.Fatalf("%q, %s, is another answer", latin, how)
			}
		}
	})
}

// Every letter that a keyboard here is likely to have, and all that are folded or composed in ways of their own, also beside
// one that combines with it.
func TestEachLetterFollowsTheLaws(t *testing.T) {
	t.Parallel()
	for _, from := range []rune{0x0000, 0x1e00, 0x2100, 0xa700, 0xab00, 0xfb00, 0xff00} {
		for r := from; r < from+0x0500 && utf8.ValidRune(r); r++ {
			lawful(t, string(r))
			lawful(t, string(r)+"\u0345")
		}
	}
}

func FuzzAnswer(f *testing.F) {
	for _, s := range []string{"", "San José", "Straße", "ᾳ\u0301", "ǅ ﬃ", "İstanbul", "\u1e9e", "a\u0345\u0301", "\xff\xfe a", "\u3000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) { lawful(t, typed) })
}
