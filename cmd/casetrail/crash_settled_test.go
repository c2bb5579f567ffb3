package main

import (
	"context"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/eventstore"
)

// settle gives everybody an account that is in use, by the workflows alone: the flow under test begins after that.
func (c *crowd) settle() {
	c.t.Helper()
	for _, w := range c.all {
		if err := c.settleOne(c.t.Context(), w); err != nil {
			c.t.Fatalf("%s: %v", w.name, err)
		}
		w.promise("claim.taken")
		for r, err := range c.core.log.Read(c.t.Context(), eventstore.Stream(account.Decider.Category, w.account.String()), 0) {
			if err != nil {
				c.t.Fatal(err)
			}
			w.promise(r.Type)
		}
	}
}

func (c *crowd) settleOne(ctx context.Context, w *walker) error {
	u := &signUpPlay{newDemo(c.core, io.Discard), c.core.signUp(), demoPerson{key: w.name}, uuid.Nil, time.Now().Add(-8 * time.Minute)}
	var err error
	if u.id, err = u.Begin(ctx, w.name, w.email, "en", u.act(domain.Actor{Kind: domain.Anonymous}, w.name, u.at)); err != nil {
		return err
	}
	w.account = u.id
	if _, err := u.confirm(ctx); err != nil {
		return err
	}
	if err := u.steps(ctx); err != nil {
		return err
	}
	own := func(step string) domain.Act { return u.act(u.holder(), step, time.Now()) }
	if w.seed, err = u.OfferAuthenticator(ctx, w.account, own("app")); err != nil {
		return err
	}
	prove := account.ProveAuthenticator{Credential: own("app").NewID("authenticator"), Matches: true}
	if _, err := c.core.accounts.Do(ctx, w.account.String(), prove, own("prove")); err != nil {
		return err
	}
	done, err := c.core.accounts.Do(ctx, w.account.String(), account.Activate{Number: "C-" + w.name}, own("activate"))
	for _, ref := range done.State.Backup.Refs() {
		code, err := c.core.revealer.Reveal(secret.BackupCode, ref)
		if err != nil {
			return err
		}
		w.backup = append(w.backup, code)
	}
	return err
}
