package caselist

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/keyset"
)

// Filter narrows and orders the list. What is empty does not.
type Filter struct {
	Text  string // part of a receipt number or of the number of a form, as people type it
	Stage string // of the status: see casefile.Stages
	State string // Open or Closed
	Order string // one of the orders
}

// The states that a list can be narrowed to.
const (
	Open   = "open"
	Closed = "closed" // nothing is left to decide
)

// The orders. Any other text is the first one.
const (
	OrderNewest   = ""         // newest activity first
	OrderOldest   = "oldest"   // oldest activity first
	OrderReceived = "received" // received last first
)

// received is the day as the instant that a cursor holds.
const received = "c.receipt_date::timestamp at time zone 'UTC'"

// by is what the list is sorted by.
func (f Filter) by() (key, direction, beyond string) {
	switch f.Order {
	case OrderOldest:
		return "c.last_activity", "asc", ">"
	case OrderReceived:
		return received, "desc", "<"
	}
	return "c.last_activity", "desc", "<"
}

func (f Filter) key(i Item) keyset.Key {
	if f.Order == OrderReceived {
		return keyset.Key{At: i.ReceiptDate.In(time.UTC), ID: i.Receipt}
	}
	return keyset.Key{At: i.LastActivity, ID: i.Receipt}
}

// listSQL has in it only what is asked for, so that each combination has a plan of its own.
func listSQL(account uuid.UUID, f Filter, after *keyset.Key, limit int) (sql string, args []any) {
	sql, args = selectSQL, []any{account, keyset.Limit(limit)}
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	if text := casefile.Squeeze(f.Text); text != "" {
		n := arg(text)
		sql += " and (strpos(c.receipt, " + n + ") > 0 or strpos(replace(c.form, '-', ''), " + n + ") > 0)"
	}
	if f.Stage != "" {
		sql += " and c.stage = " + arg(f.Stage)
	}
	if f.State != "" {
		sql += " and c.closed = " + arg(f.State == Closed)
	}
	key, direction, beyond := f.by()
	if after != nil {
		sql += " and (" + key + ", c.receipt) " + beyond + " (" + arg(after.At) + ", " + arg(after.ID) + ")"
	}
	return sql + " order by " + key + " " + direction + ", c.receipt " + direction + " limit $2", args
}
