package browsertest_test

import (
	"bytes"
	"image/png"
	"path/filepath"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

func TestPictures(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, browsertest.Options{Width: 390, Height: 500})
	tab.Go(site(t, map[string]string{"/": `<!doctype html><html lang="en"><title>Tall</title><link rel="stylesheet" href="/tall.css"><h1>Tall</h1>`, "/tall.css": `body { height: 2000px; margin: 0 } h1 { margin: 0 }`}) + "/")
	path := filepath.Join(t.TempDir(), "new", "tall.png")
	tab.Screenshot(path)
	size, err := png.DecodeConfig(bytes.NewReader(written(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	if size.Width != 390 || size.Height != 2000 {
		t.Errorf("the picture is %d by %d", size.Width, size.Height)
	}
	if pdf := tab.PDF(); !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Contains(pdf, []byte("/StructTreeRoot")) {
		t.Error("the print is not a tagged PDF")
	}
}

// The page says itself what kind of person it takes the visitor for.
func TestOptions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options browsertest.Options
		script  string
	}{
		"width":          {browsertest.Options{Width: 390}, `innerWidth === 390`},
		"language":       {browsertest.Options{Language: "es"}, `fetch('/language').then((r) => r.text()).then((t) => t === 'es')`},
		"forced colors":  {browsertest.Options{ForcedColors: true}, `matchMedia('(forced-colors: active)').matches`},
		"reduced motion": {browsertest.Options{ReducedMotion: true}, `matchMedia('(prefers-reduced-motion: reduce)').matches`},
		"print":          {browsertest.Options{Print: true}, `matchMedia('print').matches`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := echo(t)
			for options, want := range map[browsertest.Options]bool{c.options: true, {}: false} {
				tab := browsertest.Open(t, options)
				tab.Go(url)
				var got bool
				if tab.Eval(c.script, &got); got != want {
					t.Errorf("%s is %t with %+v", c.script, got, options)
				}
			}
		})
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, browsertest.Options{})
	tab.Go(site(t, map[string]string{"/": `<!doctype html><html lang="en"><title>T</title><main><h1>T</h1><ul><li>one<li>two</ul></main>`}) + "/")
	if got := tab.Text("main"); !strings.Contains(got, "one\ntwo") {
		t.Errorf("reads %q", got)
	}
	if got := tab.Count("li"); got != 2 {
		t.Errorf("counts %d", got)
	}
}
