package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// get asks the handler, as a browser that takes the codings accepted.
func get(t *testing.T, method, url, accepted string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, url, nil)
	r.Header.Set("Accept-Encoding", accepted)
	w := httptest.NewRecorder()
	Handler(http.NotFound).ServeHTTP(w, r)
	return w.Result()
}

func TestFilesMayBeKeptForEver(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]string{
		Style: "text/css; charset=utf-8", Script: "text/javascript; charset=utf-8", "icons.svg": "image/svg+xml", "favicon.svg": "image/svg+xml",
	} {
		answer := get(t, http.MethodGet, URL(name), "br")
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", name, answer.StatusCode)
		}
		for header, want := range map[string]string{
			"Content-Type": kind, "Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff", "Content-Encoding": "",
		} {
			if got := answer.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
	}
}

func TestAddressesFollowContent(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^/assets/[0-9a-f]{12}/a\.svg$`)
	one, two := newSet(), newSet()
	one.add("img/a.svg", "<svg/>")
	two.add("img/a.svg", "<svg></svg>")
	if a, b := one.named["img/a.svg"].url, two.named["img/a.svg"].url; a == b || !shape.MatchString(a) || !shape.MatchString(b) {
		t.Errorf("addresses %s and %s", a, b)
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	for accepted, want := range map[string]string{
		"gzip, deflate, br": "gzip", "br;q=1.0, gzip;q=0.8": "gzip", "gzip;q=0": "", "gzip; q=0.0": "", "identity": "", "": "", "xgzip": "",
	} {
		answer := get(t, http.MethodGet, URL(Style), accepted)
		if got := answer.Header.Get("Content-Encoding"); got != want || answer.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("for %q: coding %q, want %q; Vary %q", accepted, got, want, answer.Header.Get("Vary"))
		}
		var body io.Reader = answer.Body
		if want == "gzip" {
			var err error
			if body, err = gzip.NewReader(answer.Body); err != nil {
				t.Fatal(err)
			}
		}
		if b, err := io.ReadAll(body); err != nil || !bytes.Equal(b, served.named[Style].plain) {
			t.Errorf("for %q: %d bytes, %v; want the style sheet", accepted, len(b), err)
		}
	}
}

func TestUnknownAndForbidden(t *testing.T) {
	t.Parallel()
	stale := strings.Replace(URL(Style), "/assets/", "/assets/0", 1)
	for _, url := range []string{"/assets/", "/assets/casetrail.css", "/assets/../assets.go", stale} {
		if answer := get(t, http.MethodGet, url, ""); answer.StatusCode != http.StatusNotFound || answer.Header.Get("Cache-Control") != "" {
			t.Errorf("%s: %d, cache %q", url, answer.StatusCode, answer.Header.Get("Cache-Control"))
		}
	}
	if answer := get(t, http.MethodPost, URL(Style), ""); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", answer.StatusCode)
	}
	if b, _ := io.ReadAll(get(t, http.MethodHead, URL(Style), "").Body); len(b) != 0 {
		t.Errorf("HEAD sends %d bytes", len(b))
	}
}

func TestEveryReferenceOfTheStyleSheetLeadsSomewhere(t *testing.T) {
	t.Parallel()
	for _, found := range regexp.MustCompile(`url\(([^)]+)\)`).FindAllStringSubmatch(string(served.named[Style].plain), -1) {
		if served.at[found[1]] == nil {
			t.Errorf("%s leads nowhere", found[0])
		}
	}
	s := newSet()
	s.add("img/here.svg", "<svg/>")
	if got := s.resolve(`a{b:url(../img/here.svg)} c{d:url("../img/gone.svg")}`); !strings.Contains(got, s.named["img/here.svg"].url) || !strings.Contains(got, "gone") {
		t.Errorf("resolved to %s", got)
	}
}

func TestTheBudgetHolds(t *testing.T) {
	t.Parallel()
	const budget = 120_000
	if size := len(served.named[Style].small) + len(served.named[Script].small); size > budget {
		t.Errorf("style and script are %d bytes compressed, more than %d", size, budget)
	}
	if size := len(must(gather(files)).named[Script].plain); !Built() && size > 12_288 {
		t.Errorf("our script is %d bytes", size)
	}
}

func TestIconsHaveOneNameEach(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, id := range regexp.MustCompile(`<symbol id="([^"]*)"`).FindAllStringSubmatch(string(served.named["icons.svg"].plain), -1) {
		if seen[id[1]] {
			t.Errorf("two icons are called %s", id[1])
		}
		seen[id[1]] = true
	}
	if !seen["mark"] || Icon("mark") != URL("icons.svg")+"#mark" {
		t.Errorf("the mark is at %s", Icon("mark"))
	}
}

func TestPagesArePlainWithoutNpm(t *testing.T) {
	t.Parallel()
	from := fstest.MapFS{"installed/.gitkeep": {}, "img/a.svg": {Data: []byte("<svg/>")}, "casetrail.js": {Data: []byte("1")}}
	for _, name := range sheets[1:] {
		from[name] = &fstest.MapFile{Data: []byte("/* source */ a{}")}
	}
	s, err := gather(from)
	if err != nil || strings.Contains(string(s.named[Style].plain), "source") {
		t.Errorf("plain pages: %v, %q", err, s.named[Style].plain)
	}
	delete(from, sheets[1])
	if _, err := gather(from); err == nil {
		t.Error("a style sheet of ours is missing, and nothing says so")
	}
}

func TestURLRefusesAnUnknownName(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	URL("gone.css")
}
