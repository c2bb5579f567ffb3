package feed

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// State is what a reactor is doing.
type State string

// The states of a reactor.
const (
	Live       State = "live"        // it has answered everything, or nearly: less than a second is missing
	CatchingUp State = "catching up" // it goes through what it has not seen
	Unowned    State = "unowned"     // no server reacts: another will take over within seconds
	Halted     State = "halted"      // it goes no further until somebody acts; Reason says why
	Foreign    State = "other epoch" // its checkpoint is of the log before a restore: the next server that reacts goes on from there
	New        State = "new"         // no server has let it react yet
)

// Status is what operators see of a reactor.
type Status struct {
	Name     string
	Position domain.Position
	Head     domain.Position
	Events   uint64        // how many events it is behind; 0 when the log cannot count (Counted)
	Counted  bool          // the log's positions are dense: Events means something
	Behind   time.Duration // how long the oldest event that it has not passed has been stored
	State    State
	Reason   string    // of Halted: a code
	Owner    uuid.UUID // the term of the server that reacts; zero when none does
	Parked   int       // streams
	Waiting  []string  // types that this program answers, and whoever reacts does not: they wait for a newer server
}

// Status says how these reactors stand. It works on every server, and where none runs.
func (r Reactors) Status(ctx context.Context, reactors ...Reactor) ([]Status, error) {
	info, err := r.Log.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("the log does not answer: %w", err)
	}
	rows, err := r.checkpoints(ctx, reactors)
	if err != nil {
		return nil, fmt.Errorf("checkpoints of reactors: %w", err)
	}
	since := firsts{log: r.Log, at: map[domain.Position]time.Time{}}
	all := make([]Status, 0, len(rows))
	for _, c := range rows {
		s, err := c.status(ctx, info, since)
		if err != nil {
			return nil, fmt.Errorf("reactor %s: %w", s.Name, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// checkpoint is a row of app.checkpoints, and what stands around it. A missing row has a nil Epoch.
type checkpoint struct {
	Name     string
	Position domain.Position
	Epoch    *uuid.UUID
	Halted   string
	Owner    *uuid.UUID // only while its lease lasts
	Parked   int
	Waiting  []string
}

// checkpoints are in the order of the reactors.
func (r Reactors) checkpoints(ctx context.Context, reactors []Reactor) ([]checkpoint, error) {
	w := asks(consumers(reactors), 0)
	var names []string
	for _, x := range reactors {
		names = append(names, stored(x.Name))
	}
	rows, err := r.Pool.Query(ctx, `
		select r.name, coalesce(c.position, 0), c.epoch, coalesce(c.halted, ''), l.owner,
		       (select count(*) from app.parked where consumer = r.name),
		       array(
		           select w.type from unnest($3::text[], $4::text[]) as w (consumer, type)
		           left join app.answers a using (consumer, type)
		           where w.consumer = r.name and a.asked is not true order by w.type)
		from unnest($1::text[]) with ordinality as r (name, nr)
		left join app.checkpoints c using (name)
		left join app.leases l on l.name = $2 and l.owner = c.owner and l.until > clock_timestamp()
		order by r.nr`, names, leaseReactors, w.consumers, w.types)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[checkpoint])
}

func (c checkpoint) status(ctx context.Context, info eventstore.Info, since firsts) (Status, error) {
	s := Status{
		Name: bare(c.Name), Position: c.Position, Head: info.Head, Counted: info.Dense, Reason: c.Halted, Parked: c.Parked,
		Waiting: c.Waiting,
	}
	if c.Owner != nil {
		s.Owner = *c.Owner
	}
	if c.Epoch != nil && *c.Epoch == info.Epoch && c.Position < info.Head {
		stored, err := since.after(ctx, c.Position)
		if err != nil {
			return s, err
		}
		if !stored.IsZero() {
			s.Behind = max(0, time.Since(stored))
		}
		if info.Dense {
			s.Events = uint64(info.Head - c.Position)
		}
	}
	s.State = c.state(s.Behind, info)
	return s, nil
}

func (c checkpoint) state(behind time.Duration, info eventstore.Info) State {
	switch {
	case c.Epoch == nil:
		return New
	case *c.Epoch != info.Epoch:
		return Foreign
	case c.Halted != "":
		return Halted
	case c.Owner == nil:
		return Unowned
	case behind > time.Second:
		return CatchingUp
	}
	return Live
}

// firsts knows when events were stored; most reactors stand at the same position.
type firsts struct {
	log eventstore.Log
	at  map[domain.Position]time.Time
}

// after is when the oldest event after a position was stored; zero when there is none.
func (f firsts) after(ctx context.Context, at domain.Position) (time.Time, error) {
	if t, known := f.at[at]; known {
		return t, nil
	}
	for b, err := range f.log.Follow(ctx, at) {
		if err != nil {
			return time.Time{}, err
		}
		if len(b.Events) > 0 {
			f.at[at] = b.Events[0].Stored
		}
		if len(b.Events) > 0 || b.CaughtUp {
			return f.at[at], nil
		}
	}
	return time.Time{}, ctx.Err()
}
