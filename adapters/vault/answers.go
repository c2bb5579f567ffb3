package vault

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Answer is how an answer to a reset question is kept and compared: years later, on another keyboard, in another hand. Widths
// and compositions of letters (NFKC), case, and the spaces around and between words do not matter; accents and signs do.
// Nothing typed, or nothing but spaces, is empty. Doing it again changes nothing.
func (*Vault) Answer(typed string) []byte { return Answer(typed) }

// Answer is the method without a vault.
func Answer(typed string) []byte {
	s := norm.NFKC.String(norm.NFD.String(typed))       // a Greek iota below must stand in its place before it is folded
	s = norm.NFKC.String(cases.Fold().String(s))        // folding may undo a composition
	s = norm.NFKC.String(cases.Fold().String(s))        // and composing may make a letter that folds
	return []byte(strings.Join(strings.Fields(s), " ")) // also the spaces that no key has
}

// VerifyAll compares several answers at once, and says nothing but whether all are right. Unknown ids cost the same; it takes
// as long whichever is wrong, and however many. ErrCrowded when the queue is full.
func (v *Vault) VerifyAll(ctx context.Context, ids []uuid.UUID, typed [][]byte) (bool, error) {
	kept, err := v.kept(ctx, ids)
	if err != nil {
		return false, err
	}
	all, weak := len(ids) > 0 && len(ids) == len(typed), false
	for i := range min(len(ids), len(typed)) {
		hash, known := kept[ids[i]]
		if !known {
			hash = v.nobody
		}
		right, cost, err := v.compare(ctx, hash, typed[i])
		if err != nil {
			return false, err
		}
		all, weak = all && known && right, weak || weaker(cost, v.cost)
	}
	if !all || !weak {
		return all, nil
	}
	for i, id := range ids { // only now: what takes longer when one is right would tell
		if err := v.strengthen(ctx, id, kept[id], typed[i]); err != nil {
			return false, err
		}
	}
	return true, nil
}

// kept are the hashes of those that there are.
func (v *Vault) kept(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	const find = `SELECT id, hash FROM app.vault WHERE id = ANY($1::uuid[]) AND kind = $2`
	rows, err := v.pool.Query(ctx, find, texts(ids), kindPassword)
	if err != nil {
		return nil, fmt.Errorf("looking up answers: %w", err)
	}
	kept, id, hash := map[uuid.UUID]string{}, uuid.UUID{}, ""
	_, err = pgx.ForEachRow(rows, []any{&id, &hash}, func() error {
		kept[id] = hash
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking up answers: %w", err)
	}
	return kept, nil
}
