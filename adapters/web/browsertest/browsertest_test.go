package browsertest_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

// policy is what a strict site sends: the harness has to work under it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'"

var kinds = map[string]string{".css": "text/css", ".js": "text/javascript", "": "text/html; charset=utf-8"}

// site serves texts by their path, under the policy.
func site(t *testing.T, texts map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, found := texts[r.URL.Path]
		if !found && r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if !found {
			w.WriteHeader(http.StatusNotFound)
			text = "<!doctype html><title>Not found</title><h1>Not found</h1>"
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", kinds[path.Ext(r.URL.Path)])
		if r.Method == http.MethodPost {
			http.SetCookie(w, &http.Cookie{Name: "sent", Value: "yes", HttpOnly: true})
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func written(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// echo serves a page whose only text is the language that the browser asks for.
func echo(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kinds[""])
		if _, err := w.Write([]byte(r.Header.Get("Accept-Language"))); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/language"
}
