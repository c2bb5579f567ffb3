package frame_test

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/frame"
)

const inBoth = `
[in.en]
line = "We run this."
[in.es]
line = "Estamos a cargo."
`

func TestReadingWhoRunsTheSite(t *testing.T) {
	t.Parallel()
	for file, wrong := range map[string]string{
		`address = "One\nTwo"` + inBoth:                                            "",
		`page = "https://agency.example/contact"` + inBoth:                         "",
		"government = true\naddress = 'One'" + inBoth:                              "",
		"phone = '1'" + strings.ReplaceAll(inBoth, "]\n", "]\nhours = 'Always'\n"): "",

		"address = 'One'": "[in.en] needs a line",
		"address = 'One'\n[in.en]\nline = 'We run this.'": "[in.es] needs a line",
		inBoth:                 "a phone, an address or a page",
		"phone = '1'" + inBoth: "needs its hours",
		"address = 'One'" + strings.ReplaceAll(inBoth, "]\n", "]\nhours = 'Always'\n"): "hours a phone",
		"page = 'http://agency.example'" + inBoth:                                      "an address such as",
		"page = 'javascript:alert(1)'" + inBoth:                                        "an address such as",
		"telephone = '1'" + inBoth:                                                     "telephone",
		"address = 'One'" + inBoth + "motto = 'One for all'":                           "motto",
		"address = 'One'" + inBoth + "[in.fr]\nline = 'Nous'":                          "[in.fr]",
		"phone = ": "toml",
	} {
		o, err := frame.ReadOwner([]byte(file))
		switch {
		case wrong == "" && (err != nil || !o.Named() || o.Lines["es"] != "Estamos a cargo." || o.Government != strings.Contains(file, "government")):
			t.Errorf("%q is read as %+v, %v", file, o, err)
		case wrong != "" && (err == nil || !strings.Contains(err.Error(), wrong)):
			t.Errorf("%q is answered with %v, not with %q", file, err, wrong)
		}
	}
}
