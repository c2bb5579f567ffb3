package vault

import (
	"context"
	"encoding/base32"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp/totp"
)

const seedSize = 20 // 160 bits, as RFC 4226 recommends

func newSeed() []byte { return mustKey()[:seedSize] }

var seedText = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewSeed makes an authenticator's seed and answers it in base32; the same id again answers the same seed.
func (v *Vault) NewSeed(ctx context.Context, id uuid.UUID) (string, error) {
	sealed, err := v.secrets.roots().Master.seal(newSeed(), boundTo(kindSeed, id))
	if err != nil {
		return "", fmt.Errorf("making a seed: %w", err)
	}
	const put = `INSERT INTO app.vault (id, kind, sealed) VALUES ($1, $2, $3) ` + again
	if _, err := v.pool.Exec(ctx, put, id, kindSeed, sealed); err != nil {
		return "", fmt.Errorf("keeping a seed: %w", err)
	}
	seed, known, err := v.seed(ctx, id)
	if err != nil {
		return "", err
	}
	if !known {
		return "", errors.New("this vault row is not a seed")
	}
	return seedText.EncodeToString(seed), nil
}

// seed is the seed of an id; of an unknown one it is the seed of nobody, opened with the same work.
func (v *Vault) seed(ctx context.Context, id uuid.UUID) (seed []byte, known bool, err error) {
	sealed, bound := v.decoy, boundTo(kindSeed, uuid.Nil)
	const find = `SELECT sealed FROM app.vault WHERE id = $1 AND kind = $2`
	err = v.pool.QueryRow(ctx, find, id, kindSeed).Scan(&sealed)
	if known = err == nil; known {
		bound = boundTo(kindSeed, id)
	} else if !errors.Is(err, pgx.ErrNoRows) {
		return nil, false, fmt.Errorf("looking up a seed: %w", err)
	}
	seed, err = v.secrets.roots().Master.open(sealed, bound)
	return seed, known, err
}

// OTPAuthURL is what a QR code holds for an authenticator app: issuer is the service, account what the app shows.
func OTPAuthURL(seed, issuer, account string) (string, error) {
	raw, err := seedText.DecodeString(seed)
	if err != nil {
		return "", errors.New("a seed is base32")
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Secret: raw})
	if err != nil {
		return "", fmt.Errorf("making an authenticator's address: %w", err)
	}
	return key.URL(), nil
}
