package feed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// While servers are replaced one by one, old and new ones stand side by side. What each of them passes is kept apart (see
// Claim), so any of them may hold the lease, for any time, and nothing is lost. The rank of a set of reactors only makes the
// wait short: the set that was started here last takes over as soon as one server has it, and an older one comes back when
// no server has it any more. Nobody needs to number versions: the first start of a set counts.
//
// To go back, start the older program and stop the newer: within seconds the older set takes over and goes on where its own
// types were left. What only the newer one answers waits for the next program that does.

// Prepare makes these reactors known, before this server writes anything: a type that is new to a reactor begins here, unless
// the reactor answers from the start of the log.
func (r Reactors) Prepare(ctx context.Context, reactors ...Reactor) error {
	if err := check(reactors); err != nil {
		return err
	}
	info, err := r.Log.Info(ctx)
	if err != nil {
		return err
	}
	w := asks(consumers(reactors), info.Head)
	if _, err := r.Pool.Exec(ctx, enroll, w.consumers, w.types, w.starts); err != nil {
		return fmt.Errorf("preparing reactors: %w", err)
	}
	_, err = r.rank(ctx, reactors)
	return err
}

// rank is higher the later this set of reactors was first started here.
func (r Reactors) rank(ctx context.Context, reactors []Reactor) (rank int64, err error) {
	var b pgx.Batch
	b.Queue(`insert into app.reactor_sets (print) values ($1) on conflict do nothing`, fingerprint(reactors))
	b.Queue(`select rank from app.reactor_sets where print = $1`, fingerprint(reactors)).QueryRow(func(row pgx.Row) error {
		return row.Scan(&rank)
	})
	if err := r.Pool.SendBatch(ctx, &b).Close(); err != nil {
		return 0, fmt.Errorf("ranking reactors: %w", err)
	}
	return rank, nil
}

// fingerprint is the same for sets whose reactors answer the same events, in whatever order they are listed.
func fingerprint(reactors []Reactor) string {
	var lines []string
	for _, x := range reactors {
		for _, t := range x.Answers {
			lines = append(lines, x.Name+" "+t)
		}
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(lines), "\n")))
	return hex.EncodeToString(sum[:])
}
