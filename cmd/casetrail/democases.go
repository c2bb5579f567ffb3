package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
)

// demoFiling is a case and what happened on it, in days before today.
type demoFiling struct {
	form, office, born string
	received           int
	steps              []demoStep
}

type demoStep struct {
	ago    int
	code   string // an action; "transfer" moves the case to the office; "cancel" takes back the step before
	office string
	params map[string]int // dates, in days before today
	text   map[string]string
}

var demoFilings = map[string]demoFiling{
	"approved": {"I-765", "NBC", "1984-02-29", 210, []demoStep{
		{ago: 208, code: "IAA", text: map[string]string{"form": "I-765"}},
		{ago: 195, code: "FNA", params: map[string]int{"date": 180}, text: map[string]string{"time": "09:30", "office": "XCH"}},
		{ago: 180, code: "FNB"},
		{ago: 120, code: "FT0"},
		{ago: 60, code: "DA"},
		{ago: 58, code: "LAA"},
		{ago: 50, code: "LEA"},
		{ago: 45, code: "DELIVERED"},
	}},
	"evidence": {"I-130", "VSC", "1984-02-29", 150, []demoStep{
		{ago: 148, code: "IAA", text: map[string]string{"form": "I-130"}},
		{ago: 90, code: "transfer", office: "TSC"},
		{ago: 41, code: "EA"},
		{ago: 41, code: "cancel"},
		{ago: 20, code: "FBB"},
		{ago: 19, code: "IKE", params: map[string]int{"due": -64}, text: map[string]string{"notice": "I-797E"}},
	}},
	"denied": {"I-539", "CSC", "1991-07-14", 260, []demoStep{
		{ago: 255, code: "IAF", text: map[string]string{"form": "I-539"}},
		{ago: 140, code: "FBA"},
		{ago: 100, code: "HA"},
		{ago: 30, code: "EA"},
	}},
	"unlinked": {"N-400", "NBC", "1979-11-03", 35, nil},
}

func (f demoFiling) filing(now time.Time) workflow.Filing {
	born, _ := civil.Parse(f.born) // a literal above
	return workflow.Filing{
		Channel: casefile.ChannelPaper, Form: f.form, ReceiptDate: daysAgo(now, f.received), Office: f.office, Language: "en",
		Role: "applicant", GivenName: "Demo", FamilyName: "Person", BirthDate: born,
		Address: "1 Example Street\nExampleville, EX 00000",
	}
}

func daysAgo(now time.Time, n int) civil.Date { return civil.Of(now.UTC()).AddDays(-n) }

// file receives the cases and records what happened on them, as the officer.
func (d demo) file(ctx context.Context, officer domain.Actor) (map[string]casefile.Receipt, error) {
	receipts := map[string]casefile.Receipt{}
	for _, name := range []string{"approved", "evidence", "denied"} {
		f := demoFilings[name]
		receipt, _, err := d.officer().Receive(ctx, f.filing(d.now), d.act(officer, "receive "+name))
		if err != nil {
			return nil, err
		}
		receipts[name] = receipt
		for i, step := range f.steps {
			act := d.act(officer, fmt.Sprint("step ", name, i))
			if _, err := d.cases.Do(ctx, string(receipt), step.command(d.now, i), act); err != nil {
				return nil, fmt.Errorf("%s, step %d: %w", name, i, err)
			}
		}
	}
	return receipts, nil
}

func (s demoStep) command(now time.Time, before int) casefile.Command {
	switch s.code {
	case "transfer":
		return casefile.Transfer{Office: s.office, Occurred: daysAgo(now, s.ago)}
	case "cancel":
		return casefile.Correct{Action: before, How: casefile.HowVoid, Why: "wrong_case"}
	}
	params := map[string]string{}
	for k, v := range s.text {
		params[k] = v
	}
	for k, ago := range s.params {
		params[k] = daysAgo(now, ago).String()
	}
	return casefile.Record{Code: s.code, Occurred: daysAgo(now, s.ago), Params: params}
}

const officerAddress = "officer@example.com"

// officerPerson invites and enrolls the officer, unless that is done.
func (d demo) officerPerson(ctx context.Context) (domain.Actor, *web.Tour, error) {
	operator := d.act(domain.Actor{Kind: domain.Operator, ID: "demo"}, "invite the officer")
	id := operator.NewID("staff")
	who := domain.Actor{Kind: domain.Staff, ID: id.String()}
	tour := &web.Tour{Officer: web.Person{
		Title: "Officer", Email: officerAddress, Password: demoPassword, About: "Receives paper filings, records actions, corrects and transfers.",
	}}
	m, err := d.staff.Load(ctx, id.String())
	if err == nil && !m.State.Enrolled {
		err = d.enroll(ctx, operator, who)
	}
	return who, tour, err
}

func (d demo) enroll(ctx context.Context, operator domain.Act, who domain.Actor) error {
	e := d.enrolment()
	id, link, err := e.Invite(ctx, "Demo Officer", officerAddress, staff.RoleOfficer, operator)
	if err != nil {
		return err
	}
	token, err := e.Begin(ctx, id, "demo", link, d.act(domain.Actor{Kind: domain.Anonymous}, "enroll "+uuid.NewString()))
	if err != nil {
		return err
	}
	if err := e.SetPassword(ctx, id, demoPassword, d.act(who, "password")); err != nil {
		return err
	}
	seed, err := e.OfferAuthenticator(ctx, id, d.act(who, "authenticator"))
	if err != nil {
		return err
	}
	code, err := totp.GenerateCode(seed, d.now)
	if err != nil {
		return err
	}
	at, err := d.tokens.Find(ctx, token)
	if err != nil {
		return err
	}
	if _, err := e.Finish(ctx, token, at, code, d.act(who, "finish "+uuid.NewString())); err != nil {
		return err
	}
	return d.tokens.EndHolder(ctx, who, uuid.Nil)
}

// authenticator is the officer's code for this half minute, as their app would show it.
func (c *core) authenticator(ctx context.Context) string {
	d := demo{core: c, now: time.Now()}
	id := d.act(domain.Actor{Kind: domain.Operator, ID: "demo"}, "invite the officer").NewID("staff")
	m, err := c.staff.Load(ctx, id.String())
	if err != nil {
		return ""
	}
	seed, err := c.vault.NewSeed(ctx, m.State.Authenticator) // the same again
	if err != nil {
		return ""
	}
	code, err := totp.GenerateCode(seed, d.now)
	if err != nil {
		return ""
	}
	return code
}
