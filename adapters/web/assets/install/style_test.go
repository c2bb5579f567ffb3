package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTrim(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ style, want string }{
		"elements stay":              {`h1,p{margin:0}`, `h1,p{margin:0}`},
		"a kept component stays":     {`.usa-button--big:hover{a:b}`, `.usa-button--big:hover{a:b}`},
		"another goes":               {`.usa-buttons{a:b}.usa-card__img{a:b}`, ``},
		"a rule keeps what matches":  {`.usa-card .usa-button,.usa-input{a:b}`, `.usa-input{a:b}`},
		"what an element is not":     {`.usa-button:not(.usa-card,.x){a:b}`, `.usa-button:not(.usa-card,.x){a:b}`},
		"utilities go":               {`.tablet\:grid-col-6{a:b}`, ``},
		"within media":               {`@media (x){.usa-card{a:b}.usa-link{c:d}}@media print{.usa-card{a:b}}`, `@media (x){.usa-link{c:d}}`},
		"license and charset":        {`/*! x {*/@charset "UTF-8";h1{a:b}`, `h1{a:b}`},
		"a font in a cut that is":    {`@font-face{font-family:"Roboto Mono Web";font-style:normal;font-weight:400}`, `@font-face{font-family:"Roboto Mono Web";font-style:normal;font-weight:400}`},
		"a font in one that is not":  {`@font-face{font-family:"Roboto Mono Web";font-style:normal;font-weight:300}`, ``},
		"a font that is not":         {`@font-face{font-family:Merriweather Web;font-style:normal;font-weight:400}`, ``},
		"an animation goes":          {`@keyframes a{from{b:c}to{d:e}}h1{a:b}`, `h1{a:b}`},
		"a style sheet that is torn": {`h1{a:b}h2{a:`, `h1{a:b}`},
	} {
		if got := trim(row.style); got != row.want {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
}

func TestInstallStyleBringsWhatTheStyleSheetNames(t *testing.T) {
	t.Parallel()
	dist, to := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dist, "css/uswds.min.css"), `.usa-link{a:url(../img/a.svg)}.usa-card{a:url(../img/b.svg)}`)
	write(t, filepath.Join(dist, "img/a.svg"), "<svg/>")
	if err := installStyle(dist, to); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(to, "img/a.svg")); err != nil {
		t.Error(err)
	}
	if b, err := os.ReadFile(filepath.Join(to, "uswds.css")); err != nil || !bytes.Contains(b, []byte("a.svg")) {
		t.Errorf("style sheet: %s, %v", b, err)
	}
	if err := os.Remove(filepath.Join(dist, "img/a.svg")); err != nil {
		t.Fatal(err)
	}
	if installStyle(dist, t.TempDir()) == nil {
		t.Error("a picture is missing, and nothing says so")
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A page that uses a component of USWDS which is left out would be without style.
func TestPagesUseKeptComponents(t *testing.T) {
	t.Parallel()
	used := regexp.MustCompile(`\busa-[a-z-]+`)
	templates, err := filepath.Glob("../../*/*.templ")
	if err != nil || len(templates) == 0 {
		t.Fatalf("%d templates, %v", len(templates), err)
	}
	for _, name := range templates {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range used.FindAllString(string(b), -1) {
			if component, _, _ := strings.Cut(found, "--"); !slices.Contains(kept, component) {
				t.Errorf("%s uses %s, which installStyle leaves out", name, found)
			}
		}
	}
}
