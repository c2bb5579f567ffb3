package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/web/assets"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
)

// What a page may take: time on the server, of all but one in twenty; bytes of HTML; bytes of all that it loads to look right.
const (
	pageTime  = 20  // ms
	pageBytes = 60  // kB
	restBytes = 120 // kB, gzip
)

// measured are pages: of people who each look at a case of their own, of an officer, and of passers-by.
var measured = []struct {
	what, screen, path, reader string
}{
	{"home", "H01", "/home", "holder"},
	{"list of own cases", "C01", "/cases", "holder"},
	{"a case", "C02", "/cases/{receipt}", "holder"},
	{"its history", "C03", "/cases/{receipt}/history", "holder"},
	{"an office's work", "O01", "/staff?office=NBC", "officer"},
	{"a case file", "O04", "/staff/cases/{receipt}", "officer"},
	{"status check", "P04", "/status", ""},
	{"signing in", "S01", "/sign-in", ""},
}

// pages measures how long the server takes for whole pages (the session, the queries, the HTML), and how heavy they are.
func (b *bench) pages(t *testing.T) {
	p := b.serve(t, b.fill(t, manyCases))
	o, wires := p.agency(), p.wires(16)
	var count int
	must(t, p.core.pool.QueryRow(t.Context(), "select count(*) from "+projections.Schema(cases.Projection)+".cases").Scan(&count))
	const rate = 50
	var weights times // a byte as a millisecond
	for _, m := range measured {
		var took times
		must(t, pace(t.Context(), rate, b.lasts, wires, func(w *wire, n int, due time.Time) error {
			s := o.seers[n%len(o.seers)]
			token := map[string]string{"holder": s.token, "officer": o.officer}[m.reader]
			_, html, err := w.ask(200, token, "GET", strings.Replace(m.path, "{receipt}", s.receipt, 1), "", "Accept-Language", "es")
			took.add(time.Since(due))
			if err == nil && !strings.Contains(string(html), `data-screen="`+m.screen+`"`) {
				err = fmt.Errorf("%s does not show %s: %s", m.path, m.screen, html)
			}
			weights.add(time.Duration(len(html)) * time.Millisecond)
			return err
		}))
		for i, of := range []float64{0.5, 0.95, 0.99} {
			what := fmt.Sprintf("%s, p%.0f at %d a second, %d cases", m.what, of*100, rate, count)
			b.figures.add(figure{Scenario: "pages", What: what, Subject: took.share(of), Unit: "ms", atMost: []float64{0, pageTime, 0}[i]})
		}
	}
	b.figures.add(figure{Scenario: "pages", What: "HTML of the heaviest of them", Subject: weights.share(1) / 1000, Unit: "kB", atMost: pageBytes})
	rest := figure{Scenario: "pages", What: "style sheet and script, gzip", Unit: "kB", atMost: restBytes}
	if !assets.Built() {
		rest.NotRun = "needs make assets"
	}
	for _, name := range []string{assets.Style, assets.Script} {
		_, body, err := wires[0].ask(200, "", "GET", assets.URL(name), "", "Accept-Encoding", "gzip")
		must(t, err)
		rest.Subject += float64(len(body)) / 1000
	}
	b.figures.add(rest)
}
