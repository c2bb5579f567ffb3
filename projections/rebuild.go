package projections

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
)

// Rebuild fills the tables of this binary's version of a projection anew, beside those that are there, and exchanges them
// when the new ones show no less: whoever reads meanwhile finds the old rows and then the new ones, never less. It works
// beside servers, and while there are none. What halted the projection is taken away with the old tables; also a
// checkpoint that another log has left, before a restore. tell, which may be nil, is told each second how far it is.
func (e *Engine) Rebuild(ctx context.Context, name string, tell func(Progress)) error {
	p, err := e.find(name)
	if err != nil {
		return err
	}
	if err := e.prepare(ctx, p); err != nil && !errors.Is(err, errChanged) {
		return fmt.Errorf("projection %s: %w", name, err)
	}
	if err := e.build(ctx, p, uuid.Nil, tell); err != nil {
		return fmt.Errorf("%s is not rebuilt: %w", name, shown(err))
	}
	return nil
}
