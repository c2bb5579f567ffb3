package dev

import (
	"context"
	"net/url"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/civil"
)

// born is a date of birth as people write it.
func born(ctx context.Context, date string) string {
	d, err := civil.Parse(date)
	if err != nil {
		return date
	}
	return texts.Date(ctx, d)
}

// mailOf is the mailbox of one address.
func mailOf(address string) string { return "/dev/mailbox?" + url.Values{"to": {address}}.Encode() }

// numbers is what to type for a receipt number, and what is answered.
func numbers(ctx context.Context, all []Number) parts.Grid {
	g := parts.Grid{Caption: texts.T(ctx, "demo.numbers"), Silent: true, Columns: []parts.Column{
		{Text: texts.T(ctx, "demo.numbers_typed")}, {Text: texts.T(ctx, "demo.numbers_answer")},
	}}
	for _, n := range all {
		answer := texts.T(ctx, "demo.numbers_read")
		if n.Answer != "" {
			answer = texts.Problem(ctx, n.Answer, nil, 0)
		}
		g.Lines = append(g.Lines, []parts.Cell{{Text: n.Typed}, {Text: answer}})
	}
	return g
}
