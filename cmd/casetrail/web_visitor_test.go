package main

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// browser is a person at the pages, with a browser that runs no script: it keeps cookies, follows redirects, says where
// its requests come from, and sends forms as they stand in the page. What it holds it shares with its visitor, who may
// use the API beside.
type browser struct {
	*visitor
	language string
	at       *page // that is shown
}

// browse opens a browser of somebody who reads this language.
func (p *product) browse(language string) *browser {
	return &browser{visitor: p.visitor(), language: language}
}

// pages are the same person's, who has used the API so far.
func (v *visitor) pages(language string) *browser {
	return &browser{visitor: v, language: language}
}

// get opens a page, wherever that leads.
func (b *browser) get(path string) *page {
	b.t.Helper()
	return b.follow(b.request(http.MethodGet, path, nil), path)
}

// post sends fields to an address as a form of ours would, and shows what follows. Headers are name, value.
func (b *browser) post(path string, fields url.Values, headers ...string) *page {
	b.t.Helper()
	return b.follow(b.request(http.MethodPost, path, fields, headers...), path)
}

// request is one exchange, without following where it leads.
func (b *browser) request(method, path string, fields url.Values, headers ...string) reply {
	b.t.Helper()
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(fields.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", b.language)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.url)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return b.send(r)
}

// follow goes where an answer to a request for path leads.
func (b *browser) follow(r reply, path string) *page {
	b.t.Helper()
	for range 10 {
		to := r.Header.Get("Location")
		if r.Status < 300 || r.Status > 399 {
			b.at = b.read(r, path)
			return b.at
		}
		if r.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
			b.t.Fatalf("%s leads to %q with %d: pages lead on with 303, to pages of ours", path, to, r.Status)
		}
		path, _, _ = strings.Cut(to, "#")
		r = b.request(http.MethodGet, path, nil)
	}
	b.t.Fatal("pages lead round and round, the last to ", path)
	return nil
}

// read parses a page, and looks whether it is sound.
func (b *browser) read(r reply, path string) *page {
	b.t.Helper()
	root, err := html.Parse(bytes.NewReader(r.Raw))
	if err != nil {
		b.t.Fatalf("%s cannot be read as HTML: %v", path, err)
	}
	p := &page{browser: b, reply: r, path: path, root: root, typed: map[*html.Node][]string{}}
	if body := p.first(tag("body")); body != nil {
		p.screen, p.state = attribute(body, "data-screen"), attribute(body, "data-state")
	}
	p.title = text(p.first(tag("title")))
	p.heading = text(p.first(tag("h1")))
	if p.screen != "" { // a page of the web front, not a file
		p.sound()
		saw(p)
	}
	return p
}
