package account

import "testing"

func TestASlipInTheAddressIsSuggestedAway(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"ana@gmial.com":         "ana@gmail.com",
		" ana.Lopez@GMAIL.CON ": "ana.Lopez@gmail.com",
		"ana@gnail.com":         "ana@gmail.com",
		"ana@gmail.co":          "ana@gmail.com",
		"ana@hotmial.con":       "ana@hotmail.com",
		"ana@yaho.com":          "ana@yahoo.com",
		"ana@outlok.es":         "ana@outlook.es",
		"ana@gmail.com":         "",
		"ana@mail.com":          "", // a service of its own
		"ana@example.org":       "",
		"ana@":                  "",
		"@gmial.com":            "",
		"ana":                   "",
		"":                      "",
	} {
		if got := suggest(typed); got != want {
			t.Errorf("%q suggests %q, not %q", typed, got, want)
		}
	}
}
