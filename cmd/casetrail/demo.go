package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/eventstore"
)

type demoCommand struct{ stores }

// Run loads the demo beside running servers.
func (c demoCommand) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	core.texting = true // to numbers that nobody has
	d := newDemo(core, t.err)
	d.beside = true
	tour, err := d.load(ctx)
	if err != nil {
		return err
	}
	return t.answer(tour, func(w io.Writer) { printTour(w, tour) })
}

// demo loads people and cases by the same workflows as everybody's. Its acts have fixed keys: loading it again, also after
// it was cut short, changes nothing and goes on. What it tells as past is done at that moment in the past, counted from the
// day on which it was first loaded.
type demo struct {
	*core
	now   time.Time
	first time.Time // the day of the first loading, at midnight UTC
	out   io.Writer // hears how far it is

	beside bool // servers are at work, and would let a sign-up of the past lapse
}

func newDemo(c *core, out io.Writer) *demo {
	return &demo{core: c, now: domain.Instant(time.Now()), out: out}
}

const demoPassword = "Correct-Horse-7"

// demoAtOnce is how many people and cases are loaded side by side.
const demoAtOnce = 8

// demoOperator invites the staff.
var demoOperator = domain.Actor{Kind: domain.Operator, ID: "demo"}

func (d *demo) act(by domain.Actor, key string, at time.Time) domain.Act {
	return domain.Attempt(by, "demo", key, at, nil)
}

func (d *demo) say(what string) { fmt.Fprintln(d.out, "Loading the demo: "+what) }

// load goes on for as long as a slow machine is too busy to keep the passwords of so many people at once.
func (d *demo) load(ctx context.Context) (tour *dev.Tour, err error) {
	err = d.whileCrowded(ctx, vault.ErrCrowded.RetryAfter, func() (err error) {
		tour, err = d.loadAll(ctx)
		return err
	})
	return tour, err
}

func (d *demo) whileCrowded(ctx context.Context, wait time.Duration, do func() error) error {
	for {
		err := do()
		if !errors.Is(err, vault.ErrCrowded) {
			return err
		}
		d.say("this machine is busy, it goes on in a moment")
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (d *demo) loadAll(ctx context.Context) (*dev.Tour, error) {
	d.say("staff")
	if err := d.begin(ctx); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	officer, err := d.officerPerson(ctx)
	if err != nil {
		return nil, fmt.Errorf("demo officer: %w", err)
	}
	d.say("people")
	cast, err := d.signUpAll(ctx)
	if err != nil {
		return nil, err
	}
	d.say("cases")
	receipts, err := d.fileAll(ctx, officer, slices.Concat(demoFilings(), demoCrowd(), demoSandbox()))
	if err != nil {
		return nil, err
	}
	d.say("letters and links")
	if err := d.linkAll(ctx, officer, cast, receipts); err != nil {
		return nil, err
	}
	if err := d.report(ctx, cast["too_late"], receipts["reported"]); err != nil {
		return nil, fmt.Errorf("demo report: %w", err)
	}
	if err := d.ownProgram(ctx, domain.Actor{Kind: domain.Applicant, ID: cast["representative"].String()}); err != nil {
		return nil, fmt.Errorf("demo program: %w", err)
	}
	return d.tour(ctx, officer, cast, receipts)
}

// begin finds the day on which the demo was first loaded: that on which the first newcomer was invited.
func (d *demo) begin(ctx context.Context) error {
	id, _, err := d.invite(ctx, 1)
	if err != nil {
		return err
	}
	for r, err := range d.log.Read(ctx, eventstore.Stream(staff.Decider.Category, id.String()), 0) {
		if err != nil {
			return err
		}
		fact, err := d.codec.Fact(r)
		if err != nil {
			return err
		}
		was, err := fact.Act()
		d.first = was.At.Truncate(24 * time.Hour)
		return err
	}
	return staff.ErrUnknown
}

// fileAll receives the cases and records what happened on them, as the officer; it answers the receipts by name.
func (d *demo) fileAll(ctx context.Context, officer domain.Actor, filings []demoFiling) (map[string]casefile.Receipt, error) {
	receipts := make([]casefile.Receipt, len(filings))
	all, each := errgroup.WithContext(ctx)
	all.SetLimit(demoAtOnce)
	for i, f := range filings {
		all.Go(func() (err error) {
			if receipts[i], err = d.file(each, officer, f, d.anchor(f), f.key(d.copy(f))); err != nil {
				err = fmt.Errorf("demo case %s: %w", f.name, err)
			}
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	named := map[string]casefile.Receipt{}
	for i, f := range filings {
		named[f.name] = receipts[i]
	}
	return named, nil
}
