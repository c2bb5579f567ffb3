package public

import (
	"context"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

// picture is a notice, made up, on which one of the numbers is marked.
type picture struct {
	ID     string // of this drawing on its page
	Title  string // what is seen, for who does not see it
	Head   string
	Cells  []cell
	Marked string
}

// cell is one field of a notice, in units of the drawing.
type cell struct {
	Name, Label, Value  string
	X, Y, Width, Height int
}

// receiptNotice is the notice that follows a filing.
func receiptNotice(ctx context.Context, marked string) picture {
	p := picture{ID: "notice-" + marked, Head: texts.T(ctx, "numbers.notice_head"), Marked: marked, Cells: []cell{
		{"receipt", texts.T(ctx, "word.receipt_number"), "IOE0912345678", 16, 58, 170, 44},
		{"form", texts.T(ctx, "numbers.notice_type"), "I-130", 186, 58, 158, 44},
		{"person", texts.T(ctx, "numbers.a_number"), "A012 345 678", 186, 102, 158, 44},
		{"date", texts.T(ctx, "numbers.notice_date"), texts.T(ctx, "numbers.notice_day"), 16, 102, 170, 44},
	}}
	return p.titled(ctx)
}

// accessNotice is the letter with the access code.
func accessNotice(ctx context.Context, marked string) picture {
	p := picture{ID: "notice-" + marked, Head: texts.T(ctx, "numbers.letter_head"), Marked: marked, Cells: []cell{
		{"receipt_again", texts.T(ctx, "word.receipt_number"), "IOE0912345678", 16, 58, 170, 44},
		{"account", texts.T(ctx, "word.account_number"), "1234 5678 9012", 186, 58, 158, 44},
		{"access", texts.T(ctx, "word.access_code"), "7K2M-9QXD-4TBV", 16, 102, 328, 44},
	}}
	return p.titled(ctx)
}

func (p picture) titled(ctx context.Context) picture {
	for _, c := range p.Cells {
		if c.Name == p.Marked {
			p.Title = texts.T(ctx, "numbers.picture", "Notice", p.Head, "Number", c.Label)
		}
	}
	return p
}
