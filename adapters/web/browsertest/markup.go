package browsertest

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/chromedp/cdproto/network"
	"golang.org/x/net/html"
)

// Markup finds what is wrong with the HTML as the server sent it: a browser
// repairs much in silence, and not every program that reads pages does.
func Markup(tab *Tab) []string {
	tab.t.Helper()
	tab.watch.mu.Lock()
	document := tab.watch.document
	tab.watch.mu.Unlock()
	if document == "" {
		return nil
	}
	body := step(tab, "read the page as it was sent", call(network.GetResponseBody, network.GetResponseBodyParams{RequestID: document}))
	return malformed([]byte(body.Body))
}

// voids are the elements without an end tag.
var voids = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"link": true, "meta": true, "source": true, "track": true, "wbr": true,
}

// malformed asks that every element be closed in its order, and have each
// attribute once.
func malformed(text []byte) []string {
	var found []string
	var open []string
	tokens := html.NewTokenizer(bytes.NewReader(text))
	for {
		kind := tokens.Next()
		switch kind {
		case html.ErrorToken:
			if tokens.Err() != io.EOF {
				found = append(found, tokens.Err().Error())
			}
			for _, name := range open {
				found = append(found, fmt.Sprintf("the HTML never closes <%s>", name))
			}
			return found
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(tokens.Raw())
			name, _ := tokens.TagName()
			found = append(found, twice(raw)...)
			if kind == html.StartTagToken && !voids[string(name)] {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return append(found, fmt.Sprintf("the HTML closes <%s> where %v are open", name, open))
			}
			open = open[:len(open)-1]
		}
	}
}

// attribute is one of a tag. The tokenizer forgives one that comes twice.
var attribute = regexp.MustCompile(`[\s"']([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?`)

func twice(tag string) []string {
	var found []string
	seen := map[string]bool{}
	for _, match := range attribute.FindAllStringSubmatch(tag, -1) {
		name := strings.ToLower(match[1])
		if seen[name] {
			found = append(found, fmt.Sprintf("the HTML gives an attribute %s twice: %s", name, tag))
		}
		seen[name] = true
	}
	return found
}
