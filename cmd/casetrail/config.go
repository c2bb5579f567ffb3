package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/tracing"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain/limits"
)

// stores says where the data is. Every value is an environment variable or a flag.
type stores struct {
	Database    string  `name:"database-url" env:"DATABASE_URL" help:"PostgreSQL of the read models, and of the log unless it is elsewhere." placeholder:"URL"`
	Log         string  `name:"log" env:"CASETRAIL_LOG" help:"Where the log is: 'postgres', the database (the default), or an EventStoreDB or KurrentDB, esdb://host:2113." placeholder:"URL"`
	Keys        string  `name:"keys-url" env:"CASETRAIL_KEYS_URL" help:"PostgreSQL of the personal keys, backed up apart; the same database when left out." placeholder:"URL"`
	Secrets     string  `name:"secrets" env:"CASETRAIL_SECRETS" help:"File with the root secrets; made by 'casetrail migrate --new-secrets'." placeholder:"FILE"`
	Connections int32   `name:"connections" env:"CASETRAIL_CONNECTIONS" default:"20" help:"Database connections for requests, and as many again for what works behind them."`
	Pooled      bool    `name:"pooled" env:"CASETRAIL_POOLED" help:"A pooler in transaction mode stands before the database."`
	Direct      string  `name:"direct-url" env:"CASETRAIL_DIRECT_URL" help:"The same PostgreSQL past the pooler, to hear at once of what other servers record." placeholder:"URL"`
	Limits      string  `name:"limits" env:"CASETRAIL_LIMITS" help:"Other figures for limits, as name=max/window, comma-separated; see 'casetrail limits'." placeholder:"LIST"`
	Traces      string  `name:"traces" env:"CASETRAIL_TRACES" help:"Collector of OpenTelemetry traces, by OTLP over HTTP, as http://127.0.0.1:4318; left out: nothing is traced." placeholder:"URL"`
	Traced      float64 `name:"traced" env:"CASETRAIL_TRACED" default:"0.05" help:"Share of requests, and of what begins otherwise, that is traced, from 0 to 1."`
	Hashing     string  `name:"hashing" env:"CASETRAIL_HASHING" enum:"standard,weak" default:"standard" hidden:"" help:"weak: for tests only."`

	tracer    pgx.QueryTracer  // for tests that look at the statements
	tracing   *tracing.Tracing // nil: nobody watches; whoever opened it closes it after the core
	restoring bool             // this process finishes what nobody else may look at before
}

func (s stores) keysURL() string {
	if s.Keys == "" {
		return s.Database
	}
	return s.Keys
}

// logURL is where the log is.
func (s stores) logURL() string {
	if s.Log == "" || s.Log == "postgres" {
		return s.Database
	}
	return s.Log
}

// onEventStore says that the log is not in a database.
func (s stores) onEventStore() bool { return isEventStore(s.logURL()) }

func (s stores) knowsLog() error {
	if s.logURL() != s.Database && !s.onEventStore() {
		return misuse("CASETRAIL_LOG is 'postgres', or the connection string of an EventStoreDB or KurrentDB: esdb://host:2113")
	}
	return nil
}

func (s stores) cost() vault.Cost {
	if s.Hashing == "weak" {
		return vault.Cost{Memory: 64, Iterations: 1}
	}
	return vault.StandardCost
}

func (s stores) loadSecrets() (*vault.Secrets, error) {
	if s.Secrets == "" {
		return nil, misuse("no root secrets: set CASETRAIL_SECRETS to their file; `casetrail migrate --new-secrets FILE` makes one")
	}
	return vault.LoadSecrets(s.Secrets)
}

// newSecrets makes the file of root secrets unless it exists.
func newSecrets(file string) error {
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return err
	}
	if err := vault.WriteSecrets(file, secrets); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// limits are the rules in force: those of package limits, with the figures of CASETRAIL_LIMITS.
func (s stores) limits() ([]limits.Rule, error) {
	rules := append([]limits.Rule{}, limits.Rules...)
	for _, term := range strings.FieldsFunc(s.Limits, func(r rune) bool { return r == ',' || r == ' ' }) {
		if err := override(rules, term); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

// settled are the limits that a rule of the domain holds alone, from events: a figure of one deployment would not reach it.
var settled = []string{limits.LetterDay, limits.LetterMonth}

func override(rules []limits.Rule, term string) error {
	name, figures, _ := strings.Cut(term, "=")
	if slices.Contains(settled, name) {
		return fmt.Errorf("CASETRAIL_LIMITS: %s is part of the rules and cannot be set", name)
	}
	most, window, within := strings.Cut(figures, "/")
	for i := range rules {
		if rules[i].Name != name {
			continue
		}
		n, err := strconv.Atoi(most)
		if err != nil || n < 1 {
			return misuse("CASETRAIL_LIMITS: %q needs a number above zero, as in %s=%d/%s", term, name, rules[i].Max, rules[i].Window)
		}
		rules[i].Max = n
		if !within {
			return nil
		}
		if rules[i].Window, err = time.ParseDuration(window); err != nil || rules[i].Window <= 0 {
			return misuse("CASETRAIL_LIMITS: %q needs a window, as in %s=%d/%s", term, name, rules[i].Max, "10m")
		}
		return nil
	}
	return misuse("CASETRAIL_LIMITS: there is no limit %q; `casetrail limits` lists them", name)
}
