package projectiontest

import (
	"testing"

	"github.com/google/uuid"
)

// Blanks does to the tables what the engine does when it passes an erasure, by what the projections declare.
func (b *Bench) Blanks(t testing.TB, subject uuid.UUID) {
	t.Helper()
	for _, p := range b.projections {
		for _, c := range p.Personal {
			tag, err := b.Pool.Exec(t.Context(),
				"update "+p.Schema()+"."+c.Table+" set "+c.Column+" = null where "+c.Subject+" = $1", subject)
			if err != nil || tag.RowsAffected() == 0 {
				t.Errorf("%s.%s: %d rows blanked, %v", c.Table, c.Column, tag.RowsAffected(), err)
			}
		}
	}
}
