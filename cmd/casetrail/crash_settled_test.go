package main

import (
	"context"
	"time"

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
	d, up := demo{c.core, time.Now()}, c.core.signUp()
	var err error
	if w.account, err = up.Begin(ctx, w.name, w.email, "en", d.act(domain.Actor{Kind: domain.Anonymous}, w.name)); err != nil {
		return err
	}
	if _, err := d.confirm(ctx, up, w.account, w.name); err != nil {
		return err
	}
	if err := d.steps(ctx, up, w.account, w.name); err != nil {
		return err
	}
	own := func(step string) domain.Act {
		return d.act(domain.Actor{Kind: domain.Applicant, ID: w.account.String()}, step)
	}
	if w.seed, err = up.OfferAuthenticator(ctx, w.account, own("app")); err != nil {
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
