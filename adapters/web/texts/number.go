package texts

import (
	"context"

	"golang.org/x/text/number"
)

// Number writes a whole number: 12,345.
func Number(ctx context.Context, n int) string { return of(ctx).number(n) }

func (c *catalog) number(n int) string { return c.printer.Sprint(number.Decimal(n)) }
