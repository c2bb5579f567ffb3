// Package assets holds what pages load: one style sheet, one script, the mark, the icons and the fonts. Each lies under
// an address that its content decides, so that a browser may keep it for ever.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// installed is filled from npm by `make assets`. Without that it is empty and pages are plain.
//
//go:embed css/*.css casetrail.js img/*.svg all:installed
var files embed.FS

// Names of the two files that every page links to.
const (
	Style  = "casetrail.css"
	Script = "casetrail.js"
)

// sheets are joined to the one style sheet, in this order.
var sheets = []string{
	"installed/uswds.css", "css/tokens.css", "css/base.css", "css/frame.css", "css/forms.css",
	"css/content.css", "css/progress.css", "css/case.css", "css/public.css", "css/office.css", "css/media.css",
}

// scripts are joined to the one script.
var scripts = []string{"installed/htmx.min.js", "casetrail.js"}

var served = must(gather(files))

// URL is the address of a file: of Style, Script, or one by its name below img or installed, as "mark.svg".
func URL(name string) string {
	f, ok := served.named[name]
	if !ok {
		panic("assets: there is no " + name) // a page asks for what is not here: a mistake in the code, met by any test of it
	}
	return f.url
}

// Icon is the address of one drawing in icons.svg, for <use href>.
func Icon(name string) string { return URL("icons.svg") + "#" + name }

// Built says whether what comes from npm is here.
func Built() bool {
	_, err := fs.Stat(files, "installed/uswds.css")
	return err == nil
}

// gather reads and joins all files and gives each its address.
func gather(from fs.FS) (*set, error) {
	s := newSet()
	for _, folder := range []string{"img", "installed"} {
		if err := s.addFolder(from, folder); err != nil {
			return nil, err
		}
	}
	style, err := join(from, sheets)
	if err != nil {
		return nil, err
	}
	script, err := join(from, scripts)
	if err != nil {
		return nil, err
	}
	s.add(Style, s.resolve(comments.ReplaceAllString(style, "")))
	s.add(Script, script)
	return s, nil
}

// comments are for whoever reads the source; a license, marked /*!, is served.
var comments = regexp.MustCompile(`(?s)/\*[^!].*?\*/\n?`)

// join puts files together; what comes from npm may be missing.
func join(from fs.FS, names []string) (string, error) {
	var all strings.Builder
	for _, name := range names {
		b, err := fs.ReadFile(from, name)
		if err != nil && path.Dir(name) == "installed" {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("assets: %w", err)
		}
		all.Write(b)
		all.WriteString("\n")
	}
	return all.String(), nil
}

func must(s *set, err error) *set {
	if err != nil {
		panic(err) // the files are in the binary: it cannot differ from one start to the next
	}
	return s
}
