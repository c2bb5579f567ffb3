package vault

import (
	"bytes"
	"testing"
)

func TestNamesThatAreOne(t *testing.T) {
	t.Parallel()
	d := NewDigests(newSecrets(t))
	for filed, c := range map[string]struct{ same, other []string }{
		"Núñez":       {[]string{"NUNEZ", " núñez ", "Nu\u0301n\u0303ez", "ｎunez"}, []string{"Nunes", "Nez", "Núñez 2"}},
		"De la Cruz":  {[]string{"de  la\tcruz", "DELACRUZ", "De-La Cruz"}, []string{"Cruz", "de la", "De la Cruz Lopez"}},
		"O'Neil":      {[]string{"ONEIL", "O’Neil", "o neil"}, []string{"Neil", "O"}},
		"Иванов":      {[]string{"иванов", "ИВАНОВ"}, []string{"Ivanov", "Иваноф"}},
		"王":           {[]string{"王", " 王"}, []string{"黄"}},
		"Nguyễn Văn":  {[]string{"nguyen van", "NGUYỄN VĂN"}, []string{"nguyen"}},
		"İpek":        {[]string{"ipek", "IPEK"}, []string{"pek"}},
		"Ana Example": {[]string{"ana example"}, []string{"example ana"}},
	} {
		is := d.Name(filed)
		for _, s := range append(c.same, filed) {
			if !bytes.Equal(d.Name(s), is) {
				t.Errorf("%q is another name than %q", s, filed)
			}
		}
		for _, s := range c.other {
			if bytes.Equal(d.Name(s), is) {
				t.Errorf("%q is the name %q", s, filed)
			}
		}
	}
	for _, none := range []string{"", "  ", "-", "'\u0301"} {
		if d.Name(none) != nil {
			t.Errorf("%q is a name", none)
		}
	}
	if bytes.Equal(d.Name("x"), NewDigests(newSecrets(t)).Name("x")) {
		t.Error("the digest needs no key")
	}
}
