package texts

import "testing"

func TestASentenceEndsWithOneStop(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, value, want string }{
		{"It works until {{.Time}}.", "2:05 p.m.", "It works until 2:05 p.m."},
		{"It works until {{.Time}}. Go on.", "2:05 p.m.", "It works until 2:05 p.m. Go on."},
		{"It works for {{.Time}}.", "two hours", "It works for two hours."},
		{"Since {{.Time}}, and on.", "2:05 p.m.", "Since 2:05 p.m., and on."},
		{"Wait {{.Time}}...", "2:05 p.m.", "Wait 2:05 p.m...."},
	} {
		parsed, err := filler{}.Parse(c.text, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := parsed.Execute(map[string]string{"Time": c.value}); got != c.want || err != nil {
			t.Errorf("%q with %q is %q, not %q (%v)", c.text, c.value, got, c.want, err)
		}
	}
}
