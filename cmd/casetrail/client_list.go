package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/clients"
	"github.com/casetrail/casetrail/projections/keyset"
)

type clientList struct{ stores }

type clientLine struct {
	ID          uuid.UUID              `json:"client"`
	Name        string                 `json:"name"` // empty when it was erased, as is the contact
	Contact     string                 `json:"contact"`
	Owner       string                 `json:"owner"` // staff, operator, or applicant: a representative
	Environment string                 `json:"environment"`
	State       string                 `json:"state"`
	Why         string                 `json:"why,omitempty"` // of a suspension
	Registered  time.Time              `json:"registered"`
	Credentials []clientCredentialLine `json:"credentials"`
}

type clientCredentialLine struct {
	ID       string     `json:"client_id"`
	Issued   time.Time  `json:"issued"`
	LastUsed *time.Time `json:"last_used,omitempty"` // to the minute; none when it never was
}

// Run lists from the read model, as the pages do: a server fills it.
func (c clientList) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	lines, behind, err := core.programs(ctx, engine)
	if err != nil {
		return err
	}
	if behind {
		fmt.Fprintln(t.err, "The newest changes are not in this list yet: does a server run? `casetrail projections status` says more.")
	}
	return t.answer(map[string]any{"clients": lines, "being_updated": behind}, func(w io.Writer) { showClients(w, lines) })
}

// errNoList is the answer where no server fills the read model.
var errNoList = &domain.Error{Kind: domain.Unavailable, Code: "projection.not_built", Message: "The list is kept by servers, and none of this version keeps it now. Start `casetrail serve`, then ask again; the other commands work without it."}

// programs are all API clients, the newest first, up to what the log holds now.
func (c *core) programs(ctx context.Context, engine *projections.Engine) (all []clientLine, behind bool, err error) {
	unbuilt, err := engine.Unbuilt(ctx)
	switch {
	case err != nil:
		return nil, false, err
	case slices.Contains(unbuilt, clients.Projection.Name):
		return nil, false, errNoList
	}
	info, err := c.log.Info(ctx)
	if err != nil {
		return nil, false, err
	}
	reader, all := c.reader(engine), []clientLine{}
	for cursor := ""; ; {
		page, err := reader.Programs(ctx, uuid.Nil, projections.Token(info.Head, c.epoch), cursor, keyset.MaxPage)
		if err != nil {
			return nil, false, err
		}
		for _, p := range page.Items {
			all = append(all, toClientLine(p))
		}
		if cursor, behind = page.Next, behind || page.Behind; cursor == "" {
			return all, behind, nil
		}
	}
}

func toClientLine(p reading.Program) clientLine {
	l := clientLine{
		ID: p.ID, Owner: p.OwnerKind, Environment: p.Environment, State: p.State, Why: p.Why, Registered: p.Registered.UTC(),
		Credentials: []clientCredentialLine{},
	}
	if p.Name != nil && p.Contact != nil {
		l.Name, l.Contact = *p.Name, *p.Contact
	}
	for _, of := range p.Credentials.Of {
		one := clientCredentialLine{ID: client.ID{Client: p.ID, Number: of.Number}.String(), Issued: of.Issued.UTC()}
		if last := p.UsedLast(of.Number); !last.IsZero() {
			one.LastUsed = &last
		}
		l.Credentials = append(l.Credentials, one)
	}
	return l
}

func showClients(w io.Writer, lines []clientLine) {
	if len(lines) == 0 {
		fmt.Fprintln(w, "No programs are registered. `casetrail client register --help` says how.")
		return
	}
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tab, "CLIENT ID\tMADE\tLAST USED\tSTATE\tWHERE\tREGISTERED BY\tNAME\tCONTACT")
	for _, l := range lines {
		of := fmt.Sprintf("%s\t%s\t%s\t%s\t%s", l.State, l.Environment, l.Owner, l.Name, l.Contact)
		for _, c := range l.Credentials {
			used := "never"
			if c.LastUsed != nil {
				used = c.LastUsed.Format("2006-01-02 15:04 UTC")
			}
			fmt.Fprintf(tab, "%s\t%s\t%s\t%s\n", c.ID, c.Issued.Format("2006-01-02"), used, of)
		}
		if len(l.Credentials) == 0 {
			fmt.Fprintf(tab, "%s\t-\t-\t%s\n", l.ID, of)
		}
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
}
