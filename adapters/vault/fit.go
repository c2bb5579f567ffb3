package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/personal"
)

// ErrUnfit says that the root secrets are those of another installation. What they would seal, the right ones could
// never open again.
var ErrUnfit = errors.New("these root secrets are not those that the keys in the keys database were made with")

// Fit tries the root secrets on one key, if there is any.
func (k *Keys) Fit(ctx context.Context) error {
	var subject personal.Subject
	var wrapped []byte
	err := k.pool.QueryRow(ctx, `SELECT subject, wrapped FROM keys.subjects WHERE wrapped IS NOT NULL LIMIT 1`).Scan(&subject, &wrapped)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("trying the root secrets: %w", err)
	}
	if _, err := k.unwrap(subject, wrapped); err != nil {
		return ErrUnfit
	}
	return nil
}
