package httpapi

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// page lists the routes from the one list: no script, nothing from elsewhere.
var page = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Casetrail API</title><link rel="stylesheet" href="/api/docs.css"></head><body>
<p class="banner">Casetrail is free software for case accounts. This is not a government website.</p>
<header><a class="mark" href="/">Casetrail</a></header><main>
<h1>The JSON API</h1>
<p>Everything is under <code>{{.Prefix}}</code>. The whole contract, with every field, is the OpenAPI 3.1 document at
<a href="/api/openapi.json">/api/openapi.json</a>.</p>
<ul>
<li>Send JSON. A <code>POST</code> wants an <code>Idempotency-Key</code>: new for each request, the same when it is sent again. Sent again, it changes nothing and answers the same.</li>
<li>Signing in answers the cookie <code>__Host-session</code>; send it back.</li>
<li>What went wrong comes as <code>application/problem+json</code> with a stable <code>code</code>, and never repeats what was sent.</li>
<li>A command answers <code>Casetrail-Position</code>; send it as <code>Casetrail-Wait-For</code> to read what it wrote.</li>
<li>Officers send <code>If-Match</code> with the <code>ETag</code> of the case they looked at; a change in between answers 412.</li>
</ul>
<table><thead><tr><th scope="col">Request</th><th scope="col">For</th><th scope="col">What it does</th></tr></thead><tbody>
{{range .Routes}}<tr><td><code>{{.Method}} {{.Path}}</code></td><td class="short" data-label="For">{{.Who.Words}}</td><td>{{.Summary}}</td></tr>
{{end}}</tbody></table></main></body></html>`))

// document serves the OpenAPI document, written once: huma's own handler writes it at the first request, and races.
func document(of *huma.OpenAPI) http.HandlerFunc {
	raw, err := json.Marshal(of)
	if err != nil {
		panic("the OpenAPI document cannot be written: " + err.Error())
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(raw) // the caller has gone: nothing to do
	}
}

func (a *API) docs(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, struct {
		Prefix string
		Routes []Route
	}{prefix, Routes}) // the caller has gone: nothing to do
}

//go:embed docs.css
var docsStyle []byte

func docsCSS(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(docsStyle) // the caller has gone: nothing to do
}
