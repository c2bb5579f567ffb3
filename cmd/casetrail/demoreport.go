package main

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// report says of a code that somebody else used it, once: the staff settle that for good.
func (d *demo) report(ctx context.Context, id uuid.UUID, receipt casefile.Receipt) error {
	s, err := d.access.Load(ctx, string(receipt))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.State.Codes, func(c access.Code) bool { return c.Fate == access.Used || c.Disputed.Times > 0 })
	switch {
	case i < 0:
		return errors.New("nobody has used a code of the case that the demo reports")
	case s.State.Codes[i].Disputed.Times > 0:
		return nil
	}
	code, err := d.revealer.Reveal(secret.AccessCode, s.State.Codes[i].Ref)
	if err != nil {
		return err
	}
	proof := workflow.Proof{Network: "demo report", Receipt: string(receipt), BirthDate: eva.born, Code: code}
	act := d.act(domain.Actor{Kind: domain.Applicant, ID: id.String()}, "report "+string(receipt), d.now)
	linking := d.linking()
	linking.Limits = uncounted{}
	_, _, err = linking.Dispute(ctx, id, proof, act)
	return err
}
