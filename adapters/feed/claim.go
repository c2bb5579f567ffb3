package feed

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// Two versions of the program may answer different types of events with one reactor, and take the checkpoint from each
// other in any order: while servers are replaced one by one, and when that is undone. A position alone would then lie: the
// older version passes what only the newer one answers. So what a checkpoint stands for is remembered with it.
//
// The checkpoint of a consumer is true for the types that its owner asks for; app.answers has, for every type that anybody
// ever asked for, up to where its events are answered. A claim first raises the types of the owner before to the checkpoint,
// then lowers the checkpoint to the least of its own types. The new owner reads on from there and passes over what is
// answered already. What the older version did not know is thus answered by the newer one, and what the newer one adds waits,
// after a roll-back, for the next that knows it, without anybody comparing versions. The events are few: of a type that is
// new with the program there are none before it. Checkpoints are saved as before: app.answers changes only here.

// asked is one row for each consumer and type.
type asked struct {
	consumers, types []string
	starts           []int64 // where a type begins that the consumer never asked for
}

func asks(consumers []Consumer, head domain.Position) (w asked) {
	for _, c := range consumers {
		start := int64(head)
		if c.FromStart {
			start = 0
		}
		for _, t := range c.Types {
			w.consumers, w.types, w.starts = append(w.consumers, stored(c.Name)), append(w.types, t), append(w.starts, start)
		}
	}
	return w
}

// A checkpoint that is older than app.answers stands for every type of the first who claims it.
const enroll = `
	insert into app.answers (consumer, type, seen)
	select w.consumer, w.type, coalesce(c.position, w.start)
	from unnest($1::text[], $2::text[], $3::bigint[]) as w (consumer, type, start)
	left join app.checkpoints c
	  on c.name = w.consumer and not exists (select from app.answers a where a.consumer = w.consumer)
	on conflict do nothing`

const lockCheckpoints = `select 1 from app.checkpoints where name = any($1) order by name for update`

const raiseAnswered = `
	update app.answers a set seen = greatest(a.seen, c.position)
	from app.checkpoints c where c.name = a.consumer and a.consumer = any($1) and a.asked`

// After a restore the log may be shorter than a checkpoint: the lower of the checkpoint and the head is right, since doing
// something again records nothing new.
const lowerToHead = `
	update app.answers a set seen = least(a.seen, $2)
	from app.checkpoints c where c.name = a.consumer and a.consumer = any($1) and c.epoch <> $3`

const askAnew = `
	update app.answers a set asked = exists (
		select from unnest($1::text[], $2::text[]) as w (consumer, type) where w.consumer = a.consumer and w.type = a.type)
	where consumer = any($1)`

// claimCheckpoints sets each checkpoint to the least of its types.
const claimCheckpoints = `
	insert into app.checkpoints as c (name, version, position, epoch, owner)
	select consumer, 1, min(seen), $2, $3 from app.answers where consumer = any($1) and asked group by consumer
	on conflict (name) do update
	set owner = excluded.owner, epoch = excluded.epoch, halted = '', updated_at = now(), position = excluded.position`

// Claim implements Ledger.
func (l PostgresLedger) Claim(
	ctx context.Context, owner, epoch uuid.UUID, head domain.Position, consumers []Consumer,
) (stand map[string]Stand, err error) {
	w := asks(consumers, head)
	err = pgx.BeginFunc(ctx, l.Pool, func(tx pgx.Tx) error {
		var b pgx.Batch
		b.Queue(lockCheckpoints, w.consumers)
		b.Queue(enroll, w.consumers, w.types, w.starts)
		b.Queue(raiseAnswered, w.consumers)
		b.Queue(lowerToHead, w.consumers, int64(head), epoch)
		b.Queue(askAnew, w.consumers, w.types)
		b.Queue(claimCheckpoints, w.consumers, epoch, owner)
		if err := tx.SendBatch(ctx, &b).Close(); err != nil {
			return err
		}
		stand, err = standing(ctx, tx, w.consumers)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claiming checkpoints: %w", err)
	}
	return stand, nil
}

func standing(ctx context.Context, tx pgx.Tx, consumers []string) (map[string]Stand, error) {
	rows, err := tx.Query(ctx, `
		select a.consumer, c.position, a.type, a.seen
		from app.answers a join app.checkpoints c on c.name = a.consumer where a.consumer = any($1) and a.asked`, consumers)
	if err != nil {
		return nil, err
	}
	stand := map[string]Stand{}
	var consumer, eventType string
	var through, seen domain.Position
	_, err = pgx.ForEachRow(rows, []any{&consumer, &through, &eventType, &seen}, func() error {
		name := bare(consumer)
		if stand[name].Seen == nil {
			stand[name] = Stand{Through: through, Seen: map[string]domain.Position{}}
		}
		stand[name].Seen[eventType] = seen
		return nil
	})
	return stand, err
}
