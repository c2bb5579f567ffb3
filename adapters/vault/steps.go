package vault

import (
	"context"
	"crypto/subtle"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/hotp"
)

const (
	stepSeconds = 30
	skew        = 1  // steps that a phone's clock may be off, either way
	noStep      = -1 // never above the last step, so it changes nothing
)

// UseStep checks an authenticator's code: true once per 30-second step and never backwards, however many ask at once.
// Unknown id, wrong code and used code all issue the same two statements and answer false.
func (v *Vault) UseStep(ctx context.Context, id uuid.UUID, code string, at time.Time) (bool, error) {
	seed, _, err := v.seed(ctx, id)
	if err != nil {
		return false, err
	}
	step, err := matching(seed, code, at)
	if err != nil {
		return false, err
	}
	const use = `UPDATE app.vault SET last_step = $3 WHERE id = $1 AND kind = $2 AND last_step < $3`
	tag, err := v.pool.Exec(ctx, use, id, kindSeed, step)
	if err != nil {
		return false, fmt.Errorf("using a code: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// matching is the latest step around the moment whose code this is, or noStep.
func matching(seed []byte, code string, at time.Time) (int64, error) {
	typed := []byte(digits.read(code))
	now, found := at.Unix()/stepSeconds, int64(noStep)
	for step := now - skew; step <= now+skew; step++ {
		right, err := hotp.GenerateCode(seedText.EncodeToString(seed), uint64(step))
		if err != nil {
			return noStep, fmt.Errorf("computing a code: %w", err)
		}
		if subtle.ConstantTimeCompare(typed, []byte(right)) == 1 {
			found = step
		}
	}
	return found, nil
}
