package texts_test

import (
	"context"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

func in(language string) context.Context { return texts.With(context.Background(), language) }

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, got, want string
	}{
		{"plain", texts.T(in("es"), "time.today"), "hoy"},
		{"without a language", texts.T(context.Background(), "time.today"), "today"},
		{"a language that is not known", texts.T(in("xx"), "time.today"), "today"},
		{"one", texts.T(in("es"), "time.days", "Count", 1), "1 día"},
		{"several", texts.T(in("en"), "time.days", "Count", 2), "2 days"},
		{"none", texts.T(in("en"), "time.days", "Count", 0), "0 days"},
		{"a million, for which there is a form in Spanish that we do not use", texts.T(in("es"), "time.days", "Count", 1_000_000), "1,000,000 días"},
		{"a number that is no count", texts.T(in("en"), "time.list", "First", 12345, "Last", "b"), "12,345 and b"},
		{"a value that looks like a placeholder", texts.T(in("en"), "time.list", "First", "{{.Last}}", "Last", "b"), "{{.Last}} and b"},
		{"a missing value", texts.T(in("en"), "time.list", "First", "a"), "⟦time.list⟧"},
		{"a missing key", texts.T(in("es"), "time.never"), "⟦time.never⟧"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
	if l := texts.Language(in("es")); l != "es" {
		t.Errorf("the language is %q", l)
	}
	if !texts.Has("time.today") || texts.Has("time.never") {
		t.Error("Has does not know which texts there are")
	}
}

func BenchmarkT(b *testing.B) {
	ctx := in("es")
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			texts.T(ctx, "time.today")
		}
	})
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			texts.T(ctx, "time.days", "Count", 3)
		}
	})
}
