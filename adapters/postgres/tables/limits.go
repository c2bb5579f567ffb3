package tables

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/limits"
)

// Limits counts attempts in app.limits, by the clock of the database, so that
// all servers count together.
type Limits struct {
	pool  *pgxpool.Pool
	rules []limits.Rule
}

// NewLimits counts through the pool, under the given rules; without any, under
// those of package limits.
func NewLimits(pool *pgxpool.Pool, rules ...limits.Rule) *Limits {
	if len(rules) == 0 {
		rules = limits.Rules
	}
	return &Limits{pool, rules}
}

// takeSQL counts one attempt. It is one statement, so that of any number of
// tries at once, on any number of servers, exactly as many pass as there are
// left: each waits for the row, and sees what the one before it wrote.
//
// A count above the limit says "too many"; it stays at one above. A rule with
// a lock ($5 > 0) is locked by the attempt that uses up the last: it passes,
// and a success clears it. When a lock has run out, counting starts anew, and
// the next lock is twice as long, up to $6.
//
// Only a lock has to survive a crash of the machine. The others need not wait
// for the disk ($7), since they stand before every request.
const takeSQL = `
insert into app.limits as l (rule, key, window_start, count, strikes, locked_until)
select $1::text, $2::bytea, now(), 1,
       case when $5::float8 > 0 and $3::int = 1 then 1 else 0 end,
       case when $5 > 0 and $3 = 1 then now() + make_interval(secs => $5) end
  from (select set_config('synchronous_commit', $7, true)) as durability
on conflict (rule, key) do update
   set (window_start, count, strikes, locked_until) = (
       select case when over then now() else l.window_start end,
              n,
              l.strikes + case when $5 > 0 and n = $3 then 1 else 0 end,
              case when $5 > 0 and n = $3 then now() + make_interval(secs => least($6, $5 * 2 ^ least(l.strikes, 30)))
                   when l.locked_until > now() then l.locked_until end
         from (select over, case when over then 1 else least(l.count, $3) + 1 end as n
                 from (select coalesce(l.locked_until <= now(), l.window_start + make_interval(secs => $4) <= now()) as over) as w
              ) as counted)
returning $3 - count,
          extract(epoch from coalesce(locked_until, window_start + make_interval(secs => $4)) - now())::float8,
          window_start`

// Take counts one attempt under a rule of package limits.
func (s *Limits) Take(ctx context.Context, rule, key string) (left int, wait time.Duration, err error) {
	left, wait, _, err = s.take(ctx, s.pool, rule, key)
	return left, wait, err
}

// querier is the pool, or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// take also answers when the window began in which the attempt counts.
func (s *Limits) take(ctx context.Context, in querier, rule, key string) (left int, wait time.Duration, window time.Time, err error) {
	i := slices.IndexFunc(s.rules, func(r limits.Rule) bool { return r.Name == rule })
	if i < 0 {
		return 0, 0, window, fmt.Errorf("there is no limit named %q", rule)
	}
	r := s.rules[i]
	commit := "off"
	if r.Lock > 0 {
		commit = "on"
	}
	var seconds float64
	err = in.QueryRow(ctx, takeSQL, r.Name, []byte(key), r.Max,
		r.Window.Seconds(), r.Lock.Seconds(), max(r.Lock, r.Longest).Seconds(), commit).Scan(&left, &seconds, &window)
	if err != nil {
		return 0, 0, window, fmt.Errorf("count an attempt under %s: %w", r.Name, err)
	}
	if left >= 0 {
		return left, 0, window, nil
	}
	return left, max(time.Duration(seconds*float64(time.Second)), time.Second), window, nil
}

// Clear forgets what was counted, and every lock with it.
func (s *Limits) Clear(ctx context.Context, rule, key string) error {
	_, err := s.pool.Exec(ctx, "delete from app.limits where rule = $1 and key = $2", rule, []byte(key))
	if err != nil {
		return fmt.Errorf("clear the attempts under %s: %w", rule, err)
	}
	return nil
}

// strikesKept is how long the next lock stays longer than the first, when no
// success has cleared it.
const strikesKept = 30 * 24 * time.Hour

// Sweep deletes rows that no longer hold anybody back, and answers how many.
func (s *Limits) Sweep(ctx context.Context) (int64, error) {
	var swept int64
	for _, r := range s.rules {
		tag, err := s.pool.Exec(ctx, `
			delete from app.limits
			 where rule = $1
			   and window_start < now() - make_interval(secs => $2)
			   and coalesce(locked_until, '-infinity') < now()
			   and (strikes = 0 or window_start < now() - make_interval(secs => $3))`,
			r.Name, r.Window.Seconds(), strikesKept.Seconds())
		if err != nil {
			return swept, fmt.Errorf("sweep the attempts under %s: %w", r.Name, err)
		}
		swept += tag.RowsAffected()
	}
	return swept, nil
}
