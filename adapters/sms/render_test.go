package sms

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain"
)

const base = "https://my.cases.example.gov:8443"

// parcel has every fact that any template needs, and more that none may tell.
func parcel(template, language string) outbox.Parcel {
	return outbox.Parcel{
		Delivery: uuid.MustParse("0d9b1c1e-0000-4000-8000-000000000001"), Template: template, Edition: Edition, Language: language,
		Recipient: domain.Actor{Kind: domain.Applicant, ID: "0d9b1c1e-0000-4000-8000-00000000000a"}, To: "+12025550142",
		Requested: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC), Secret: "123456",
		Params: map[string]string{"until": "2027-01-03T03:04:05Z", "receipt": "IOE0912345678"},
	}
}

func TestEveryTemplateSpeaksEveryLanguageShortly(t *testing.T) {
	t.Parallel()
	most := map[string]int{"en": 1, "es": 2} // an accent takes the room of more than half of a part
	for _, name := range Names {
		said := map[string]bool{}
		for _, language := range Languages {
			p := parcel(name, language)
			if name == NumberGoneText || name == AlertText {
				p.Secret = ""
			}
			text, err := Render(p, base)
			if err != nil {
				t.Fatalf("%s in %s: %v", name, language, err)
			}
			said[text] = true
			if n := Parts(text); n > most[language] {
				t.Errorf("%s in %s goes in %d parts: %q", name, language, n, text)
			}
			for _, never := range []string{"{{", "<no value>", "http", "IOE", "0142", "2027"} {
				if strings.Contains(text, never) {
					t.Errorf("%s in %s says %q: %s", name, language, never, text)
				}
			}
			if p.Secret != "" && !strings.HasSuffix(text, "\n\n@my.cases.example.gov #123456") {
				t.Errorf("%s in %s does not bind its code to the site: %q", name, language, text)
			}
		}
		if len(said) != len(Languages) {
			t.Errorf("%s says the same in two languages", name)
		}
	}
}

func TestEveryTemplateIsListed(t *testing.T) {
	t.Parallel()
	for _, language := range Languages {
		entries, err := files.ReadDir("templates/" + Edition + "/" + language)
		if err != nil || len(entries) != len(Names) {
			t.Errorf("%s has %d files: %v", language, len(entries), err)
		}
	}
}

func TestACodeIsNotBoundToASiteWhoseNameIsTooLong(t *testing.T) {
	t.Parallel()
	text, err := Render(parcel(SignInText, "es"), "https://"+strings.Repeat("long.", 20)+"example.gov")
	if err != nil || strings.Contains(text, "@") || !strings.Contains(text, "123456") {
		t.Errorf("%q, %v", text, err)
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 1, strings.Repeat("a", 160): 1, strings.Repeat("a", 161): 2, strings.Repeat("ñ", 160): 1,
		strings.Repeat("ó", 70): 1, strings.Repeat("ó", 71): 2, strings.Repeat("a", 70) + "ó": 2, strings.Repeat("ó", 135): 3,
		strings.Repeat("😀", 35): 1, strings.Repeat("😀", 36): 2,
	} {
		if n := Parts(text); n != want {
			t.Errorf("%d of %.4q go in %d parts, not %d", len([]rune(text)), text, n, want)
		}
	}
}

func TestWhatCannotBeRendered(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*outbox.Parcel){
		"a newer edition":  func(p *outbox.Parcel) { p.Edition = "2099-01" },
		"a way out of it":  func(p *outbox.Parcel) { p.Edition = "../2026-11" },
		"no such template": func(p *outbox.Parcel) { p.Template = "poem" },
		"no such language": func(p *outbox.Parcel) { p.Language = "de" },
	} {
		p := parcel(SignInText, "en")
		change(&p)
		_, err := Sender{Base: base, Carrier: never{t}}.Send(t.Context(), p)
		if got := failure(err); got != (outbox.Failure{Class: outbox.Temporary, Code: "edition"}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWithoutAGatewayAMessageWaits(t *testing.T) {
	t.Parallel()
	_, err := Sender{Base: base}.Send(t.Context(), parcel(SignInText, "en"))
	if got := failure(err); got != (outbox.Failure{Class: outbox.Temporary, Code: "no_gateway"}) {
		t.Error(err)
	}
}

func failure(err error) outbox.Failure {
	var f *outbox.Failure
	if errors.As(err, &f) {
		return *f
	}
	return outbox.Failure{}
}
