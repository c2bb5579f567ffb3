package main

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/letter"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/adapters/react"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/sweep"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/credentials"
	"github.com/casetrail/casetrail/projections/deadlines"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/links"
)

// carriers take mails, letters and text messages away.
type carriers struct {
	mail    mail.Transport
	letters letter.Printer
	texts   sms.Carrier  // nil: there are no text messages
	gateway *sms.Gateway // that calls back; nil: none does
}

func spool(folder string) letter.Printer { return letter.Spool{Dir: folder} }

// work is something that goes on behind the front until its context ends.
type work func(context.Context) error

// workers are everything behind the front. Each runs on every server; those that must be alone hold a lease.
func (c *core) workers(
	pool *pgxpool.Pool, engine *projections.Engine, reactors []feed.Reactor, s serving, out carriers,
) []work {
	return []work{
		engine.Run,
		func(ctx context.Context) error { return c.reacting(pool).Run(ctx, reactors...) },
		onceBuilt(engine, react.Scheduler{
			Deadlines: deadlines.New(pool), Accounts: c.accounts, Access: c.access, Keys: c.keys, Pool: pool, Logger: c.logger,
			Watch: c.stores.tracing.Begin(),
		}.Run),
		onceBuilt(engine, c.sweeper(pool, engine).Run),
		onceBuilt(engine, c.sender(pool, "mail", mail.Sender{Links: mail.Links{Base: s.url()}, Transport: out.mail}).Run),
		onceBuilt(engine, c.sender(pool, "letter", letter.Sender{Agency: s.Agency, Site: s.url(), Printer: out.letters}).Run),
		onceBuilt(engine, c.sender(pool, "text", sms.Sender{Base: s.url(), Carrier: out.texts}).Run),
	}
}

// onceBuilt is for work that is found in a read model: before its tables are filled there is none, and the servers that run
// the version before go on with it.
func onceBuilt(engine *projections.Engine, do work) work {
	return func(ctx context.Context) error {
		engine.AwaitBuilt(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return do(ctx)
	}
}

func (c *core) sweeper(pool *pgxpool.Pool, engine *projections.Engine) sweep.Sweeper {
	return sweep.Sweeper{
		Limits: c.tables.limits, Tokens: c.tables.tokens, Forms: c.forms, Vault: c.tables.vault, Claims: c.claims, Accounts: c.accounts,
		Staff: c.staff, Sessions: c.sessions, Credentials: credentials.New(pool), Views: engine, Log: c.log, Pool: pool, Logger: c.logger,
		Watch: c.stores.tracing.Begin(),
	}
}

// reacting runs or asks the reactors.
func (c *core) reacting(pool *pgxpool.Pool) feed.Reactors {
	return feed.Reactors{Log: c.log, Codec: c.codec, Pool: pool, Logger: c.logger}
}

func (c *core) reactors(engine *projections.Engine) []feed.Reactor {
	return c.stores.tracing.Reactors(react.Set{
		Log: c.log, Codec: c.codec, Accounts: c.accounts, Sessions: c.sessions, Claims: c.claims, Staff: c.staff,
		Access: c.access, Recoveries: c.recoveries, Deliveries: c.deliveries, Codes: c.codes, Opener: c.codec, Texts: c.texts(),
		Parties: c.parties(), Links: links.New(c.pool), Views: engine,
		Vault: c.vault, Tokens: c.tokens, Forms: c.forms, Keys: c.keys,
	}.Reactors())
}

// parties finds where the letters of a case go.
func (c *core) parties() react.Parties {
	return react.CaseParties{Log: c.log, Codec: c.codec, Opener: c.codec}
}

func (c *core) sender(pool *pgxpool.Pool, channel string, sender outbox.Sender) outbox.Worker {
	c.metrics.Channel(channel)
	return outbox.Worker{
		Channel: channel, Sender: sender, Due: deliveries.New(pool), Log: c.log, Codec: c.codec, Deliveries: c.deliveries,
		Opener: c.codec, Revealer: c.revealer, Pool: pool, Logger: c.logger,
		Watch:   c.stores.tracing.Deliveries(channel),
		Observe: func(channel, _ string, o outbox.Outcome) { c.metrics.Delivery(channel, string(o)) },
	}
}
