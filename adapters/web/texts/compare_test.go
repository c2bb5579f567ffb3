package texts

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// same are the texts that are right in both languages as they are.
var same = map[string]string{
	"word.site":         "a name",
	"word.no":           "the same word in both",
	"word.error_prefix": "the same word in both",
	"word.languages.en": "a language is called by its own name",
	"word.languages.es": "a language is called by its own name",
}

// shunned are words that a reader would stumble over, and what to write.
var shunned = map[string][]struct{ word, because string }{
	"en": {
		{`e-mail`, `write "email"`},
		{`click`, "people also tap and use keys"},
		{`utilize|prior to|in order to|commence|pursuant`, "use the plain word"},
		{`cancelled|colour|enrol\b|enrolment|organisation`, "American spelling"},
		{`idempoten|token\b|request body`, "words of engineers"},
	},
	"es": {
		{`\be-?mails?\b`, `write "correo electrónico"`},
		{`\b(?:tú|tu|tus|te|ti|puedes|debes|tienes|quieres)\b`, `write to "usted"`},
		{`\b(?:clic|click|link|password|chequear|remover|login)\b`, "a Spanish word is better"},
		{`\baplicación (?:de|para) (?:la )?(?:visa|ciudadanía|residencia)`, `write "solicitud"`},
	},
}

var (
	spots  = regexp.MustCompile(`\{\{\s*\.?(\w+)\s*\}\}`)
	link   = regexp.MustCompile(`\]\(([^)]*)\)`)
	shouts = regexp.MustCompile(`[\p{L}\d]!`)
	letter = regexp.MustCompile(`\p{L}`)
)

func forms(m *i18n.Message) string { return strings.Trim(m.One+"\n"+m.Other, "\n") }

func spotsOf(m *i18n.Message) []string { return found(spots, forms(m)) }

// found is what the first group of a pattern says, sorted, each once.
func found(p *regexp.Regexp, s string) (all []string) {
	for _, f := range p.FindAllStringSubmatch(s, -1) {
		all = append(all, f[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// compare is what is wrong with the texts below a root, one file system a root.
func compare(root fs.FS) (wrong []string) {
	say := func(language, key, format string, args ...any) {
		wrong = append(wrong, language+": "+key+": "+fmt.Sprintf(format, args...))
	}
	first, err := read(root, Languages[0])
	if err != nil {
		return []string{err.Error()}
	}
	for _, l := range Languages {
		all, err := read(root, l)
		if err != nil {
			return append(wrong, err.Error())
		}
		for key, m := range all {
			for _, w := range alone(l, m) {
				say(l, key, "%s", w)
			}
			if first[key] == nil {
				say(l, key, "is not in %s", Languages[0])
			}
		}
		for key, m := range first {
			switch {
			case all[key] == nil:
				say(l, key, "is missing")
			case l != Languages[0]:
				for _, w := range against(m, all[key]) {
					say(l, key, "%s", w)
				}
			}
		}
	}
	slices.Sort(wrong)
	return wrong
}

// alone is what is wrong with a text whatever the others say.
func alone(language string, m *i18n.Message) (wrong []string) {
	all := forms(m)
	if m.Other == "" {
		wrong = append(wrong, "it is empty, or one of its plural forms is")
	}
	if m.Zero != "" || m.Two != "" || m.Few != "" || m.Many != "" {
		wrong = append(wrong, "it has a plural form that is never shown")
	}
	if _, err := (filler{}).Parse(all, "", ""); err != nil {
		wrong = append(wrong, err.Error())
	}
	for _, s := range []string{m.One, m.Other} {
		if strings.TrimSpace(s) != s || strings.Contains(s, "\n\n") || strings.Contains(s, "  ") {
			wrong = append(wrong, "it has space to spare")
		}
	}
	for _, to := range found(link, all) {
		if !local(to) {
			wrong = append(wrong, "it links to another site: "+to)
		}
	}
	for _, s := range shunned[language] {
		if w := regexp.MustCompile("(?i)" + s.word).FindString(link.ReplaceAllString(all, "]")); w != "" {
			wrong = append(wrong, fmt.Sprintf("%q: %s", w, s.because))
		}
	}
	if language == "es" && (strings.Count(all, "?") != strings.Count(all, "¿") || len(shouts.FindAllString(all, -1)) != strings.Count(all, "¡")) {
		wrong = append(wrong, "a question begins with ¿, an exclamation with ¡")
	}
	return wrong
}

// against is what is wrong with a translation.
func against(first, m *i18n.Message) (wrong []string) {
	was, is := forms(first), forms(m)
	if (first.One == "") != (m.One == "") {
		wrong = append(wrong, "one language has a plural, the other has not")
	}
	if a, b := spotsOf(first), spotsOf(m); !slices.Equal(a, b) {
		wrong = append(wrong, fmt.Sprintf("it has placeholders %v, not %v", b, a))
	}
	if a, b := found(link, was), found(link, is); !slices.Equal(a, b) {
		wrong = append(wrong, fmt.Sprintf("it links to %v, not %v", b, a))
	}
	if a, b := strings.Count(was, "**"), strings.Count(is, "**"); a != b {
		wrong = append(wrong, fmt.Sprintf("it has %d bold marks, not %d", b, a))
	}
	if _, ok := same[m.ID]; was == is && !ok && letter.MatchString(spots.ReplaceAllString(is, "")) {
		wrong = append(wrong, "it is not translated")
	}
	return wrong
}

func TestTextsAgree(t *testing.T) {
	t.Parallel()
	for _, wrong := range compare(files) {
		t.Error(wrong)
	}
	for key, because := range same {
		if !Has(key) {
			t.Errorf("%s (%s) is excused, but there is no such text", key, because)
		}
	}
}

func TestCompareFinds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ en, es, want string }{
		"a missing text":             {`a = "Yes"`, ``, "es: f.a: is missing"},
		"a text too many":            {``, `a = "Sí"`, "es: f.a: is not in en"},
		"another placeholder":        {`a = "Hello {{.Name}}"`, `a = "Hola, {{.Nombre}}"`, "es: f.a: it has placeholders [Nombre], not [Name]"},
		"no placeholder":             {`a = "Hello {{.Name}}"`, `a = "Hola"`, "es: f.a: it has placeholders [], not [Name]"},
		"a broken placeholder":       {`a = "Hello {{.Name}"`, `a = "Hola"`, `en: f.a: ".Name}" is no placeholder: write {{.Name}}`},
		"a program":                  {`a = "{{if .A}}b{{end}}"`, `a = "b"`, `en: f.a: "if .A" is no placeholder: write {{.Name}}`},
		"a missing plural":           {"a.one = \"a case\"\na.other = \"cases\"", `a = "casos"`, "es: f.a: one language has a plural, the other has not"},
		"an empty plural":            {"a.one = \"a case\"\na.other = \"\"", "a.one = \"un caso\"\na.other = \"casos\"", "en: f.a: it is empty, or one of its plural forms is"},
		"a plural never shown":       {"a.few = \"some\"\na.other = \"cases\"", `a = "casos"`, "en: f.a: it has a plural form that is never shown"},
		"another link":               {`a = "[Help](/help)"`, `a = "[Ayuda](/ayuda)"`, "es: f.a: it links to [/ayuda], not [/help]"},
		"a link elsewhere":           {`a = "[Help](https://example.com)"`, `a = "[Ayuda](https://example.com)"`, "en: f.a: it links to another site: https://example.com"},
		"no bold":                    {`a = "**Never** pay"`, `a = "Nunca pague"`, "es: f.a: it has 0 bold marks, not 2"},
		"nothing translated":         {`a = "Save"`, `a = "Save"`, "es: f.a: it is not translated"},
		"an empty text":              {`a = ""`, `a = "Sí"`, "en: f.a: it is empty, or one of its plural forms is"},
		"a question not begun":       {`a = "Why?"`, `a = "Por qué?"`, "es: f.a: a question begins with ¿, an exclamation with ¡"},
		"a shout not begun":          {`a = "Done!"`, `a = "Listo!"`, "es: f.a: a question begins with ¿, an exclamation with ¡"},
		"space":                      {`a = "Yes "`, `a = "Sí"`, "en: f.a: it has space to spare"},
		"a shunned word":             {`a = "Your e-mail"`, `a = "Su correo electrónico"`, `en: f.a: "e-mail": write "email"`},
		"a word to a friend":         {`a = "Your case"`, `a = "Tu caso"`, `es: f.a: "Tu": write to "usted"`},
		"a file that cannot be read": {`a = "Yes`, ``, "texts: en/f.toml: toml: line 1 (last key \"a\"): unexpected EOF; expected '\"'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := fstest.MapFS{"en/f.toml": {Data: []byte(c.en)}, "es/f.toml": {Data: []byte(c.es)}}
			if wrong := compare(root); !slices.Contains(wrong, c.want) {
				t.Errorf("%q is not among %q", c.want, wrong)
			}
		})
	}
	right := fstest.MapFS{
		"en/f.toml": {Data: []byte("a.one = \"a case, **{{.Name}}**\"\na.other = \"{{.Count}} [cases](/cases), **{{.Name}}**\"\nb = \"Why? OK!\"\nc = \"{{.Name}} 1\"")},
		"es/f.toml": {Data: []byte("a.one = \"un caso, **{{.Name}}**\"\na.other = \"{{.Count}} [casos](/cases), **{{.Name}}**\"\nb = \"¿Por qué? ¡Listo!\"\nc = \"{{.Name}} 1\"")},
	}
	if wrong := compare(right); wrong != nil {
		t.Errorf("nothing is wrong, but it says %q", wrong)
	}
}
