// Package ratio sets two ways of doing the same work beside each other, on a machine whose speed nobody can vouch for.
//
// A figure of its own says more about the disk, the neighbors and the minute than about the program. So both sides run in
// the same minutes, in short turns, and what counts is the median of the ratios of neighboring turns.
package ratio

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Side is one way of doing the work: one call, by one of the callers, who are numbered from 0.
type Side func(ctx context.Context, caller int) error

// Race is how two sides are compared; the zero value is one caller, five rounds, turns of a second.
type Race struct {
	Callers int           // at once, each making its next call when the last was answered
	Limit   int           // callers of the limit, if not as many
	Rounds  int           // turns of each side
	Turn    time.Duration // how long one is; a fifth more goes before it and is not counted
}

// Result is what came of it, a rate for each round. Rates are calls a second of all callers together.
type Result struct {
	Subject, Limit []float64
}

// Run lets the subject and its limit take turns: who begins alternates, so that neither always has the other's wake.
func (r Race) Run(ctx context.Context, subject, limit Side) (Result, error) {
	r.Callers, r.Rounds = max(r.Callers, 1), max(r.Rounds, 0)
	if r.Rounds == 0 {
		r.Rounds = 5
	}
	if r.Turn <= 0 {
		r.Turn = time.Second
	}
	if r.Limit <= 0 {
		r.Limit = r.Callers
	}
	var all Result
	sides := []struct {
		side    Side
		callers int
		rates   *[]float64
	}{{subject, r.Callers, &all.Subject}, {limit, r.Limit, &all.Limit}}
	for round := range r.Rounds {
		for i := range sides {
			s := sides[(i+round)%2]
			rate, err := r.turn(ctx, s.side, s.callers)
			if err != nil {
				return Result{}, err
			}
			*s.rates = append(*s.rates, rate)
		}
	}
	return all, nil
}

// turn is the rate of one side over one turn.
func (r Race) turn(ctx context.Context, side Side, callers int) (float64, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var calls, ended atomic.Int64
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			for ended.Load() == 0 && ctx.Err() == nil {
				if err := side(ctx, caller); err != nil {
					stop(fmt.Errorf("caller %d: %w", caller, err))
					return
				}
				calls.Add(1)
			}
		})
	}
	wait(ctx, r.Turn/5)
	begun, before := time.Now(), calls.Load()
	wait(ctx, r.Turn)
	rate := float64(calls.Load()-before) / time.Since(begun).Seconds()
	ended.Store(1) // callers finish the call they are at: a cancelled one would leave work behind for the other side
	wg.Wait()
	return rate, context.Cause(ctx)
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Ratio is the median of the rounds' ratios of subject to limit.
func (r Result) Ratio() float64 {
	ratios := make([]float64, len(r.Subject))
	for i := range ratios {
		ratios[i] = r.Subject[i] / r.Limit[i]
	}
	return Median(ratios)
}

// Median is the middle of some figures, 0 of none.
func Median(figures []float64) float64 {
	if len(figures) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(figures))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}
