package public

import (
	"context"
	"strconv"
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/limits"
)

func (p Pages) bindDevelopers(b *frame.Binder) {
	b.Show("P12", func(v *frame.Visit) (frame.Page, error) { return developersPage(v, p.Rule), nil })
}

func developersPage(v *frame.Visit, rule func(string) limits.Rule) frame.Page {
	return frame.Page{Title: v.T("developers.title"), Body: developersBody(rule)}
}

// What a program sends. $URL is where this site is, and the rest is its own.
const (
	tokenCall = `curl "$URL/oauth/accesstoken" \
  -d grant_type=client_credentials \
  -d client_id=$ID \
  -d client_secret=$SECRET`
	statusCall = `curl "$URL/case-status/EAC9999103403" \
  -H "Authorization: Bearer $TOKEN"`
)

// faults are the statuses of what goes wrong, each with a text.
var faults = []int{401, 404, 422, 429}

var _ = texts.Family("developers.fault.", "401", "404", "422", "429")

func faultTable(ctx context.Context) parts.Grid {
	g := parts.Grid{Caption: texts.T(ctx, "developers.faults"), Silent: true, Columns: []parts.Column{
		{Text: texts.T(ctx, "developers.status")}, {Text: texts.T(ctx, "developers.means")},
	}}
	for _, status := range faults {
		code := strconv.Itoa(status)
		g.Lines = append(g.Lines, []parts.Cell{{Text: code}, {Text: texts.T(ctx, "developers.fault."+code)}})
	}
	return g
}

// limitTable has the figures that are in force.
func limitTable(ctx context.Context, rule func(string) limits.Rule) parts.Grid {
	g := parts.Grid{Caption: texts.T(ctx, "developers.limits"), Silent: true, Columns: []parts.Column{
		{Text: texts.T(ctx, "developers.environment")}, {Text: texts.T(ctx, "developers.second")}, {Text: texts.T(ctx, "developers.day")},
	}}
	most := func(name string) parts.Cell { return parts.Cell{Text: texts.Number(ctx, rule(name).Max)} }
	g.Lines = [][]parts.Cell{
		{{Text: texts.T(ctx, "developers.sandbox")}, most(limits.SandboxSecond), most(limits.SandboxDay)},
		{{Text: texts.T(ctx, "developers.production")}, most(limits.ClientSecond), most(limits.ClientDay)},
	}
	return g
}

// sandbox are the published numbers that have a history, or those that have none.
func sandbox(history bool) string {
	var all []string
	for _, n := range casefile.SandboxNumbers {
		if n.History == history {
			all = append(all, string(n.Receipt))
		}
	}
	return strings.Join(all, " ")
}

func developersSamples() []frame.Sample {
	return []frame.Sample{{Screen: "P12", Page: func(v *frame.Visit) frame.Page { return developersPage(v, limits.Of) }}}
}
