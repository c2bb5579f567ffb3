package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// moment is where a request dies: before or after its n-th write. The zero moment never comes.
type moment struct {
	write int
	after bool
}

// fuse stands between the product and its stores, and lets the process die at one write.
type fuse struct {
	gate   sync.RWMutex // held by the request that is watched: what works behind the front writes before it or after it
	mu     sync.Mutex
	at     moment
	writes []string
	behind *behind
}

// behind lets reactors and senders die at the first try of each of their appends.
type behind struct {
	after bool
	tried map[string]bool
}

// died is what a request panics with: nothing that it would have done after that is done.
const died = "the process died here"

// errDied is the same for a reactor or a sender. The one takes it for a passing fault and is given the event again; the
// other does not go on either, because asking again would bring the same answer.
var errDied = errors.Join(context.DeadlineExceeded, &domain.Error{Kind: domain.Refused, Code: "died"})

// between is for serveProduct.
func (f *fuse) between(c *core) {
	c.log = fusedLog{c.log, f}
	c.vault = fusedVault{c.vault, f}
	c.limits = fusedLimits{c.limits, f}
	c.tokens = fusedTokens{c.tokens, f}
	c.numbers = fusedNumbers{c.numbers, f}
}

// watch lets one request die at a moment, and answers its writes up to there in their order.
func (f *fuse) watch(at moment, request func() reply) (reply, []string) {
	f.gate.Lock()
	defer f.gate.Unlock()
	f.set(at)
	defer f.set(moment{})
	r := request()
	f.mu.Lock()
	defer f.mu.Unlock()
	return r, f.writes
}

func (f *fuse) set(at moment) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at, f.writes = at, nil
}

// behindDies begins to kill what works behind the front.
func (f *fuse) behindDies(after bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.behind = &behind{after: after, tried: map[string]bool{}}
}

// write is one write of a request, or one that is none of the front's.
func (f *fuse) write(ctx context.Context, name string, effect func() error) error {
	if !requested(ctx) {
		return effect()
	}
	f.mu.Lock()
	f.writes = append(f.writes, name)
	n, at := len(f.writes), f.at
	f.mu.Unlock()
	if at == (moment{n, false}) {
		panic(died)
	}
	err := effect()
	if at == (moment{n, true}) {
		panic(died)
	}
	return err
}

// append is an append of a reactor or a sender.
func (f *fuse) append(of string, effect func() error) error {
	f.gate.RLock()
	defer f.gate.RUnlock()
	before, after := f.first(of)
	if before {
		return errDied
	}
	if err := effect(); err != nil || !after {
		return err
	}
	return errDied
}

func (f *fuse) first(of string) (before, after bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.behind == nil || f.behind.tried[of] {
		return false, false
	}
	f.behind.tried[of] = true
	return !f.behind.after, f.behind.after
}

// requested says whether this is done by a request.
func requested(ctx context.Context) bool { return ctx.Value(http.ServerContextKey) != nil }

type fusedLog struct {
	eventstore.Log
	f *fuse
}

func (l fusedLog) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (a eventstore.Appended, err error) {
	var types []string
	for _, e := range events {
		types = append(types, e.Type)
	}
	name, effect := strings.Join(types, " + "), func() error {
		a, err = l.Log.Append(ctx, stream, after, events)
		return err
	}
	if requested(ctx) {
		err = l.f.write(ctx, name, effect)
	} else {
		err = l.f.append(stream+" "+name, effect)
	}
	return a, err
}

type fusedVault struct {
	workflow.Vault
	f *fuse
}

func (v fusedVault) Put(ctx context.Context, id uuid.UUID, password []byte) error {
	return v.f.write(ctx, "keep password", func() error { return v.Vault.Put(ctx, id, password) })
}

func (v fusedVault) NewSeed(ctx context.Context, id uuid.UUID) (seed string, err error) {
	err = v.f.write(ctx, "keep seed", func() error {
		seed, err = v.Vault.NewSeed(ctx, id)
		return err
	})
	return seed, err
}

func (v fusedVault) UseStep(ctx context.Context, id uuid.UUID, code string, at time.Time) (ok bool, err error) {
	err = v.f.write(ctx, "use step", func() error {
		ok, err = v.Vault.UseStep(ctx, id, code, at)
		return err
	})
	return ok, err
}

type fusedLimits struct {
	workflow.Limits
	f *fuse
}

func (l fusedLimits) Take(ctx context.Context, rule, key string) (left int, wait time.Duration, err error) {
	err = l.f.write(ctx, "take "+rule, func() error {
		left, wait, err = l.Limits.Take(ctx, rule, key)
		return err
	})
	return left, wait, err
}

func (l fusedLimits) Clear(ctx context.Context, rule, key string) error {
	return l.f.write(ctx, "clear "+rule, func() error { return l.Limits.Clear(ctx, rule, key) })
}

type fusedTokens struct {
	workflow.Tokens
	f *fuse
}

func (s fusedTokens) Start(ctx context.Context, t workflow.Token) (token string, err error) {
	err = s.f.write(ctx, "start token", func() error {
		token, err = s.Tokens.Start(ctx, t)
		return err
	})
	return token, err
}

func (s fusedTokens) Swap(ctx context.Context, old string, t workflow.Token) (token string, err error) {
	err = s.f.write(ctx, "swap token", func() error {
		token, err = s.Tokens.Swap(ctx, old, t)
		return err
	})
	return token, err
}

func (s fusedTokens) EndSession(ctx context.Context, session uuid.UUID) error {
	return s.f.write(ctx, "end session", func() error { return s.Tokens.EndSession(ctx, session) })
}

func (s fusedTokens) EndHolder(ctx context.Context, holder domain.Actor, but uuid.UUID) error {
	return s.f.write(ctx, "end others", func() error { return s.Tokens.EndHolder(ctx, holder, but) })
}

type fusedNumbers struct {
	workflow.Numbers
	f *fuse
}

func (s fusedNumbers) Next(ctx context.Context, series string, act uuid.UUID) (n int64, err error) {
	err = s.f.write(ctx, "number "+series, func() error {
		n, err = s.Numbers.Next(ctx, series, act)
		return err
	})
	return n, err
}
