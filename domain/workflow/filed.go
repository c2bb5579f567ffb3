package workflow

import (
	"context"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/personal"
)

// openFiled opens what a case says of its party. What a case that does not exist would say is sealed under a key that nobody
// has: the key store is asked all the same.
func openFiled(ctx context.Context, opener Opener, receipt casefile.Receipt, texts ...*personal.Text) error {
	for _, t := range texts {
		if t.IsZero() {
			*t = personal.New(personal.Party(string(receipt), "nobody"), "").Seal([]byte("nothing"))
		}
	}
	return opener.OpenTexts(ctx, texts...)
}
