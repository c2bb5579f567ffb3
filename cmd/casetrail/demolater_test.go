package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain/casefile"
)

// Loaded again when its letters are too old, the demo sends new ones, and what lay ahead lies ahead again. Loaded twice on
// one day it records nothing.
func TestTheDemoNinetyDaysLater(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	d := newDemo(p.core, io.Discard)
	d.beside = true
	load := func() *dev.Tour {
		t.Helper()
		loaded, err := d.load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return loaded
	}
	first := load()
	if again := load(); !reflect.DeepEqual(again, first) {
		t.Errorf("loaded again, it tells of\n%+v\nand not of\n%+v", again, first)
	}
	d.now = d.now.AddDate(0, 0, 95)
	later := load()
	for i, l := range later.Letters {
		was := first.Letters[i]
		renewed := l.Fate == dev.LetterUnused || l.Fate == dev.LetterUpgrade
		either := l.Fate == dev.LetterExpired // the letters of then have expired too: one is as good as the other
		if l.Fate != was.Fate || !either && (l.Code != was.Code) != renewed {
			t.Errorf("after 95 days the letter %+v is %+v", was, l)
		}
	}
	for i, c := range later.Groups[0].People[0].Cases {
		was := first.Groups[0].People[0].Cases[i]
		if aheadOf := c.Name == "evidence" || c.Name == "interview"; (c.Receipt != was.Receipt) != aheadOf {
			t.Errorf("after 95 days the case %+v is %+v", was, c)
		}
	}
	if was, is := first.Groups[1].People[1].EnrolmentLink, later.Groups[1].People[1].EnrolmentLink; was == is {
		t.Error("after 95 days the newcomer's link is the old one")
	}
}

// A machine that is busy for a moment does not end the loading; anything else does, and so does whoever stops the program.
func TestTheDemoWaitsForABusyMachine(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	d, wrong := &demo{out: &said}, errors.New("wrong")
	answers := []error{fmt.Errorf("step password: %w", vault.ErrCrowded), vault.ErrCrowded, wrong}
	err := d.whileCrowded(t.Context(), time.Millisecond, func() (err error) {
		err, answers = answers[0], answers[1:]
		return err
	})
	if !errors.Is(err, wrong) || len(answers) != 0 || strings.Count(said.String(), "busy") != 2 {
		t.Errorf("%v, %d answers left, %q", err, len(answers), said.String())
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := d.whileCrowded(ctx, time.Hour, func() error { return vault.ErrCrowded }); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// What was is told of a working day before, what will be of one after, and never the other way round.
func TestTheDaysOfTheDemo(t *testing.T) {
	t.Parallel()
	for d := range 7 {
		today := time.Date(2026, 11, 20+d, 0, 0, 0, 0, time.UTC)
		for n := -30; n <= 30; n++ {
			day := daysFrom(today, n)
			if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
				t.Errorf("%d days from %s is a %s", n, today, wd)
			}
			if n < 0 && !day.Before(today) || n > 0 && !day.After(today) {
				t.Errorf("%d days from %s is %s", n, today, day)
			}
		}
	}
}

// A store that was filled by another edition of the demo gets new cases for what is told otherwise now.
func TestAnotherEditionOfTheDemo(t *testing.T) {
	t.Parallel()
	strict := testStores(t)
	strict.Limits = strings.Replace(generous, "link_account=100000", "link_account=2", 1)
	p := serveOn(t, strict)
	d := newDemo(p.core, io.Discard)
	d.beside = true
	must(t, d.begin(t.Context()))
	officer, err := d.officerPerson(t.Context())
	must(t, err)
	file := func(f demoFiling) casefile.Receipt {
		t.Helper()
		receipt, err := d.file(t.Context(), officer, f, d.anchor(f), f.key(0))
		must(t, err)
		return receipt
	}
	other := unlinkedFiling
	other.party.born = "1990-01-02"
	was := file(unlinkedFiling)
	if again := file(unlinkedFiling); again != was {
		t.Errorf("filed again it is %s, and was %s", again, was)
	}
	if is := file(other); is == was {
		t.Error("told otherwise it is the same case")
	}
	ana, err := d.person(t.Context(), demoPeople[0])
	must(t, err)
	for n := range 3 { // editions on one day: more than people may link
		edition := unlinkedFiling
		edition.name = fmt.Sprint("edition ", n)
		must(t, d.link(t.Context(), officer, ana, demoLink{filing: edition.name}, edition, file(edition)))
	}
}
