package frame_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTheLanguageOfAPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for asked, want := range map[string]string{
		"": "en", "en-US,en;q=0.9": "en", "es": "es", "es-MX,es;q=0.9,en;q=0.8": "es", "fr-FR": "en", "fr,es;q=0.5": "es", ";;;": "en",
	} {
		p := w.come("", "")
		if got := p.get("/hall", "Accept-Language", asked); !strings.Contains(got.Body.String(), `<html lang="`+want+`"`) || got.Header().Get("Content-Language") != want {
			t.Errorf("%q: %s", asked, got.Header().Get("Content-Language"))
		}
	}
}

func TestTheLanguageThatWasChosenStays(t *testing.T) {
	t.Parallel()
	p := newWorld(t).come("", "")
	got := p.get("/language/es?back=/hall", "Accept-Language", "en")
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/hall" {
		t.Fatalf("%d %v", got.Code, got.Header())
	}
	if got := p.get("/hall", "Accept-Language", "en"); got.Header().Get("Content-Language") != "es" {
		t.Error("the choice was forgotten")
	}
	if got := p.get("/language/tlh"); got.Code != 404 || p.cookies["__Host-language"] != "es" {
		t.Errorf("a language that nobody here speaks: %d", got.Code)
	}
}

// Within a form the switch keeps what was typed, but for secrets, and does nothing else.
func TestTheLanguageChangesInTheMiddleOfAForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.applicant()
	got := ana.post("/note/7", ana.form("/note/7", "word", "typed", "password", "hush", "_language", "es"))
	page := got.Body.String()
	if got.Code != 200 || !strings.Contains(page, `<html lang="es"`) || !strings.Contains(page, `value="typed"`) || strings.Contains(page, "hush") || state(got) != "X01" {
		t.Errorf("%d %s %s", got.Code, state(got), page)
	}
	if len(w.acts) > 0 {
		t.Error("something was done")
	}
	if got := ana.get("/note/7", "Accept-Language", "en"); !strings.Contains(got.Body.String(), `<html lang="es"`) {
		t.Error("the choice was forgotten")
	}
}

var elsewhere = []string{
	"", "https://evil.example", "//evil.example", `/\evil.example`, `\\evil.example`, "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "evil",
	"/%2f%2fevil.example\r\nSet-Cookie: a=b",
}

func TestGoingBackStaysHere(t *testing.T) {
	t.Parallel()
	p := newWorld(t).come("", "")
	for _, back := range elsewhere {
		if got := p.get("/language/es?back=" + url.QueryEscape(back)).Header().Get("Location"); got != "/" {
			t.Errorf("%q leads to %q", back, got)
		}
	}
}

// The law: wherever somebody is led back, it is an address of this site.
func FuzzGoingBack(f *testing.F) {
	for _, seed := range append(elsewhere, "/hall", "/note/7?a=b", "/") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, back string) {
		to := newWorld(t).come("", "").get("/language/es?back=" + url.QueryEscape(back)).Header().Get("Location")
		base, _ := url.Parse("https://casetrail.example/language/es")
		u, err := base.Parse(to)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme || strings.ContainsAny(to, "\\\r\n\t") {
			t.Errorf("%q leads to %q", back, to)
		}
	})
}
