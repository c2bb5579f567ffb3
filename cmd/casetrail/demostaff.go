package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
)

const (
	officerAddress = "officer@example.com"
	officerJoined  = 400 // days before the first loading: before all cases
)

// officerPerson invites and enrolls the officer, unless that is done.
func (d *demo) officerPerson(ctx context.Context) (domain.Actor, error) {
	at := d.moment(d.first, officerJoined)
	operator := d.act(demoOperator, "invite the officer", at)
	who := domain.Actor{Kind: domain.Staff, ID: operator.NewID("staff").String()}
	m, err := d.staff.Load(ctx, who.ID)
	if err != nil || m.State.Enrolled {
		return who, err
	}
	if err := d.enroll(ctx, operator, who, at); err != nil {
		return who, err
	}
	return who, d.tokens.EndHolder(ctx, who, uuid.Nil)
}

func (d *demo) enroll(ctx context.Context, operator domain.Act, who domain.Actor, at time.Time) error {
	own := func(step string) domain.Act {
		at = at.Add(time.Minute)
		return d.act(who, step, at)
	}
	e := d.enrolment()
	id, link, err := e.Invite(ctx, "Olga Ravenhill", officerAddress, staff.RoleOfficer, operator)
	if err != nil {
		return err
	}
	token, err := e.Begin(ctx, id, "demo", link, d.act(domain.Actor{Kind: domain.Anonymous}, "enroll "+uuid.NewString(), at))
	if err != nil {
		return err
	}
	if err := e.SetPassword(ctx, id, demoPassword, own("password")); err != nil {
		return err
	}
	seed, err := e.OfferAuthenticator(ctx, id, own("authenticator "+uuid.NewString())) // of an old one the code may be used up
	if err != nil {
		return err
	}
	last := own("finish " + uuid.NewString())
	code, err := totp.GenerateCode(seed, last.At)
	if err != nil {
		return err
	}
	held, err := d.tokens.Find(ctx, token)
	if err != nil {
		return err
	}
	_, err = e.Finish(ctx, token, held, code, last)
	return err
}

// invite invites the n-th newcomer, now; again it is the same invitation.
func (d *demo) invite(ctx context.Context, n int) (uuid.UUID, string, error) {
	address := "noor@example.com"
	if n > 1 {
		address = fmt.Sprintf("noor-%d@example.com", n)
	}
	act := d.act(demoOperator, fmt.Sprint("invite newcomer ", n), d.now)
	id, _, err := d.enrolment().Invite(ctx, "Noor Whitlock", address, staff.RoleOfficer, act)
	return id, address, err
}

// newcomer is the first who was invited and has not enrolled, with a link that works for a day at least.
func (d *demo) newcomer(ctx context.Context) (dev.Person, error) {
	p := dev.Person{
		Key: "newcomer", Title: "Officer, just invited", Language: "en",
		About: "Has got a link and nothing else: choose a password, then set up an authenticator app.",
	}
	for n := 1; ; n++ {
		id, address, err := d.invite(ctx, n)
		if err != nil {
			return p, err
		}
		m, err := d.staff.Load(ctx, id.String())
		if err != nil {
			return p, err
		}
		if m.State.Enrolled || m.State.Disabled {
			continue
		}
		link, err := d.enrolmentLink(ctx, m.State)
		p.Email, p.EnrolmentLink = address, "/enrol/"+id.String()+"/"+link
		return p, err
	}
}

func (d *demo) enrolmentLink(ctx context.Context, m staff.State) (string, error) {
	if m.LinkExpires.Sub(d.now) > 24*time.Hour {
		return d.revealer.Reveal(secret.EnrolLink, m.Link)
	}
	again := d.act(demoOperator, fmt.Sprint("invite again ", m.ID, " ", m.LinkExpires.Unix()), d.now)
	return d.enrolment().Reinvite(ctx, m.ID, again)
}

// appCode is what the authenticator app of somebody would show now; nothing for those who have none.
func (c *core) appCode(ctx context.Context, group, address string) string {
	realm, at := workflow.RealmAccount, workflow.Applicants(c.accounts, c.codes)
	if group == dev.GroupStaff {
		realm, at = workflow.RealmStaff, workflow.Members(c.staff)
	}
	claimed, err := c.claims.Load(ctx, c.digests.Address(realm, address))
	if err != nil {
		return ""
	}
	p, err := at.Load(ctx, claimed.State.Holder)
	if err != nil || p.Authenticator == uuid.Nil {
		return ""
	}
	seed, err := c.vault.NewSeed(ctx, p.Authenticator) // the same again
	if err != nil {
		return ""
	}
	code, err := totp.GenerateCode(seed, time.Now())
	if err != nil {
		return ""
	}
	return code
}
