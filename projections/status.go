package projections

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// State is what a projection is doing.
type State string

// The states of a projection. One that is sharded is as well off as the worst of its shards.
const (
	Live       State = "live"        // it shows everything, or nearly: less than a second is missing
	CatchingUp State = "catching up" // it goes through what it has not seen
	Unowned    State = "unowned"     // no server applies: another will take over within seconds
	Building   State = "building"    // its tables are filled for the first time; Build says how far that is
	Halted     State = "halted"      // it goes no further until somebody acts; Reason says why
	Foreign    State = "other epoch" // its checkpoint belongs to another log, or to this one before a restore
	Missing    State = "missing"     // it has no checkpoint: it was not prepared, or it was retired
)

// Status is what operators see of a projection.
type Status struct {
	Name     string
	Version  int
	Position domain.Position
	Head     domain.Position
	Events   uint64        // how many events it is behind; 0 when the log cannot count (Counted)
	Counted  bool          // the log's positions are dense: Events means something
	Behind   time.Duration // how long the oldest event that it has not passed has been stored
	State    State
	Reason   string    // of Halted: a code
	Owner    uuid.UUID // the tenure that applies; zero when none does
	Parked   int       // streams
	Newer    int       // a later version that is in the database; 0: none
	Shards   int
	Built    bool      // it had everything once
	Build    *Progress // tables that are filled, for the first time or to take the place of those that are there; nil: none are
}

// Status says how every projection of this binary stands. It works on every server.
func (e *Engine) Status(ctx context.Context) ([]Status, error) {
	info, err := e.log.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("the log does not answer: %w", err)
	}
	all := make([]Status, len(e.projections))
	for i, p := range e.projections {
		if all[i], err = e.status(ctx, p, info); err != nil {
			return nil, fmt.Errorf("projection %s: %w", p.Name, err)
		}
	}
	return all, nil
}

// checkpoint is a row of app.checkpoints.
type checkpoint struct {
	Position domain.Position
	Epoch    uuid.UUID
	Halted   string
	Owner    *uuid.UUID // only while its lease lasts
	Built    bool
	Age      time.Duration
}

func (e *Engine) readCheckpoints(ctx context.Context, p Projection) ([]checkpoint, error) {
	rows, err := e.pool.Query(ctx, `
		select c.position, c.epoch, c.halted, l.owner, c.built_at is not null, clock_timestamp() - c.created_at
		from app.checkpoints c
		left join app.leases l on l.name = $2 || c.name and l.owner = c.owner and l.until > clock_timestamp()
		where c.name = any($1) order by c.position`, p.checkpoints(), leaseOf)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[checkpoint])
}

func (e *Engine) status(ctx context.Context, p Projection, info eventstore.Info) (Status, error) {
	shards, err := e.readCheckpoints(ctx, p)
	if err != nil {
		return Status{}, err
	}
	s := Status{Name: p.Name, Version: p.Version, Head: info.Head, Counted: info.Dense, Shards: len(p.checkpoints())}
	if err := e.around(ctx, p, &s); err != nil {
		return Status{}, err
	}
	if len(shards) < s.Shards {
		s.State = Missing
		return s, nil
	}
	last := shards[0]
	s.Position = last.Position
	if last.Epoch == info.Epoch && last.Position < info.Head {
		since, err := e.firstAfter(ctx, last.Position)
		if err != nil {
			return Status{}, err
		}
		if !since.IsZero() {
			s.Behind = max(0, time.Since(since))
		}
		if info.Dense {
			s.Events = uint64(info.Head - last.Position)
		}
	}
	s.judge(shards, info)
	return s, nil
}

// around reads what stands around the checkpoints.
func (e *Engine) around(ctx context.Context, p Projection, s *Status) error {
	err := e.pool.QueryRow(ctx, `
		select (select count(*) from app.parked where consumer = $1),
		       (select coalesce(max(version), 0) from app.checkpoints
		        where version > $3 and split_part(name, '#', 1) = $2 || '_v' || version)`,
		p.Schema(), p.Name, p.Version).Scan(&s.Parked, &s.Newer)
	if err != nil {
		return err
	}
	rows, err := e.pool.Query(ctx, `
		select stage, position, head, pass, passes, clock_timestamp() - started_at, 0::float8, interval '0'
		from app.builds where target = $1 and until > clock_timestamp() order by started_at desc limit 1`, p.Schema())
	if err != nil {
		return err
	}
	builds, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Progress])
	for _, b := range builds {
		b = b.reckon()
		s.Build = &b
	}
	return err
}

// judge says the worst of what is true of the shards.
func (s *Status) judge(shards []checkpoint, info eventstore.Info) {
	s.Built, s.State = true, Live
	foreign, owned := false, true
	var age time.Duration
	for _, c := range shards {
		foreign = foreign || c.Epoch != info.Epoch
		s.Reason = cmp.Or(s.Reason, c.Halted)
		s.Built = s.Built && c.Built
		age = max(age, c.Age)
		if c.Owner == nil {
			owned = false
		} else if s.Owner == uuid.Nil {
			s.Owner = *c.Owner
		}
	}
	if !s.Built && s.Build == nil && owned {
		b := Progress{Stage: applying, Position: s.Position, Head: s.Head, Pass: 1, Passes: 1, Took: age}.reckon()
		s.Build = &b
	}
	switch {
	case foreign:
		s.State = Foreign
	case s.Reason != "":
		s.State = Halted
	case !owned:
		s.State, s.Owner = Unowned, uuid.Nil
	case !s.Built:
		s.State = Building
	case s.Behind > time.Second:
		s.State = CatchingUp
	}
}
