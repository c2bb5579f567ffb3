package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

// tour is what there is to try.
func (d *demo) tour(ctx context.Context, officer domain.Actor, cast demoCast, receipts map[string]casefile.Receipt) (*dev.Tour, error) {
	letters, err := d.letters(ctx, officer, receipts)
	if err != nil {
		return nil, fmt.Errorf("demo letters: %w", err)
	}
	newcomer, err := d.newcomer(ctx)
	if err != nil {
		return nil, fmt.Errorf("demo newcomer: %w", err)
	}
	applicants := dev.Group{Key: dev.GroupApplicants}
	for _, p := range demoPeople {
		person, err := d.shown(ctx, p, cast, receipts)
		if err != nil {
			return nil, err
		}
		applicants.People = append(applicants.People, person)
	}
	staff := dev.Group{Key: dev.GroupStaff, People: []dev.Person{{
		Key: "officer", Title: "Officer", Email: officerAddress, Password: demoPassword, Language: "en",
		About: "Receives paper filings, records actions, corrects and transfers.",
	}, newcomer}}
	program, err := d.sandboxClient(ctx, officer)
	if err != nil {
		return nil, fmt.Errorf("demo API client: %w", err)
	}
	unused := letters[0]
	return &dev.Tour{
		Groups: []dev.Group{applicants, staff}, Letters: letters, Numbers: numbersToType(unused.Receipt),
		Program: program,
		Case:    dev.UnlinkedCase{Receipt: unused.Receipt, Code: unused.Code, BirthDate: unused.BirthDate},
	}, nil
}

func (d *demo) shown(ctx context.Context, p demoPerson, cast demoCast, receipts map[string]casefile.Receipt) (dev.Person, error) {
	shown := dev.Person{Key: p.key, Title: p.title, Email: p.address, Password: demoPassword, Language: p.language, About: p.about}
	for _, l := range demoLinks {
		if l.person != p.key {
			continue
		}
		s, err := d.cases.Load(ctx, string(receipts[l.filing]))
		if err != nil {
			return shown, err
		}
		shown.Cases = append(shown.Cases, dev.Case{Name: l.filing, Receipt: string(receipts[l.filing]), Form: s.State.Form, Full: l.full})
	}
	return shown, nil
}

// numbersToType are ways to write a receipt number, and what people take for one.
func numbersToType(receipt string) []dev.Number {
	var all []dev.Number
	for _, typed := range []string{
		strings.ToLower(receipt[:3]) + "-" + receipt[3:5] + "-" + receipt[5:8] + " " + receipt[8:],
		receipt[:12],
		receipt[:12] + "O",
		receipt[3:],
		"A 098 765 432",
		"0123 4567 8901",
		"7K4M-Q2XW-9RTB",
		"I-797C",
	} {
		n := dev.Number{Typed: typed}
		var told *domain.Error
		if _, err := casefile.ParseReceipt(typed); errors.As(err, &told) {
			n.Answer = told.Code
		}
		all = append(all, n)
	}
	return all
}

// withCodes is the tour with what the authenticator apps show in this half minute.
func (c *core) withCodes(ctx context.Context, loaded dev.Tour) *dev.Tour {
	groups := make([]dev.Group, len(loaded.Groups))
	for i, g := range loaded.Groups {
		groups[i] = dev.Group{Key: g.Key, People: append([]dev.Person{}, g.People...)}
		for j := range groups[i].People {
			p := &groups[i].People[j]
			p.AuthenticatorCode = c.appCode(ctx, g.Key, p.Email)
		}
	}
	loaded.Groups = groups
	return &loaded
}

func printTour(w io.Writer, t *dev.Tour) {
	fmt.Fprintln(w, "People (password, then the code from the mailbox, or of an authenticator app: on that page):")
	for _, g := range t.Groups {
		for _, p := range g.People {
			way := p.Password
			if p.EnrolmentLink != "" {
				way = p.EnrolmentLink
			}
			fmt.Fprintf(w, "  %-32s %-24s %s\n", p.Title, p.Email, way)
		}
	}
	fmt.Fprintf(w, "An API client for the sandbox:\n  client id      %s\n  client secret  %s\n", t.Program.ID, t.Program.Secret)
	fmt.Fprintf(w, "A case that nobody has linked:\n  receipt number %s\n  access code    %s\n  date of birth  %s\n", t.Case.Receipt, t.Case.Code, t.Case.BirthDate)
}
