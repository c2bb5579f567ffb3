package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
)

// `make bench` and `make bench-long` measure; every other run only compiles what measures.
var (
	benchmarks  = flag.String("benchmarks", "", "short or long: measure the product")
	benchResult = flag.String("benchmarks-to", "", "file to which each figure is added, as a line of JSON")
)

// bench is what the scenarios share: a server that flushes, logs of several sizes on it, and the figures.
type bench struct {
	t        *testing.T // of all scenarios
	long     bool
	turn     time.Duration // of one side of a race
	lasts    time.Duration // of a load at a steady rate
	folder   string
	filled   map[int]*filled // by events; 0: what the others are copies of
	template []part
	figures  figures
}

// scenarios are measured one after the other. Each stands for itself: one may be chosen with -run TestBenchmarks/name.
var scenarios = []struct {
	name    string
	measure func(*bench, *testing.T)
}{
	{"append", (*bench).appending},
	{"servers", (*bench).servers},
	{"disk", (*bench).slowDisk},
	{"simulate", (*bench).simulating},
	{"rebuild", (*bench).rebuilding},
	{"status", (*bench).statusQuery},
	{"pages", (*bench).pages},
	{"command", (*bench).commanding},
	{"flat", (*bench).flatness},
	{"memory", (*bench).memory},
	{"eventstoredb", (*bench).eventStore},
}

// A goal that is missed is told in the table and is no failure; a scenario that cannot be measured is one.
func TestBenchmarks(t *testing.T) {
	if *benchmarks != "short" && *benchmarks != "long" {
		t.Skip("measured by make bench and make bench-long")
	}
	server, err := pgtest.StartDurable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	t.Setenv(pgtest.ClusterEnv, server.URL)
	b := &bench{
		t: t, long: *benchmarks == "long", turn: 500 * time.Millisecond, lasts: 5 * time.Second, folder: t.TempDir(), filled: map[int]*filled{},
		figures: figures{on: machine(t, server.URL)},
	}
	if b.long {
		b.turn, b.lasts = 2*time.Second, 20*time.Second
	}
	if err := b.room(); err != nil {
		t.Fatal(err)
	}
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) { s.measure(b, t) })
	}
	if err := b.figures.report(os.Stdout, *benchResult); err != nil {
		t.Error(err)
	}
}

// race lets two sides take turns and notes what came of it.
func (b *bench) race(t *testing.T, f figure, r ratio.Race, subject, limit ratio.Side) ratio.Result {
	t.Helper()
	r.Turn = b.turn
	result, err := r.Run(t.Context(), subject, limit)
	if err != nil {
		t.Fatal(err)
	}
	b.figures.add(f.of(result))
	return result
}

// rounds is how often the two sides of a long work take turns.
const rounds = 5

// alternate is race for work that takes its own time: it notes units of work a second.
func (b *bench) alternate(t *testing.T, f figure, units float64, subject, limit func(context.Context) error) {
	t.Helper()
	var r ratio.Result
	for round := range rounds {
		for i := range 2 {
			side, rates := subject, &r.Subject
			if (i+round)%2 == 1 {
				side, rates = limit, &r.Limit
			}
			began := time.Now()
			if err := side(t.Context()); err != nil {
				t.Fatal(err)
			}
			*rates = append(*rates, units/time.Since(began).Seconds())
		}
	}
	b.figures.add(f.of(r))
}

// stores is an empty database with secrets of its own, or with those of another.
func (b *bench) stores(t testing.TB, like *stores) stores {
	t.Helper()
	s := stores{
		Database: pgtest.New(t, es, pgtest.Keys), Secrets: filepath.Join(t.TempDir(), "secrets.json"), Connections: 20,
		Limits: generous + ",requests=2000000000", Hashing: "weak",
	}
	if like != nil {
		s.Secrets, s.Keys = like.Secrets, like.keysURL()
		return s
	}
	if err := newSecrets(s.Secrets); err != nil {
		t.Fatal(err)
	}
	return s
}
