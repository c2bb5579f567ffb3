package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/casetrail/casetrail/adapters/react"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// demoFiling is a case and what happened on it, in days before the day that it is told from.
type demoFiling struct {
	name, form, office string
	party              demoParty
	received           int
	steps              []demoStep
	lives              int // days after which a new one takes its place, because something in it lies ahead; 0: none does
	protected          bool
	receipt            casefile.Receipt // one that is published; empty: one is allocated
}

type demoParty struct{ role, given, family, born, language, address string }

// demoStep is something that happened: an action; or takeBack, the step before was a mistake; or moveTo, another office has
// the case. Params are names and values; "D-3" is a day, three days before the one that the case is told from.
type demoStep struct {
	ago    int
	code   string
	params []string
}

const (
	takeBack = "take back"
	moveTo   = "move to"
)

func did(ago int, code string, params ...string) demoStep { return demoStep{ago, code, params} }

// copy counts the copies of a filing: those before have had their time.
func (d *demo) copy(f demoFiling) int {
	if f.lives == 0 {
		return 0
	}
	return int(d.now.Sub(d.first).Hours()/24) / f.lives
}

// anchor is the day that a filing's newest copy is told from.
func (d *demo) anchor(f demoFiling) time.Time { return d.first.AddDate(0, 0, d.copy(f)*f.lives) }

// key names a copy of the filing. A digest of what is told is part of it: a store that was filled by another edition of the
// demo gets new cases, and not the old ones under the new names. Of a published number there is one case for ever.
func (f demoFiling) key(copied int) string {
	if f.receipt != "" {
		return f.name
	}
	told := sha256.Sum256(fmt.Append(nil, f))
	return fmt.Sprintf("%s %x %d", f.name, told[:6], copied)
}

// daysFrom is a day so many days from another, but never of a weekend: what was is told of the Friday before, what will be
// of the Monday after.
func daysFrom(anchor time.Time, n int) time.Time {
	day := anchor.AddDate(0, 0, n)
	switch wd := day.Weekday(); {
	case n <= 0 && wd == time.Saturday:
		return day.AddDate(0, 0, -1)
	case n <= 0 && wd == time.Sunday:
		return day.AddDate(0, 0, -2)
	case wd == time.Saturday:
		return day.AddDate(0, 0, 2)
	case wd == time.Sunday:
		return day.AddDate(0, 0, 1)
	}
	return day
}

// moment is when something is done on such a day, in office hours.
func (d *demo) moment(anchor time.Time, ago int) time.Time {
	return daysFrom(anchor, -ago).Add(15 * time.Hour)
}

func (f demoFiling) filing(anchor time.Time) workflow.Filing {
	born, _ := civil.Parse(f.party.born) // a literal of the demo
	return workflow.Filing{
		Receipt: string(f.receipt), Channel: casefile.ChannelPaper, Form: f.form, ReceiptDate: civil.Of(daysFrom(anchor, -f.received)), Office: f.office,
		Language: f.party.language, Protected: f.protected, Role: f.party.role, GivenName: f.party.given, FamilyName: f.party.family,
		BirthDate: born, Address: f.party.address,
	}
}

// file receives a case and records what is missing of its steps. What an officer has added since stays last.
func (d *demo) file(ctx context.Context, officer domain.Actor, f demoFiling, anchor time.Time, key string) (casefile.Receipt, error) {
	at := d.moment(anchor, f.received)
	receipt, _, err := d.officer().Receive(ctx, f.filing(anchor), d.act(officer, "receive "+key, at))
	if err != nil {
		return "", err
	}
	if err := d.answerThen(ctx, receipt, at.Add(time.Hour)); err != nil {
		return "", err
	}
	s, err := d.cases.Load(ctx, string(receipt))
	if err != nil {
		return "", err
	}
	for i := len(s.State.Actions); i < len(f.steps); i++ {
		act := d.act(officer, fmt.Sprint("step ", key, " ", i), d.moment(anchor, f.steps[i].ago).Add(time.Duration(i)*time.Minute))
		if _, err := d.cases.Do(ctx, string(receipt), f.steps[i].command(anchor, i), act); err != nil {
			return "", fmt.Errorf("step %d: %w", i, err)
		}
	}
	return receipt, nil
}

// answerThen gives the case its access code at that moment, by the product's own reactor. A server that sees the case later
// makes the same act of it, and changes nothing.
func (d *demo) answerThen(ctx context.Context, receipt casefile.Receipt, at time.Time) error {
	reactors := react.Set{Access: d.access, Codes: d.codes}.Reactors()
	for r, err := range d.log.Read(ctx, eventstore.Stream(casefile.Decider.Category, string(receipt)), 0) {
		if err != nil {
			return err
		}
		received, err := d.codec.Fact(r)
		if err != nil {
			return err
		}
		for _, reactor := range reactors {
			if reactor.Name == "access_codes" {
				return reactor.Answer(ctx, received, at)
			}
		}
	}
	return casefile.ErrUnknown
}

// command is the step as a command; before is how many actions there were.
func (s demoStep) command(anchor time.Time, before int) casefile.Command {
	occurred, params := civil.Of(daysFrom(anchor, -s.ago)), s.named(anchor)
	switch s.code {
	case moveTo:
		return casefile.Transfer{Office: params["office"], Occurred: occurred}
	case takeBack:
		return casefile.Correct{Action: before, How: casefile.HowCancel, Why: "wrong_case"}
	}
	return casefile.Record{Code: s.code, Occurred: occurred, Params: params}
}

func (s demoStep) named(anchor time.Time) map[string]string {
	named := map[string]string{}
	for i := 0; i+1 < len(s.params); i += 2 {
		value := s.params[i+1]
		if days, dated := strings.CutPrefix(value, "D"); dated {
			if n, err := strconv.Atoi(days); err == nil {
				value = civil.Of(daysFrom(anchor, n)).String()
			}
		}
		named[s.params[i]] = value
	}
	return named
}
