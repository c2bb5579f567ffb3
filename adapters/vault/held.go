package vault

import (
	"context"
	"fmt"

	"github.com/casetrail/casetrail/domain/personal"
)

// Held says whether a legal hold protects the subject's key now.
func (k *Keys) Held(ctx context.Context, subject personal.Subject) (held bool, err error) {
	err = k.pool.QueryRow(ctx,
		`SELECT EXISTS (SELECT FROM keys.subjects WHERE subject = $1 AND held_until > now())`, subject).Scan(&held)
	if err != nil {
		return false, fmt.Errorf("look for a legal hold: %w", err)
	}
	return held, nil
}
