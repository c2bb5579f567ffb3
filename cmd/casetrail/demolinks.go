package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// demoLink says which person of the demo links which case, and how many days before the day that the case is told from.
type demoLink struct {
	person, filing string
	ago            int
	full           bool
}

var demoLinks = []demoLink{
	{"full", "card", 200, true},
	{"full", "moved", 199, true},
	{"full", "interview", 178, true},
	{"full", "evidence", 140, true},
	{"status", "status only", 90, false},
	{"authenticator", "biometrics", 30, true},
	{"decided", "denied", 245, true},
	{"decided", "reopened", 244, true},
	{"representative", "used", 62, true},
	{"representative", "reported", 50, true},
	{"representative", "crowd 3", 2, true},
	{"representative", "crowd 12", 2, true},
	{"representative", "crowd 22", 2, false},
}

// linkAll links the demo's cases as their people would.
func (d *demo) linkAll(ctx context.Context, officer domain.Actor, cast demoCast, receipts map[string]casefile.Receipt) error {
	filings := map[string]demoFiling{}
	for _, f := range append(demoFilings(), demoCrowd()...) {
		filings[f.name] = f
	}
	for _, l := range demoLinks {
		if err := d.link(ctx, officer, cast[l.person], l, filings[l.filing], receipts[l.filing]); err != nil {
			return fmt.Errorf("demo link of %s: %w", l.filing, err)
		}
	}
	return nil
}

// link links a case, once: who has taken the link out since does not get it back.
func (d *demo) link(ctx context.Context, officer domain.Actor, id uuid.UUID, l demoLink, f demoFiling, receipt casefile.Receipt) error {
	s, err := d.access.Load(ctx, string(receipt))
	if err != nil || s.State.Links[id] != "" {
		return err
	}
	proof, at := workflow.Proof{Network: "demo " + l.filing, Receipt: string(receipt), BirthDate: f.party.born}, d.moment(d.anchor(f), l.ago)
	if l.full {
		if last, _ := s.State.Last(); !last.Alive(at) {
			at = d.now // a server at work has let the letter of that time expire: there is a new one
			proof.Code, err = d.renewed(ctx, officer, receipt)
		} else {
			proof.Code, err = d.revealer.Reveal(secret.AccessCode, last.Ref)
		}
		if err != nil {
			return err
		}
	}
	act := d.act(domain.Actor{Kind: domain.Applicant, ID: id.String()}, "link "+string(receipt), at)
	linking := d.linking()
	linking.Limits = uncounted{}
	_, _, err = linking.Link(ctx, id, proof, act)
	return err
}

// uncounted is no limit: what the demo does in the name of people leaves them, and the next edition of the demo, every try.
type uncounted struct{}

func (uncounted) Take(context.Context, string, string) (left int, wait time.Duration, err error) {
	return 1, 0, nil
}

func (uncounted) Clear(context.Context, string, string) error { return nil }

// letters are the codes to try, each with what became of it.
func (d *demo) letters(ctx context.Context, officer domain.Actor, receipts map[string]casefile.Receipt) ([]dev.Letter, error) {
	unused, err := d.unlinked(ctx, officer)
	if err != nil {
		return nil, err
	}
	upgrade, err := d.renewed(ctx, officer, receipts["status only"])
	if err != nil {
		return nil, err
	}
	used, err := d.firstCode(ctx, receipts["used"])
	if err != nil {
		return nil, err
	}
	replaced, err := d.replaced(ctx, officer)
	if err != nil {
		return nil, err
	}
	expired, err := d.expired(ctx, officer)
	if err != nil {
		return nil, err
	}
	return []dev.Letter{
		unused.as(dev.LetterUnused, "cleo@example.com", cleoParty),
		demoLetter{receipts["status only"], upgrade}.as(dev.LetterUpgrade, "ben@example.com", benParty),
		demoLetter{receipts["used"], used}.as(dev.LetterUsed, "eva@example.com", eva),
		replaced.as(dev.LetterReplaced, "cleo@example.com", cleoParty),
		expired.as(dev.LetterExpired, "cleo@example.com", cleoParty),
	}, nil
}

type demoLetter struct {
	receipt casefile.Receipt
	code    string
}

func (l demoLetter) as(fate, to string, party demoParty) dev.Letter {
	return dev.Letter{Fate: fate, To: to, Receipt: string(l.receipt), Code: l.code, BirthDate: party.born}
}

// unlinked is a case that nobody has linked: the first whose code is still good.
func (d *demo) unlinked(ctx context.Context, officer domain.Actor) (demoLetter, error) {
	return d.until(ctx, officer, unlinkedFiling, d.now.Truncate(24*time.Hour), func(s access.State, c access.Code) bool {
		return c.Alive(d.now) && !full(s)
	})
}

// expired is a case whose only letter is too old: the first of which a running server has not sent a letter of today.
func (d *demo) expired(ctx context.Context, officer domain.Actor) (demoLetter, error) {
	return d.until(ctx, officer, expiredFiling, d.first, func(_ access.State, c access.Code) bool {
		return !c.Alive(d.now) && (c.Fate == "" || c.Fate == access.Expired)
	})
}

// mostDemoCopies is how many copies of a case are filed until one is as it should be.
const mostDemoCopies = 100

func (d *demo) until(
	ctx context.Context, officer domain.Actor, f demoFiling, anchor time.Time, right func(access.State, access.Code) bool,
) (demoLetter, error) {
	for n := range mostDemoCopies {
		receipt, err := d.file(ctx, officer, f, anchor, f.key(n))
		if err != nil {
			return demoLetter{}, fmt.Errorf("demo case %s: %w", f.name, err)
		}
		s, err := d.access.Load(ctx, string(receipt))
		if err != nil {
			return demoLetter{}, err
		}
		if last, ok := s.State.Last(); ok && right(s.State, last) {
			code, err := d.revealer.Reveal(secret.AccessCode, last.Ref)
			return demoLetter{receipt, code}, err
		}
	}
	return demoLetter{}, errors.New("no demo case is as it should be: " + f.name)
}

func full(s access.State) bool {
	for _, tier := range s.Links {
		if tier == access.TierFull {
			return true
		}
	}
	return false
}

// renewed is the code of a case's last letter; when it is too old, that of a new one.
func (d *demo) renewed(ctx context.Context, officer domain.Actor, receipt casefile.Receipt) (string, error) {
	s, err := d.access.Load(ctx, string(receipt))
	if err != nil {
		return "", err
	}
	last, _ := s.State.Last()
	if !last.Alive(d.now) && !full(s.State) {
		again := d.act(officer, fmt.Sprint("new letter ", receipt, " ", len(s.State.Codes)), d.now)
		issued, err := d.officer().IssueCode(ctx, receipt, access.WhyReissued, again)
		if err != nil {
			return "", err
		}
		last, _ = issued.State.Last()
	}
	return d.revealer.Reveal(secret.AccessCode, last.Ref)
}

// replaced is the first letter of a case that got another one.
func (d *demo) replaced(ctx context.Context, officer domain.Actor) (demoLetter, error) {
	for n := range mostDemoCopies {
		receipt, err := d.file(ctx, officer, replacedFiling, d.first, replacedFiling.key(n))
		if err != nil {
			return demoLetter{}, fmt.Errorf("demo case %s: %w", replacedFiling.name, err)
		}
		second := d.act(officer, "new letter "+string(receipt), d.moment(d.first, 10))
		_, err = d.officer().IssueCode(ctx, receipt, access.WhyRequested, second)
		if errors.Is(err, access.ErrTooManyLetters) {
			continue // a server at work was quicker, and sent the first one only now
		}
		if err != nil {
			return demoLetter{}, err
		}
		code, err := d.firstCode(ctx, receipt)
		return demoLetter{receipt, code}, err
	}
	return demoLetter{}, errors.New("no demo case is as it should be: " + replacedFiling.name)
}

func (d *demo) firstCode(ctx context.Context, receipt casefile.Receipt) (string, error) {
	s, err := d.access.Load(ctx, string(receipt))
	if err != nil || len(s.State.Codes) == 0 {
		return "", errors.Join(err, fmt.Errorf("the demo's case %s has no code", receipt))
	}
	return d.revealer.Reveal(secret.AccessCode, s.State.Codes[0].Ref)
}
