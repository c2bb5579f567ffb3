package web_test

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

const sheetStyle = `body{margin:16px;font:14px sans-serif;background:#888}
main{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}
figure{margin:0;width:300px;background:#fff}
.w1280 figure{width:500px}
figcaption{padding:6px 8px;background:#222;color:#fff}
div{height:560px;overflow:hidden}
img{width:100%;display:block}`

// sheets puts the pictures of each area and manner side by side, to be looked at together.
func sheets(t *testing.T) {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(pictures)))
	defer server.Close()
	tab := browsertest.Open(t, browsertest.Options{Width: 1600})
	for _, m := range manners() {
		for _, area := range areas() {
			name := "sheet-" + area + "-" + m.name
			if err := os.WriteFile(filepath.Join(pictures, name+".html"), []byte(sheet(area, m)), 0o600); err != nil {
				t.Fatal(err)
			}
			tab.Go(server.URL + "/" + name + ".html")
			tab.Screenshot(filepath.Join(pictures, name+".png"))
		}
	}
}

// areas are the letters with which the ids of the screens begin.
func areas() (all []string) {
	for _, s := range samples() {
		if area := s.Screen[:1]; !slices.Contains(all, area) {
			all = append(all, area)
		}
	}
	return all
}

func sheet(area string, m manner) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><meta charset=utf-8><title>%s, %s</title><style>%s</style><main class=w%d>", area, m.name, sheetStyle, m.Width)
	for _, s := range samples() {
		if strings.HasPrefix(s.Screen, area) {
			name := s.Screen + "-" + cmp.Or(s.State, "plain")
			fmt.Fprintf(&b, `<figure><figcaption>%s</figcaption><div><img src="%s/%s.png" alt=""></div></figure>`, html.EscapeString(name), m.name, name)
		}
	}
	return b.String() + "</main>"
}
