package projections

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Unbuilt names the projections of this binary that have never had everything. Until there is none, nobody should be sent
// to this server: what it shows may not be there. Afterwards it does not matter how far behind they are.
func (e *Engine) Unbuilt(ctx context.Context) ([]string, error) {
	built := map[string]bool{}
	all, err := e.checkpoints(nil)
	if err != nil {
		return nil, err
	}
	rows, err := e.pool.Query(ctx, `select name from app.checkpoints where name = any($1) and built_at is not null`, all)
	if err != nil {
		return nil, fmt.Errorf("whether the tables are there cannot be read: %w", err)
	}
	var name string
	if _, err := pgx.ForEachRow(rows, []any{&name}, func() error { built[name] = true; return nil }); err != nil {
		return nil, err
	}
	var unbuilt []string
	for _, p := range e.projections {
		for _, name := range p.checkpoints() {
			if !built[name] {
				unbuilt = append(unbuilt, p.Name)
				break
			}
		}
	}
	return unbuilt, nil
}

// AwaitBuilt returns when every projection of this binary has had everything once, or when ctx ends.
func (e *Engine) AwaitBuilt(ctx context.Context) {
	for ctx.Err() == nil {
		if unbuilt, err := e.Unbuilt(ctx); err == nil && len(unbuilt) == 0 {
			return
		}
		pause(ctx, standby)
	}
}
