package mycases

import (
	"context"
	"errors"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
)

func (p Pages) bindAdded(b *frame.Binder) { b.Show("H04", p.showAdded) }

func (p Pages) showAdded(v *frame.Visit) (frame.Page, error) {
	view, tier, err := p.mine(v)
	if err != nil {
		return frame.Page{}, err
	}
	return addedPage(v, view, tier), nil
}

func addedPage(v *frame.Visit, view casefile.View, tier string) frame.Page {
	page := frame.Page{Title: v.T("added.title"), Body: addedBody(view, tier), Back: casesLink(v)}
	if tier == access.TierStatus {
		page.State = "limited"
	}
	return page
}

// mine is the case of the address. What is no receipt number is no case, and another's is not told from none.
func (p Pages) mine(v *frame.Visit) (casefile.View, string, error) {
	view, tier, err := p.Reading.One(v.Context(), v.Holder(), v.Param("receipt"), v.After())
	var d *domain.Error
	if errors.As(err, &d) && (d.Kind == domain.Invalid || d.Kind == domain.NotFound) {
		err = door.ErrNotHere
	}
	return view, tier, err
}

var (
	_ = texts.Family("word.tier.", access.TierFull, access.TierStatus)
	_ = texts.Family("added.right.", access.Rights...)
)

func accessTag(ctx context.Context, tier string) parts.Tag {
	kind := parts.Note
	if tier == access.TierFull {
		kind = parts.Good
	}
	return parts.Tag{Kind: kind, Text: texts.T(ctx, "word.tier."+tier)}
}

// rightsGrid is what each tier allows, with the column of the visitor's own first.
func rightsGrid(ctx context.Context, tier string) parts.Grid {
	tiers := []string{access.TierFull, access.TierStatus}
	if tier == access.TierStatus {
		tiers = []string{access.TierStatus, access.TierFull}
	}
	g := parts.Grid{Caption: texts.T(ctx, "added.table"), Narrow: true, Columns: []parts.Column{{Text: texts.T(ctx, "added.what")}}}
	for i, t := range tiers {
		name := texts.T(ctx, "word.tier."+t)
		if i == 0 {
			name = texts.T(ctx, "added.yours", "Tier", name)
		}
		g.Columns = append(g.Columns, parts.Column{Text: name})
	}
	for _, right := range access.Rights {
		line := []parts.Cell{{Text: texts.T(ctx, "added.right."+right)}}
		for _, t := range tiers {
			line = append(line, parts.Cell{Body: parts.StatusTag(yesOrNo(ctx, access.Allows(t, right)))})
		}
		g.Lines = append(g.Lines, line)
	}
	return g
}

func yesOrNo(ctx context.Context, yes bool) parts.Tag {
	if yes {
		return parts.Tag{Kind: parts.Good, Text: texts.T(ctx, "word.yes")}
	}
	return parts.Tag{Kind: parts.Neutral, Text: texts.T(ctx, "word.no")}
}
