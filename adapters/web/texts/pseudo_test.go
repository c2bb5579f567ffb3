package texts

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPseudo(t *testing.T) {
	t.Parallel()
	ctx := With(t.Context(), Pseudo)
	for key, m := range catalogs["en"].messages {
		long := pseudoCatalog().messages[key]
		if was, is := utf8.RuneCountInString(kept.ReplaceAllString(m.Other, "")), utf8.RuneCountInString(kept.ReplaceAllString(long.Other, "")); is*10 < was*14-20 {
			t.Errorf("%s grows from %d to %d letters only", key, was, is)
		}
	}
	if got := T(ctx, "word.printed_at", "Time", "now"); !strings.Contains(got, "Prïñtēd now") {
		t.Errorf("it says %q", got)
	}
	if got := T(ctx, "time.days", "Count", 1); !strings.HasPrefix(got, "1 dáý ~") {
		t.Errorf("one day is %q", got)
	}
	if got := lengthen("[Help](/help) for {{.Name}}"); !strings.Contains(got, "](/help)") || !strings.Contains(got, "{{.Name}}") {
		t.Errorf("it says %q", got)
	}
	if l := Language(ctx); l != "en" {
		t.Errorf("the language is %q", l)
	}
}
