package frame

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"golang.org/x/text/language"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

const languageCookie = "__Host-language"

var matcher = language.NewMatcher([]language.Tag{language.AmericanEnglish, language.MustParse("es-US")})

// listen finds the language: the one chosen here, else the first that the browser asks for.
func (f *Frame) listen(r *http.Request) context.Context {
	if c, err := r.Cookie(languageCookie); err == nil && spoken(c.Value) {
		return texts.With(r.Context(), c.Value)
	}
	_, i := language.MatchStrings(matcher, r.Header.Get("Accept-Language"))
	return texts.With(r.Context(), texts.Languages[i])
}

func spoken(l string) bool { return slices.Contains(texts.Languages, l) }

// speak goes on in another language.
func (v *Visit) speak(l string) {
	if spoken(l) {
		v.ctx = texts.With(v.ctx, l)
		setLanguage(v.w, l)
	}
}

func setLanguage(w http.ResponseWriter, l string) {
	http.SetCookie(w, door.Cookie(languageCookie, l, year))
}

// switchLanguage is for pages without a form: it remembers the language and goes back.
func (f *Frame) switchLanguage(w http.ResponseWriter, r *http.Request) {
	if l := chi.URLParam(r, "language"); spoken(l) {
		setLanguage(w, l)
		http.Redirect(w, r, local(r.URL.Query().Get("back")), http.StatusSeeOther)
		return
	}
	f.trouble(w, r, ErrNoPage)
}

// local is a path of ours; "/" when it is none.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
