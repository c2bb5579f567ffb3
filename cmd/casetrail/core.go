package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/metrics"
	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/adapters/tracing"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
)

// catalogs is every stored name of the product: the one place to add an aggregate's.
var catalogs = []domain.Catalog{
	account.Decider.Catalog, session.Decider.Catalog, claim.Decider.Catalog, casefile.Decider.Catalog,
	access.Decider.Catalog, delivery.Decider.Catalog, staff.Decider.Catalog, client.Decider.Catalog, recovery.Decider.Catalog,
}

// core is what every subcommand stands on: the stores, and the aggregates over the log.
type core struct {
	logger   *slog.Logger
	metrics  *metrics.Metrics
	stores   stores
	pool     *pgxpool.Pool
	keysPool *pgxpool.Pool
	log      eventstore.Log
	epoch    uuid.UUID
	keys     *vault.Keys
	codec    *eventstore.Codec
	fresh    *eventstore.Codec // asks the key store anew at each call
	vault    workflow.Vault
	codes    workflow.Codes
	revealer vault.Revealer
	digests  vault.Digests
	seals    vault.Forms
	cursors  vault.Cursors
	bearers  vault.Bearers
	limits   workflow.Limits
	tokens   workflow.Tokens
	numbers  workflow.Numbers
	forms    *tables.KeptForms
	used     *tables.ClientUse
	rules    []limits.Rule
	texting  bool // there is something that carries text messages
	asking   bool // reset questions are asked
	stats    func(context.Context) (logFigures, error)
	tables   sweepable

	accounts   workflow.Accounts
	sessions   workflow.Sessions
	claims     workflow.Claims
	staff      workflow.Staff
	cases      workflow.Cases
	access     workflow.Access
	clients    workflow.Clients
	recoveries workflow.Recoveries
	deliveries domain.Streams[delivery.State, delivery.Command, delivery.Event]
}

// sweepable are the stores as the sweeper knows them: it sees rows where the workflows see ports.
type sweepable struct {
	vault  *vault.Vault
	limits *tables.Limits
	tokens *tables.Tokens
}

// openCore connects to the stores. A database that was not migrated is an error that says what to do.
// Whatever between wraps stands between the product and its stores: tests break things there.
func openCore(ctx context.Context, s stores, logger *slog.Logger, between ...func(*core)) (c *core, err error) {
	c = &core{logger: logger, stores: s, metrics: metrics.New()}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	if c.pool, c.keysPool, err = s.open(ctx); err != nil {
		return c, err
	}
	if err := s.migrated(ctx, c.pool, c.keysPool); err != nil {
		return c, err
	}
	if err := s.finished(ctx, c.pool); err != nil {
		return c, err
	}
	secrets, err := s.loadSecrets()
	if err != nil {
		return c, err
	}
	if err := c.keep(s, secrets); err != nil {
		return c, err
	}
	if err := c.keys.Fit(ctx); err != nil {
		return c, err
	}
	if err := c.openLog(ctx); err != nil {
		return c, err
	}
	c.log = c.stores.tracing.Log(c.metrics.Log(c.log))
	for _, wrap := range between {
		wrap(c)
	}
	c.aggregates()
	return c, nil
}

// keep builds what keeps secrets, keys, limits and sessions.
func (c *core) keep(s stores, secrets *vault.Secrets) (err error) {
	if c.keys, err = vault.NewKeys(c.keysPool, secrets); err != nil {
		return err
	}
	if c.tables.vault, err = vault.New(c.pool, secrets, s.cost()); err != nil {
		return err
	}
	if c.codec, err = eventstore.NewCodec(c.keys, version, catalogs...); err != nil {
		return err
	}
	if c.fresh, err = eventstore.NewCodec(c.keys.Fresh(), version, catalogs...); err != nil {
		return err
	}
	rules, err := s.limits()
	if err != nil {
		return err
	}
	c.codes, c.revealer, c.digests = vault.NewCodes(secrets), vault.NewRevealer(secrets), vault.NewDigests(secrets)
	c.seals, c.bearers, c.cursors = vault.NewForms(secrets), vault.NewBearers(secrets), vault.NewCursors(secrets)
	c.tables.limits, c.tables.tokens = tables.NewLimits(c.pool, rules...), tables.NewTokens(c.pool)
	c.vault, c.limits, c.tokens, c.numbers = c.tables.vault, c.tables.limits, c.tables.tokens, tables.NewNumbers(c.pool)
	c.rules = rules
	c.forms, c.used = tables.NewKeptForms(c.pool), tables.NewClientUse(c.pool, rules)
	return nil
}

func (c *core) openLog(ctx context.Context) error {
	if c.stores.onEventStore() {
		log, err := esdb.Open(ctx, c.stores.Log, esdb.Options{Logger: c.logger})
		if err != nil {
			return err
		}
		c.log, c.stats = log, func(ctx context.Context) (logFigures, error) { return count(ctx, log) }
	} else {
		log, err := logpg.Open(ctx, c.pool, logpg.Options{Logger: c.logger, Direct: c.stores.Direct, Watch: c.stores.tracing.Batches()})
		if errors.Is(err, logpg.ErrNotMigrated) {
			return errNotMigrated
		}
		if err != nil {
			return err
		}
		c.log, c.stats = log, func(ctx context.Context) (logFigures, error) {
			s, err := log.Stats(ctx)
			return logFigures{Stats: s, BytesOf: "tables and indexes"}, err
		}
	}
	info, err := c.log.Info(ctx)
	c.epoch = info.Epoch
	return err
}

// aggregates puts the one command handler over the log, for each kind of aggregate.
func (c *core) aggregates() {
	c.accounts = handling(c, account.Decider)
	c.sessions = handling(c, session.Decider)
	c.claims = handling(c, claim.Decider)
	c.staff = handling(c, staff.Decider)
	c.cases = handling(c, casefile.Decider)
	c.access = handling(c, access.Decider)
	c.clients = handling(c, client.Decider)
	c.recoveries = handling(c, recovery.Decider)
	c.deliveries = handling(c, delivery.Decider)
}

// handling is the command handler for one kind of aggregate, watched if anybody watches.
func handling[S, C any, E domain.Event](c *core, d domain.Decider[S, C, E]) domain.Streams[S, C, E] {
	return tracing.Streams(c.stores.tracing, eventstore.NewHandler(c.log, c.codec, d))
}

// rule is a limit as it is in force.
func (c *core) rule(name string) limits.Rule {
	for _, r := range c.rules {
		if r.Name == name {
			return r
		}
	}
	return limits.Of(name)
}

// close lets the log finish what it was given, then closes the connections.
func (c *core) close() {
	if c.log != nil {
		if err := c.log.Close(); err != nil {
			c.logger.Error("the log did not close cleanly", "error", err.Error())
		}
	}
	for _, p := range []*pgxpool.Pool{c.pool, c.keysPool} {
		if p != nil {
			p.Close()
		}
	}
}

var errNotMigrated = errors.New("the database is not up to date: run `casetrail migrate` first")

// open connects to the database and to the keys database, which may be the same one.
func (s stores) open(ctx context.Context) (pool, keys *pgxpool.Pool, err error) {
	if s.Database == "" {
		return nil, nil, misuse("no database: set DATABASE_URL, or use `casetrail dev`, which brings its own")
	}
	if err := s.knowsLog(); err != nil {
		return nil, nil, err
	}
	o := postgres.Options{MaxConns: s.Connections, Pooled: s.Pooled, ConnectWait: 15 * time.Second, Tracer: s.tracer}
	if pool, err = postgres.Open(ctx, s.Database, o); err != nil {
		return nil, nil, fmt.Errorf("database: %w", err)
	}
	o.Name = "casetrail-keys"
	if keys, err = postgres.Open(ctx, s.keysURL(), o); err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("keys database: %w", err)
	}
	return pool, keys, nil
}

// openBehind is the pool of what works behind the front: a rush of requests must not take the connections with which leases
// are renewed and read models are fed.
func (s stores) openBehind(ctx context.Context) (*pgxpool.Pool, error) {
	pool, err := postgres.Open(ctx, s.Database, postgres.Options{
		Name: "casetrail-behind", MaxConns: s.Connections, Pooled: s.Pooled, ConnectWait: 15 * time.Second,
	})
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	return pool, nil
}

func (s stores) migrated(ctx context.Context, pool, keys *pgxpool.Pool) error {
	pending, err := postgres.Pending(ctx, pool)
	if err == nil && !pending {
		pending, err = postgres.PendingKeys(ctx, keys)
	}
	if err == nil && pending {
		return errNotMigrated
	}
	return err
}

// migrate brings the database, the log and the keys database up to date.
func (s stores) migrate(ctx context.Context) error {
	if err := s.knowsLog(); err != nil {
		return err
	}
	if err := postgres.Migrate(ctx, s.Database); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if err := s.migrateLog(ctx); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	if err := postgres.MigrateKeys(ctx, s.keysURL()); err != nil {
		return fmt.Errorf("keys database: %w", err)
	}
	return nil
}

// migrateLog makes the log's tables; on an event store it begins the log.
func (s stores) migrateLog(ctx context.Context) error {
	if !s.onEventStore() {
		return logpg.Migrate(ctx, s.Database)
	}
	_, done, err := s.openLogAt(ctx, s.Log)
	if err == nil {
		done()
	}
	return err
}
