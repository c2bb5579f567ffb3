package public

import (
	"cmp"
	"context"
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
	return frame.Page{Title: v.T("developers.title"), Body: developersBody(rule, v.Dev())}
}

// What a program sends, and what it gets. A test compares it with what is answered.
const (
	tokenCall = `curl "$URL/oauth/accesstoken" \
  -d grant_type=client_credentials \
  -d client_id=$ID \
  -d client_secret=$SECRET`
	tokenGets = `{
  "access_token": "…",
  "token_type": "Bearer",
  "expires_in": "1800",
  "issued_at": "1780315200000",
  "status": "approved",
  "scope": "case-status",
  "refresh_token_expires_in": "0",
  "api_product_list": "[Case Status API]",
  "organization_name": "…"
}`
	statusCall = `curl "$URL/case-status/EAC9999103403" \
  -H "Authorization: Bearer $PASS"`
	statusGets = `{
  "case_status": {
    "receiptNumber": "EAC9999103403",
    "formType": "I-765",
    "submittedDate": "03-02-2026 00:00:00",
    "modifiedDate": "06-01-2026 08:00:00",
    "current_case_status_text_en": "…",
    "current_case_status_desc_en": "…",
    "current_case_status_text_es": "…",
    "current_case_status_desc_es": "…",
    "hist_case_status": [
      {
        "date": "2026-06-01",
        "completed_text_en": "…",
        "completed_text_es": "…"
      }
    ]
  },
  "message": "Query was successful for payload {'receipt_number': 'EAC9999103403'}"
}`
	faultGets = `{"code":404,"message":"Case Not Found"}`
)

// faults are what goes wrong: the status, the message of the answer where it is always the same, and the key of a text.
var faults = []struct{ status, message, text string }{
	{"400", "", "400"},
	{"401", "Invalid Client Credentials", "401_secret"},
	{"401", "Invalid Access Token", "401_token"},
	{"404", "Case Not Found", "404"},
	{"422", "Invalid Receipt Number", "422"},
	{"429", "Spike Arrest Violation", "429_second"},
	{"429", "Quota Violation", "429_day"},
	{"503", "Service Unavailable", "503"},
}

var _ = texts.Family("developers.fault.", "400", "401_secret", "401_token", "404", "422", "429_second", "429_day", "503")

func faultTable(ctx context.Context) parts.Grid {
	g := parts.Grid{Caption: texts.T(ctx, "developers.faults"), Silent: true, Columns: []parts.Column{
		{Text: texts.T(ctx, "developers.status")}, {Text: texts.T(ctx, "developers.message")}, {Text: texts.T(ctx, "developers.means")},
	}}
	for _, f := range faults {
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: f.status}, {Text: cmp.Or(f.message, texts.T(ctx, "developers.varies"))}, {Text: texts.T(ctx, "developers.fault."+f.text)},
		})
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
