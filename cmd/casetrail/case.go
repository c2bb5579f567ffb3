package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections/cases"
)

type caseCommands struct {
	Receive caseReceive `cmd:"" help:"Receive a paper filing; the person's data is read as JSON from standard input."`
	Act     caseAct     `cmd:"" help:"Record an action by its code."`
	Show    caseShow    `cmd:"" help:"Show the status and the whole history of a case, folded from the log."`
}

type caseReceive struct {
	stores
	byOperator
	Receipt   string `name:"receipt" help:"Receipt number as printed; allocated when left out."`
	Form      string `name:"form" required:"" help:"For example I-130."`
	Date      string `name:"date" required:"" help:"Receipt date, YYYY-MM-DD."`
	Office    string `name:"office" required:"" help:"Code of the office."`
	Language  string `name:"language" enum:"en,es" default:"en" help:"Of letters: en or es."`
	Protected bool   `name:"protected" help:"Nobody learns of this case online."`
}

// Help shows what standard input takes: names and dates do not belong on a command line, where other users see them.
func (caseReceive) Help() string {
	return `Standard input: {"role":"applicant","given_name":"…","family_name":"…","birth_date":"YYYY-MM-DD","address":"line\nline","a_number":"…"}`
}

type partyInput struct {
	Role       string `json:"role"`
	GivenName  string `json:"given_name"`
	FamilyName string `json:"family_name"`
	BirthDate  string `json:"birth_date"`
	Address    string `json:"address"`
	ANumber    string `json:"a_number"`
}

// Run files the case.
func (c caseReceive) Run(ctx context.Context, t terminal) error {
	f, err := c.filing(t.in)
	if err != nil {
		return err
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	receipt, _, err := core.officer().Receive(ctx, f, core.asked(c.act("case receive"), f))
	if err != nil {
		return err
	}
	return t.answer(map[string]string{"receipt_number": string(receipt)}, func(w io.Writer) { fmt.Fprintln(w, receipt) })
}

func (c caseReceive) filing(in io.Reader) (workflow.Filing, error) {
	date, err := civil.Parse(c.Date)
	if err != nil {
		return workflow.Filing{}, casefile.ErrReceiptDate
	}
	var p partyInput
	d := json.NewDecoder(io.LimitReader(in, 64<<10))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return workflow.Filing{}, misuse("standard input does not hold the person's data as JSON; see 'casetrail case receive --help'")
	}
	born, err := civil.Parse(p.BirthDate)
	if err != nil {
		return workflow.Filing{}, workflow.ErrBirthDate
	}
	return workflow.Filing{
		Receipt: c.Receipt, Channel: casefile.ChannelPaper, Form: c.Form, ReceiptDate: date, Office: c.Office, Language: c.Language,
		Protected: c.Protected, Role: p.Role, GivenName: p.GivenName, FamilyName: p.FamilyName, BirthDate: born,
		Address: p.Address, ANumber: p.ANumber,
	}, nil
}

type caseAct struct {
	stores
	byOperator
	Receipt  string            `arg:"" help:"Receipt number."`
	Code     string            `arg:"" help:"The agency's action code."`
	Occurred string            `name:"occurred" required:"" help:"The day it happened, YYYY-MM-DD."`
	Param    map[string]string `name:"param" help:"What the code asks for, as name=value; repeat for more."`
	Revision *uint64           `name:"revision" help:"Only if the case is still at this revision."`
}

// Run records the action.
func (c caseAct) Run(ctx context.Context, t terminal) error {
	receipt, err := casefile.ParseReceipt(c.Receipt)
	if err != nil {
		return err
	}
	occurred, err := civil.Parse(c.Occurred)
	if err != nil {
		return casefile.ErrOccurred
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	done, err := c.record(ctx, core, receipt, casefile.Record{Code: c.Code, Occurred: occurred, Params: c.Param})
	if err != nil {
		return err
	}
	answer := map[string]any{"receipt_number": receipt, "revision": done.Revision, "repeated": done.Repeated}
	return t.answer(answer, func(w io.Writer) { fmt.Fprintf(w, "Recorded. %s is at revision %d.\n", receipt, done.Revision) })
}

func (c caseAct) record(ctx context.Context, core *core, receipt casefile.Receipt, command casefile.Command) (domain.Done[casefile.State, casefile.Event], error) {
	act := core.asked(c.act("case act"), receipt, command)
	if c.Revision != nil {
		return core.cases.DoAt(ctx, string(receipt), domain.Revision(*c.Revision), command, act)
	}
	return core.cases.Do(ctx, string(receipt), command, act)
}

type caseShow struct {
	stores
	Receipt  string `arg:"" help:"Receipt number."`
	Language string `name:"language" enum:"en,es" default:"en" help:"en or es."`
	Agency   string `name:"agency" env:"CASETRAIL_AGENCY" default:"USCIS" help:"As titles name it."`
}

// Run folds the case from the log: what an auditor sees does not depend on a read model.
func (c caseShow) Run(ctx context.Context, t terminal) error {
	receipt, err := casefile.ParseReceipt(c.Receipt)
	if err != nil {
		return err
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	view, revision, err := core.live(ctx, string(receipt))
	if err != nil {
		return err
	}
	if t.json {
		return t.print(map[string]any{"revision": revision, "case": view})
	}
	c.show(t.out, view, revision)
	return nil
}

func (c caseShow) show(w io.Writer, v casefile.View, at domain.Revision) {
	title, means, next := v.Status.Render(c.Language, c.Agency)
	fmt.Fprintf(w, "%s  %s  office %s  revision %d\n\n%s\n%s\n%s\n\n", v.Receipt, v.Form, v.Office, at, title, means, next)
	for _, e := range v.History {
		title, _, _ := e.Render(c.Language, c.Agency)
		fmt.Fprintf(w, "%s  %-5s #%d  %s", e.Occurred, e.Code, e.Number, title)
		if e.Corrected != "" {
			fmt.Fprintf(w, "  (%s)", strings.ToLower(e.Corrected))
		}
		if e.Corrects != 0 {
			fmt.Fprintf(w, "  (corrects #%d)", e.Corrects)
		}
		fmt.Fprintln(w)
	}
}

// live folds a case from the log, with the function that fills the read model.
func (c *core) live(ctx context.Context, receipt string) (casefile.View, domain.Revision, error) {
	return cases.LiveFold(func(yield func(domain.Fact, error) bool) {
		for r, err := range c.log.Read(ctx, eventstore.Stream(casefile.Decider.Category, receipt), 0) {
			var f domain.Fact
			if err == nil {
				f, err = c.codec.Fact(r)
			}
			if !yield(f, err) {
				return
			}
		}
	})
}
