package tables

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
)

// ClientUse counts what API clients ask, in app.client_use and app.credential_use, by the clock of the database, so that
// all servers count together.
type ClientUse struct {
	pool  *pgxpool.Pool
	rules []limits.Rule
}

// NewClientUse counts through the pool, under the given rules.
func NewClientUse(pool *pgxpool.Pool, rules []limits.Rule) *ClientUse {
	return &ClientUse{pool, rules}
}

// spendSQL counts one request under both rules: one statement, which writes one row. A burst is a window of its own, from
// its first request on; so is the quota. A count above the limit says "too many" and stays at one above; what the burst
// refuses does not count against the quota. It stands before every request, so it does not wait for the disk: a crash of
// the machine forgets less than a second.
//
// When the credential was used last is written once a minute; in between that part only reads.
const spendSQL = `
with used as (
	insert into app.credential_use as c (client, number, last_used)
	select $1::uuid, $2::int, now()
	 where not exists (select from app.credential_use
	                    where client = $1 and number = $2 and last_used > now() - make_interval(secs => $7::float8))
	on conflict (client, number) do update set last_used = excluded.last_used
)
insert into app.client_use as u (client, burst_start, burst_count, quota_start, quota_count)
select $1::uuid, now(), 1, now(), 1
  from (select set_config('synchronous_commit', 'off', true)) as durability
on conflict (client) do update
   set (burst_start, burst_count, quota_start, quota_count) = (
       select case when new_burst then now() else u.burst_start end,
              asked,
              case when new_quota then now() else u.quota_start end,
              case when asked > $3::int then case when new_quota then 0 else u.quota_count end
                   when new_quota then 1
                   else least(u.quota_count, $5::int) + 1 end
         from (select new_burst, new_quota, case when new_burst then 1 else least(u.burst_count, $3::int) + 1 end as asked
                 from (select u.burst_start + make_interval(secs => $4::float8) <= now() as new_burst,
                              u.quota_start + make_interval(secs => $6::float8) <= now() as new_quota) as windows
              ) as counted)
returning burst_count > $3::int,
          quota_count > $5::int,
          extract(epoch from burst_start + make_interval(secs => $4::float8) - now())::float8,
          extract(epoch from quota_start + make_interval(secs => $6::float8) - now())::float8`

// lastUsedEvery is how exactly the last use of a credential is kept.
const lastUsedEvery = time.Minute

// Spend counts one request under a rule for bursts and one for the quota, both of package limits. It answers the one that
// was used up, and how long to wait.
func (s *ClientUse) Spend(ctx context.Context, of client.ID, burst, quota string) (over string, wait time.Duration, err error) {
	second, err := s.rule(burst)
	if err != nil {
		return "", 0, err
	}
	day, err := s.rule(quota)
	if err != nil {
		return "", 0, err
	}
	var tooFast, tooMany bool
	var burstLeft, quotaLeft float64
	err = s.pool.QueryRow(ctx, spendSQL, of.Client, of.Number, second.Max, second.Window.Seconds(), day.Max, day.Window.Seconds(), lastUsedEvery.Seconds()).
		Scan(&tooFast, &tooMany, &burstLeft, &quotaLeft)
	switch {
	case err != nil:
		return "", 0, fmt.Errorf("count a request of an API client: %w", err)
	case tooFast:
		return burst, seconds(burstLeft), nil
	case tooMany:
		return quota, seconds(quotaLeft), nil
	}
	return "", 0, nil
}

func (s *ClientUse) rule(name string) (limits.Rule, error) {
	i := slices.IndexFunc(s.rules, func(r limits.Rule) bool { return r.Name == name })
	if i < 0 {
		return limits.Rule{}, fmt.Errorf("there is no limit named %q", name)
	}
	return s.rules[i], nil
}

func seconds(f float64) time.Duration { return time.Duration(f * float64(time.Second)) }

// LastUsed answers when the credentials of some clients were used last, to the minute. Those that never were are not there.
func (s *ClientUse) LastUsed(ctx context.Context, clients ...uuid.UUID) (map[client.ID]time.Time, error) {
	ids := make([]string, len(clients)) // as text: pgx encodes that also when a pooler forbids it to ask the server for types
	for i, id := range clients {
		ids[i] = id.String()
	}
	rows, err := s.pool.Query(ctx, "select client, number, last_used from app.credential_use where client = any($1::uuid[])", ids)
	if err != nil {
		return nil, fmt.Errorf("look for the last use of API clients: %w", err)
	}
	used := map[client.ID]time.Time{}
	var id client.ID
	var at time.Time
	_, err = pgx.ForEachRow(rows, []any{&id.Client, &id.Number, &at}, func() error {
		used[id] = at.UTC()
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for the last use of API clients: %w", err)
	}
	return used, nil
}
