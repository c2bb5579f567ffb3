package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// sandboxOffices are those that the letters of a published number name.
var sandboxOffices = map[string]string{"EAC": "VSC", "LIN": "NSC", "SRC": "TSC"}

// demoSandbox are the cases of the published sandbox numbers: every course that a case can take, to its end but for each
// third.
func demoSandbox() []demoFiling {
	courses := slices.Concat(demoCourses, demoTurns)
	filings := make([]demoFiling, len(casefile.SandboxNumbers))
	for i, n := range casefile.SandboxNumbers {
		course := courses[i%len(courses)]
		reached := len(course.steps)
		if i%3 == 2 {
			reached = (reached + 1) / 2
		}
		f := course.crowdFiling(i, reached, 5+i*11%90)
		f.name, f.receipt, f.office = "sandbox "+string(n.Receipt), n.Receipt, sandboxOffices[string(n.Receipt[:3])]
		filings[i] = f
	}
	return filings
}

// sandboxClient is the first API client of the demo that works, with a credential that works: one that was revoked, closed
// or suspended since is followed by another.
func (d *demo) sandboxClient(ctx context.Context, officer domain.Actor) (dev.Program, error) {
	for n := 1; ; n++ {
		act := d.act(officer, fmt.Sprint("register sandbox client ", n), d.now)
		id := act.NewID("client")
		c, err := d.clients.Load(ctx, id.String())
		if err != nil {
			return dev.Program{}, err
		}
		s := c.State
		if s.Owner.ID == "" {
			shown, _, err := d.clientDesk().Register(ctx, workflow.Application{
				Name: "Sandbox of the demo", Contact: officerAddress, Environment: client.Sandbox, Scopes: []string{client.CaseStatus},
			}, act)
			return sandboxProgram(shown.ID, shown.Secret), err
		}
		if len(s.Credentials) > 0 && s.Live(s.Credentials[0].Number) {
			first := s.Credentials[0]
			plain, err := d.revealer.Reveal(secret.ClientSecret, first.Secret)
			return sandboxProgram(client.ID{Client: id, Number: first.Number}, plain), err
		}
	}
}

// ownProgram is the API client of the demo's representative, registered some weeks before the demo was first loaded. Its
// secret nobody was shown: she makes another.
func (d *demo) ownProgram(ctx context.Context, representative domain.Actor) error {
	act := d.act(representative, "register own program", d.first.AddDate(0, 0, -40))
	c, err := d.clients.Load(ctx, act.NewID("client").String())
	if err != nil || c.State.Owner.ID != "" {
		return err
	}
	_, _, err = d.clientDesk().Register(ctx, workflow.Application{
		Name: "Office calendar", Contact: "it@example.com", Environment: client.Production, Scopes: []string{client.CaseStatus},
	}, act)
	return err
}

func sandboxProgram(id client.ID, plain string) dev.Program {
	return dev.Program{ID: id.String(), Secret: plain, Receipt: string(casefile.SandboxNumbers[0].Receipt)}
}
