package projections

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// leftAlone is for how long the oldest event waits before it is clear that nobody fed the tables: longer than a server takes
// to take over from another.
const leftAlone = 10 * time.Second

// Unbuilt names the projections of this binary to whose tables nobody should be sent: those that have never had everything;
// those that show another log, or more than there is of this one, after a restore; and those that this server found left
// alone when it first asked, because only servers of another version ran, until they are where the log ended then. Afterwards
// it does not matter how far behind they are, nor whether they are halted: it would be so on every server.
func (e *Engine) Unbuilt(ctx context.Context) ([]string, error) {
	info, err := e.log.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("the log does not answer: %w", err)
	}
	fit, err := e.fit(ctx, info)
	if err != nil {
		return nil, fmt.Errorf("whether the tables are there cannot be read: %w", err)
	}
	var unbuilt []string
	for _, p := range e.projections {
		for _, name := range p.checkpoints() {
			if !fit[name] {
				unbuilt = append(unbuilt, p.Name)
				break
			}
		}
	}
	return unbuilt, nil
}

// standing is what of a checkpoint decides whether people may be sent to its tables.
type standing struct {
	Name     string
	Position domain.Position
	Epoch    uuid.UUID
	Built    bool
	Halted   string
}

// fit has the checkpoints whose tables may be shown.
func (e *Engine) fit(ctx context.Context, info eventstore.Info) (map[string]bool, error) {
	names, err := e.checkpoints(nil)
	if err != nil {
		return nil, err
	}
	rows, err := e.pool.Query(ctx, `
		select name, position, epoch, built_at is not null, halted from app.checkpoints where name = any($1)`, names)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[standing])
	if err != nil {
		return nil, err
	}
	fit := map[string]bool{}
	for _, c := range all {
		if !c.Built || c.Epoch != info.Epoch || c.Halted == AheadOfLog {
			continue
		}
		floor, err := e.floor(ctx, c, info.Head)
		if err != nil {
			return nil, err
		}
		fit[c.Name] = c.Halted != "" || c.Position >= floor
	}
	return fit, nil
}

// floors are how far checkpoints must have come, since this server first asked.
type floors struct {
	mu sync.Mutex
	at map[string]domain.Position
}

// floor is where the log ended at the first question, if the tables had been left alone by then; else 0.
func (e *Engine) floor(ctx context.Context, c standing, head domain.Position) (floor domain.Position, err error) {
	e.floors.mu.Lock()
	defer e.floors.mu.Unlock()
	if at, known := e.floors.at[c.Name]; known {
		return at, nil
	}
	if c.Halted == "" && c.Position < head {
		since, err := e.firstAfter(ctx, c.Position)
		if err != nil {
			return 0, err
		}
		if !since.IsZero() && time.Since(since) > e.leftAlone {
			floor = head
		}
	}
	e.floors.at[c.Name] = floor
	return floor, nil
}

// AwaitBuilt returns when people may be sent to every projection of this binary, or when ctx ends.
func (e *Engine) AwaitBuilt(ctx context.Context) {
	for ctx.Err() == nil {
		if unbuilt, err := e.Unbuilt(ctx); err == nil && len(unbuilt) == 0 {
			return
		}
		pause(ctx, standby)
	}
}
