// Package texts has every word that the pages say, in every language, and writes dates, numbers and lists the way that
// language does.
//
// A text stands in en/<name>.toml and es/<name>.toml. Its key is <name>.<key in the file>, so the texts of a screen stand
// together. The tests of this package hold all languages to the same keys, placeholders, links and tone, and hold the
// pages to keys that exist.
package texts

import "context"

// Languages are those that a person may choose, the first one being what everybody else gets.
var Languages = []string{"en", "es"}

var _ = Family("word.languages.", Languages...)

// Pseudo is English with accents and 40 percent longer: it shows what overflows and what is not translated. It is for
// tests and development; no person is offered it.
const Pseudo = "qps"

type inLanguage struct{}

// With is a context whose texts are in a language; one that is not known is English.
func With(ctx context.Context, language string) context.Context {
	return context.WithValue(ctx, inLanguage{}, catalogOf(language))
}

// Language is what the context's texts are in, for the lang attribute. The pseudo-locale is English.
func Language(ctx context.Context) string { return of(ctx).language }

// T is the text of a key. Pairs are placeholders and their values: T(ctx, "a.b", "Name", name). An int is written as a
// number, and the pair "Count", n chooses the plural. A key that is not there is shown in brackets, which tests look for.
func T(ctx context.Context, key string, pairs ...any) string { return of(ctx).text(key, pairs) }

// Has says whether there is a text.
func Has(key string) bool {
	_, ok := catalogs[Languages[0]].messages[key]
	return ok
}

func of(ctx context.Context) *catalog {
	if c, ok := ctx.Value(inLanguage{}).(*catalog); ok {
		return c
	}
	return catalogs[Languages[0]]
}
