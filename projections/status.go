package projections

import (
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

// The states of a projection.
const (
	Live       State = "live"        // it shows everything, or nearly: less than a second is missing
	CatchingUp State = "catching up" // it goes through what it has not seen
	Unowned    State = "unowned"     // no server applies: another will take over within seconds
	Halted     State = "halted"      // it goes no further until somebody acts; Reason says why
	Foreign    State = "other epoch" // its checkpoint belongs to another log, or to this one before a restore
	Missing    State = "missing"     // it has no tables: it was not prepared, or newer software has replaced it
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
	Reason   string    // of Halted and Missing: a code
	Owner    uuid.UUID // the tenure that applies; zero when none does
	Parked   int       // streams
	Newer    int       // a later version that is in the database; 0: none
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

// checkpoint is a row of app.checkpoints, and what stands around it. A missing row has a nil Epoch.
type checkpoint struct {
	Position domain.Position
	Epoch    *uuid.UUID
	Halted   string
	Owner    *uuid.UUID // only while its lease lasts
	Parked   int
	Newer    int
}

func (e *Engine) checkpoint(ctx context.Context, p Projection) (checkpoint, error) {
	rows, err := e.pool.Query(ctx, `
		select coalesce(c.position, 0), c.epoch, coalesce(c.halted, ''), l.owner,
		       (select count(*) from app.parked where consumer = $1),
		       (select coalesce(max(version), 0) from app.checkpoints where version > $4 and name = $3 || '_v' || version)
		from (values (1)) one
		left join app.checkpoints c on c.name = $1
		left join app.leases l on l.name = $2 and l.owner = c.owner and l.until > clock_timestamp()`,
		p.Schema(), leaseName, p.Name, p.Version)
	if err != nil {
		return checkpoint{}, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[checkpoint])
}

func (e *Engine) status(ctx context.Context, p Projection, info eventstore.Info) (Status, error) {
	c, err := e.checkpoint(ctx, p)
	if err != nil {
		return Status{}, err
	}
	s := Status{
		Name: p.Name, Version: p.Version, Position: c.Position, Head: info.Head, Counted: info.Dense,
		Reason: c.Halted, Parked: c.Parked, Newer: c.Newer,
	}
	if c.Owner != nil {
		s.Owner = *c.Owner
	}
	if c.Epoch != nil && *c.Epoch == info.Epoch && c.Position < info.Head {
		since, err := e.firstAfter(ctx, c.Position)
		if err != nil {
			return Status{}, err
		}
		if !since.IsZero() {
			s.Behind = max(0, time.Since(since))
		}
		if info.Dense {
			s.Events = uint64(info.Head - c.Position)
		}
	}
	s.State = c.state(s, info)
	return s, nil
}

func (c checkpoint) state(s Status, info eventstore.Info) State {
	switch {
	case c.Epoch == nil:
		return Missing
	case *c.Epoch != info.Epoch:
		return Foreign
	case c.Halted != "":
		return Halted
	case c.Owner == nil:
		return Unowned
	case s.Behind > time.Second:
		return CatchingUp
	}
	return Live
}
