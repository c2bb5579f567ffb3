package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/staff"
)

type staffCommands struct {
	Add     staffAdd     `cmd:"" help:"Invite a member of staff; prints a link for them, good once."`
	Disable staffDisable `cmd:"" help:"Shut a member of staff out; their sessions end."`
}

type staffAdd struct {
	stores
	byOperator
	Name  string `arg:"" help:"Their name."`
	Email string `arg:"" help:"Their e-mail address, with which they sign in."`
	Role  string `name:"role" enum:"officer" default:"officer" help:"What they may do."`
	URL   string `name:"url" env:"CASETRAIL_URL" default:"http://127.0.0.1:8080" help:"Where the product is served."`
}

// Run invites. The link is printed, not mailed: the operator hands it over.
func (c staffAdd) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	id, link, err := core.enrolment().Invite(ctx, c.Name, c.Email, c.Role, c.act("staff add"))
	if err != nil {
		return err
	}
	url := strings.TrimRight(c.URL, "/") + "/enrol/" + id.String() + "/" + link
	return t.answer(map[string]string{"staff": id.String(), "link": url, "token": link}, func(w io.Writer) {
		fmt.Fprintf(w, "Invited as %s. Hand over this link; it works once, within %s:\n%s\n", id, limits.Words(limits.EnrolLinkLife), url)
	})
}

type staffDisable struct {
	stores
	byOperator
	Staff string `arg:"" help:"Id of the member, as 'staff add' printed it."`
}

// Run disables. It ends the sessions itself, so that they are over when it answers; a reactor does it again.
func (c staffDisable) Run(ctx context.Context, t terminal) error {
	id, err := uuid.Parse(c.Staff)
	if err != nil {
		return errors.New("a member's id is a UUID, for example 6b1f0c7e-…")
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	if _, err := core.staff.Do(ctx, id.String(), staff.Disable{}, c.act("staff disable")); err != nil {
		return err
	}
	if err := core.tokens.EndHolder(ctx, domain.Actor{Kind: domain.Staff, ID: id.String()}, uuid.Nil); err != nil {
		return err
	}
	return t.answer(map[string]string{"disabled": id.String()}, func(w io.Writer) { fmt.Fprintln(w, "Disabled. Nobody is signed in as them any longer.") })
}
