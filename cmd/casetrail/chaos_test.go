package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/wreck"
)

// A short run is part of every test; `make chaos` runs longer, with seeds of its own.
var (
	chaosFor  = flag.Duration("chaos", 12*time.Second, "how long things are broken")
	chaosSeed = flag.Uint64("chaos-seed", 1, "what is broken when")
)

// chaos is people who work on three servers, while what they work on is broken.
type chaos struct {
	*load
	postgres *wreck.Server
	random   *rand.Rand
	started  int
	broke    map[string]int // what was broken how often
}

// fault is one way to break something. Where it needs what this machine has not, it says so.
type fault struct {
	name   string
	breaks func(c *chaos) error
}

var faults = []fault{
	{"server killed", (*chaos).killServer},
	{"server frozen", (*chaos).freezeServer},
	{"backend killed", func(c *chaos) error { return c.postgres.KillBackend(c.random) }},
	{"backends terminated", func(c *chaos) error { return c.postgres.Terminate(1 + c.random.IntN(20)) }},
	{"Postgres crashed", func(c *chaos) error { return c.postgres.Crash() }},
	{"connections cut", func(c *chaos) error { c.postgres.Cut(); return nil }},
	{"answers lost", func(c *chaos) error { c.postgres.LoseAnswers(1 + c.random.IntN(5)); return nil }},
	{"clock turned back", (*chaos).turnClockBack},
	{"disk filled", (*chaos).fillDisk},
}

var (
	errNotHere = errors.New("cannot be done on this machine")
	errEnough  = errors.New("was done often enough")
)

// Whatever breaks, every command that was acknowledged is in the log once, the read models are what a fold of the log is,
// and every message went once or is visibly in doubt.
func TestChaos(t *testing.T) {
	t.Parallel()
	c := newChaos(t, "")
	before := c.head()
	c.load.start()
	c.breakThings(*chaosFor)
	c.load.stop()
	c.settle(3 * time.Minute)
	c.eachCommandOnce(before)
	twice, rows := c.eachMessageOnce(), c.tablesEqualAFold()
	events := c.dense()
	t.Logf("chaos, seed %d, %v: %s; %d commands acknowledged, asked again %d times; "+
		"%d answers of servers and %d acknowledgements of appends lost; "+
		"%d events without a hole, %d rows as folded, %d e-mails arrived, %d of them twice",
		*chaosSeed, *chaosFor, c.told(), len(c.load.done), c.unknown, c.load.answers.Load()/c.load.deaf, c.postgres.Lost(), events, rows, len(c.post.arrived), twice)
}

// A program that does not look whether it has done a command before is found out.
func TestChaosFindsAMissingRepeatCheck(t *testing.T) {
	t.Parallel()
	seen := &recorder{TB: t}
	c := newChaos(seen, rebuilt(t, "eventstore/handler.go", "if len(f.mine) > 0 {", "if false {"))
	before := c.head()
	c.load.start()
	time.Sleep(3 * time.Second)
	c.load.stop()
	c.eachCommandOnce(before)
	if !strings.Contains(seen.said(), "one command recorded") && !strings.Contains(seen.said(), "was recorded") {
		t.Errorf("nothing was noticed after %d repeated commands:\n%s", c.unknown, seen.said())
	}
}

// newChaos has three servers on a database of its own; program is a binary other than the product's.
func newChaos(t testing.TB, program string) *chaos {
	t.Helper()
	var o wreck.Options
	if wreck.CanFill() {
		o.Disk = 1 << 30
	}
	c := &chaos{postgres: wreck.Start(t, o), random: rand.New(rand.NewPCG(*chaosSeed, 0)), broke: map[string]int{}}
	c.postgres.Create("casetrail")
	s := stores{
		Database: c.postgres.Direct("casetrail"), Secrets: filepath.Join(t.TempDir(), "secrets.json"), Connections: 20, Limits: generous, Hashing: "weak",
	}
	if err := errors.Join(newSecrets(s.Secrets), s.migrate(context.Background())); err != nil {
		t.Fatal(err)
	}
	f := fleetOn(t, s, c.postgres.URL("casetrail"))
	f.noisy = true
	if program != "" {
		f.program.binary = program
	}
	c.load = &load{fleet: f}
	for range 3 {
		c.startServer()
	}
	c.load = f.people(40, 6)
	c.load.deaf = 25
	return c
}

func (c *chaos) startServer() {
	c.started++
	c.fleet.start(fmt.Sprint("server-", c.started))
}

// breakThings breaks each thing once, in any order, then anything, until the time is up.
func (c *chaos) breakThings(lasts time.Duration) {
	c.t.Helper()
	next := slices.Clone(faults)
	c.random.Shuffle(len(next), func(i, j int) { next[i], next[j] = next[j], next[i] })
	for end := time.Now().Add(lasts); time.Now().Before(end) || len(next) > 0; {
		f := faults[c.random.IntN(len(faults))]
		if len(next) > 0 {
			f, next = next[0], next[1:]
		}
		c.perform(f)
		time.Sleep(time.Duration(200+c.random.IntN(1500)) * time.Millisecond)
	}
}

func (c *chaos) perform(f fault) {
	c.t.Helper()
	begun := time.Now()
	err := f.breaks(c)
	if took := time.Since(begun); took > 10*time.Second {
		c.t.Logf("%s, at %s: it took %v", f.name, begun.Format(time.TimeOnly), took)
	}
	switch {
	case errors.Is(err, errEnough):
	case errors.Is(err, errNotHere):
		c.broke[f.name+": not run"] = 1
	case err != nil:
		c.t.Errorf("%s: %v", f.name, err)
	default:
		c.broke[f.name]++
	}
}

func (c *chaos) killServer() error {
	all := c.targets()
	c.kill(all[c.random.IntN(len(all))])
	c.startServer()
	return nil
}

// freezeServer freezes one for longer than its leases last: it wakes up to find others in its place.
func (c *chaos) freezeServer() error {
	all := c.targets()
	s := all[c.random.IntN(len(all))]
	s.freeze()
	time.Sleep(3500*time.Millisecond + time.Duration(c.random.IntN(1500))*time.Millisecond)
	s.mark(syscall.SIGCONT)
	return nil
}

// turnClockBack turns the clock of the database; after three hours it stays as it is.
func (c *chaos) turnClockBack() error {
	if c.broke["clock turned back"] >= 3 {
		return errEnough
	}
	err := c.postgres.TurnClock(-time.Hour)
	if errors.Is(err, wreck.ErrClock) {
		return errNotHere
	}
	return err
}

func (c *chaos) fillDisk() error {
	if !wreck.CanFill() {
		return errNotHere
	}
	if err := c.postgres.FillDisk(); err != nil {
		return err
	}
	time.Sleep(time.Duration(1+c.random.IntN(2)) * time.Second)
	return c.postgres.FreeDisk()
}

func (c *chaos) told() string {
	var all []string
	for name, n := range c.broke {
		all = append(all, fmt.Sprintf("%s %d", name, n))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// dense finds holes in the log, and answers how many events it has.
func (c *chaos) dense() (events int) {
	c.t.Helper()
	if n := c.count(`select count(*) from (select stream from es.events group by stream having count(*) <> max(revision) or min(revision) <> 1) x`); n > 0 {
		c.t.Errorf("%d streams miss a revision", n)
	}
	events = c.count(`select count(*) from es.events`)
	if last := c.count(`select coalesce(max(position), 0) from es.events`); last != events {
		c.t.Errorf("%d events, the last at %d", events, last)
	}
	return events
}
