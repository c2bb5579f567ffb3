package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// kept are the components of USWDS that pages use. The rest of its style sheet, nine tenths of it, is left out: phones on
// slow networks wait for every byte of it.
var kept = []string{
	"usa-button", "usa-checkbox", "usa-error-message", "usa-fieldset", "usa-focus", "usa-form", "usa-form-group", "usa-hint",
	"usa-input", "usa-label", "usa-legend", "usa-link", "usa-radio", "usa-select", "usa-sr-only", "usa-textarea",
}

// fonts are the ones that tokens.css names, in the cuts that it uses.
var fonts = regexp.MustCompile(`font-family:"?(Source Sans Pro Web|Roboto Mono Web)"?;font-style:(normal;font-weight:(400|700)|italic;font-weight:400)\b`)

// reference is a file that the style sheet names.
var reference = regexp.MustCompile(`url\(["']?\.\./([^)"']+)["']?\)`)

// installStyle writes what is kept of USWDS's style sheet, last, and the files that this names.
func installStyle(dist, to string) error {
	whole, err := os.ReadFile(filepath.Join(dist, "css/uswds.min.css"))
	if err != nil {
		return err
	}
	style := trim(string(whole))
	for _, found := range reference.FindAllStringSubmatch(style, -1) {
		if err := copyFile(filepath.Join(dist, found[1]), filepath.Join(to, found[1])); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(to, "uswds.css"), []byte(style), 0o644)
}

// trim leaves out each rule that no page can match.
func trim(style string) string {
	var out strings.Builder
	for style != "" {
		head, body, rest := next(style)
		style = rest
		switch {
		case strings.HasPrefix(head, "@media"), strings.HasPrefix(head, "@supports"):
			if inner := trim(body); inner != "" {
				out.WriteString(head + "{" + inner + "}")
			}
		case strings.HasPrefix(head, "@font-face"):
			if fonts.MatchString(body) {
				out.WriteString(head + "{" + body + "}")
			}
		case strings.HasPrefix(head, "@"): // @charset, and animations, of which those kept have none
		default:
			if matching := selectors(head); matching != "" {
				out.WriteString(matching + "{" + body + "}")
			}
		}
	}
	return out.String()
}

// next splits off the first rule: its head, what is between its braces, and what follows. A license comment goes.
func next(style string) (head, body, rest string) {
	if strings.HasPrefix(style, "/*") {
		if _, after, ok := strings.Cut(style, "*/"); ok {
			return next(after)
		}
		return "", "", ""
	}
	open := strings.IndexAny(style, "{;")
	if open < 0 {
		return "", "", ""
	}
	if style[open] == ';' {
		return style[:open], "", style[open+1:]
	}
	depth := 0
	for i := open; i < len(style); i++ {
		switch style[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return style[:open], style[open+1 : i], style[i+1:]
			}
		}
	}
	return "", "", ""
}

var (
	negation = regexp.MustCompile(`:not\((?:[^()]|\([^()]*\))*\)`) // what an element is not says nothing of whether it is on a page
	class    = regexp.MustCompile(`\.((?:[\w-]|\\.)+)`)
)

// selectors answers those of a rule's selectors that a page can match: of elements, or of components that are kept.
func selectors(head string) string {
	var matching []string
	for _, one := range split(head) {
		if matches(one) {
			matching = append(matching, one)
		}
	}
	return strings.Join(matching, ",")
}

// split parts selectors at their commas, but for those within parentheses.
func split(head string) (all []string) {
	depth, start := 0, 0
	for i, c := range head {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			all, start = append(all, head[start:i]), i+1
		}
	}
	return append(all, head[start:])
}

func matches(selector string) bool {
	for _, found := range class.FindAllStringSubmatch(negation.ReplaceAllString(selector, ""), -1) {
		component, _, _ := strings.Cut(found[1], "--")
		component, _, _ = strings.Cut(component, "__")
		if !slices.Contains(kept, component) {
			return false
		}
	}
	return true
}
