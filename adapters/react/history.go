package react

import (
	"context"
	"fmt"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
)

// accountAt is an account as it was at a revision: what an event meant does not depend on when it is answered.
func (s Set) accountAt(ctx context.Context, stream string, at domain.Revision) (was account.State, err error) {
	for r, err := range s.Log.Read(ctx, stream, 0) {
		if err != nil {
			return was, err
		}
		if r.Revision > at {
			break
		}
		f, err := s.Codec.Fact(r)
		if err != nil {
			return was, err
		}
		e, ok := f.Event.(account.Event)
		if !ok {
			return was, fmt.Errorf("%s has an event of another aggregate", stream)
		}
		was = account.Decider.Evolve(was, e)
	}
	return was, nil
}
