package office

import (
	"strconv"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/projections/links"
)

var _ = texts.Family("file_access.why_", access.Whys...)

// linksGrid is who sees the case. An account is told by the end of its id: staff need not know whose it is.
func linksGrid(v *frame.Visit, f reading.File) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("file_access.links"), Silent: true, Columns: []parts.Column{
		{Text: v.T("word.account")}, {Text: v.T("word.who")}, {Text: v.T("word.access")}, {Text: v.T("file_access.since"), Whole: true},
	}}
	for _, l := range f.Links {
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: endOf(l.Account)}, {Text: v.T("word.role." + l.Kind)}, {Body: tierTag(v, l.Tier)}, {Text: texts.Day(ctx, l.Since)},
		})
	}
	return g
}

func tierTag(v *frame.Visit, tier string) tagged {
	kind := parts.Note
	if tier == access.TierFull {
		kind = parts.Good
	}
	return tagged{{Kind: kind, Text: v.T("word.tier." + tier)}}
}

// codesGrid is what became of the access codes, the newest first.
func codesGrid(v *frame.Visit, f reading.File) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("file_access.codes"), Silent: true, Columns: []parts.Column{
		{Text: v.T("file_access.number")},
		{Text: v.T("word.why")},
		{Text: v.T("file_access.issued"), Whole: true},
		{Text: v.T("file_access.expires"), Whole: true},
		{Text: v.T("word.status")},
		{Text: v.T("file_access.wrong"), Number: true},
	}}
	for _, c := range f.Codes {
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: v.T("file_access.nth", "Number", strconv.Itoa(c.Number))},
			{Text: v.T("file_access.why_" + c.Why)},
			{Text: texts.Day(ctx, c.Issued)},
			{Text: texts.Day(ctx, c.Expires)},
			{Body: fate(fateTag(v, c), usedBy(v, c))},
			{Text: texts.Number(ctx, c.Wrong)},
		})
	}
	return g
}

var fateKinds = map[string]parts.Kind{
	access.Used: parts.Good, access.Replaced: parts.Neutral, access.Expired: parts.Neutral, access.Voided: parts.Bad,
}

// fateTag counts a code that nobody has recorded to be expired by the clock.
func fateTag(v *frame.Visit, c links.Code) parts.Tag {
	switch {
	case c.Fate != "":
		return parts.Tag{Kind: fateKinds[c.Fate], Text: v.T("word.code_state." + c.Fate)}
	case !v.At.Before(c.Expires):
		return parts.Tag{Kind: parts.Neutral, Text: v.T("word.code_state.expired")}
	}
	return parts.Tag{Kind: parts.Progress, Text: v.T("word.code_state.unused")}
}

func usedBy(v *frame.Visit, c links.Code) string {
	if c.UsedBy == nil || c.UsedAt == nil {
		return ""
	}
	return v.T("file_access.used", "Date", texts.Day(v.Context(), *c.UsedAt), "Who", v.T("word.role."+*c.UsedBy))
}
