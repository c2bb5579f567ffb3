package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Options tune a pool. The zero value is right for a server; a negative
// duration switches that timeout off.
type Options struct {
	Name              string        // application_name; "casetrail"
	MaxConns          int32         // 20
	StatementTimeout  time.Duration // 30 s
	LockTimeout       time.Duration // 5 s
	IdleInTransaction time.Duration // 2 s: a frozen server holds no lock for as long as a lease lasts
	ConnectWait       time.Duration // how long the first connection is tried for; 30 s
	// Pooled says that a pooler in transaction mode (PgBouncer) stands between
	// us and the server. Then nothing is prepared, and the timeouts must be
	// settings of the role, since such a pooler refuses them at connecting.
	Pooled bool
	Tracer pgx.QueryTracer // is told of every statement; nil: nobody is
}

func (o Options) withDefaults() Options {
	if o.Name == "" {
		o.Name = "casetrail"
	}
	if o.MaxConns == 0 {
		o.MaxConns = 20
	}
	for value, standard := range map[*time.Duration]time.Duration{
		&o.StatementTimeout:  30 * time.Second,
		&o.LockTimeout:       5 * time.Second,
		&o.IdleInTransaction: 2 * time.Second,
		&o.ConnectWait:       30 * time.Second,
	} {
		if *value == 0 {
			*value = standard
		}
	}
	return o
}

// Open opens a pool and returns when the database has answered. What the URL
// itself sets wins over the options. No error shows the password.
func Open(ctx context.Context, url string, o Options) (*pgxpool.Pool, error) {
	o = o.withDefaults()
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errURL
	}
	o.apply(config)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := await(ctx, o.ConnectWait, pool.Ping); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

func (o Options) apply(config *pgxpool.Config) {
	if !strings.Contains(config.ConnString(), "pool_max_conns") {
		config.MaxConns = o.MaxConns
	}
	config.MaxConnIdleTime = 5 * time.Minute
	config.MaxConnLifetimeJitter = 5 * time.Minute
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	config.ConnConfig.Tracer = o.Tracer
	params := config.ConnConfig.RuntimeParams
	setDefault(params, "application_name", o.Name)
	if o.Pooled {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
		config.ConnConfig.StatementCacheCapacity = 0
		config.ConnConfig.DescriptionCacheCapacity = 0
		return
	}
	setDefault(params, "timezone", "UTC")
	setDefault(params, "statement_timeout", milliseconds(o.StatementTimeout))
	setDefault(params, "lock_timeout", milliseconds(o.LockTimeout))
	setDefault(params, "idle_in_transaction_session_timeout", milliseconds(o.IdleInTransaction))
}

// setDefault sets a parameter that the URL leaves open, also in its options.
func setDefault(params map[string]string, name, value string) {
	if _, set := params[name]; !set && !strings.Contains(params["options"], name) {
		params[name] = value
	}
}

// milliseconds is a timeout as PostgreSQL reads it; 0 is none.
func milliseconds(d time.Duration) string {
	return strconv.FormatInt(max(0, d.Milliseconds()), 10)
}
