package tables

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Lock is a key whose attempts are used up.
type Lock struct {
	Key   string
	Until time.Time
}

// Locks answers what is locked under a rule just now, the longest first.
func (s *Limits) Locks(ctx context.Context, rule string, limit int) ([]Lock, error) {
	rows, err := s.pool.Query(ctx, `
		select key, locked_until from app.limits
		 where rule = $1 and locked_until > now()
		 order by locked_until desc, key limit $2`, rule, limit)
	if err != nil {
		return nil, fmt.Errorf("look for locks under %s: %w", rule, err)
	}
	locks, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l Lock, err error) {
		var key []byte
		err = row.Scan(&key, &l.Until)
		l.Key, l.Until = string(key), l.Until.UTC()
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("look for locks under %s: %w", rule, err)
	}
	return locks, nil
}
