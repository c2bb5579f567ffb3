package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/secret"
)

// Offered is the seed of the authenticator app that was offered last and is not proved yet, for a page that is shown again;
// empty when there is none.
func (w SignUp) Offered(ctx context.Context, a account.State) (seed string, err error) {
	if a.Active || a.Offered == uuid.Nil {
		return "", nil
	}
	return w.Vault.NewSeed(ctx, a.Offered) // it is there since it was offered: the same id answers the same seed
}

// KeptCodes checks that the holder has kept the backup codes: one of them, as typed, is on the sheet. It is not used up.
func (w SignUp) KeptCodes(ctx context.Context, id uuid.UUID, typed string) error {
	a, err := w.unfinished(ctx, id)
	if err == nil && !a.Backup.Has(w.Codes.Presented(secret.BackupCode, typed)) {
		err = account.ErrWrongCode
	}
	return err
}
