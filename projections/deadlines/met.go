package deadlines

import (
	"context"

	"github.com/casetrail/casetrail/projections"
)

var metSQL = "delete from " + projections.Schema(Projection) + ".due where stream = $1 and what = $2 and cause = $3"

// Met takes away a deadline that no event follows from. A rebuild or a repair brings it back: whoever meets it must be
// able to do so again.
func (d *Deadlines) Met(ctx context.Context, met Deadline) error {
	_, err := d.pool.Exec(ctx, metSQL, met.Stream, met.What, met.Cause)
	return err
}
