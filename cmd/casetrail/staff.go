package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/staff"
)

type staffCommands struct {
	Add      staffAdd      `cmd:"" help:"Invite a member of staff; prints a link for them, good once. Again with the same address: the same invitation."`
	Reinvite staffReinvite `cmd:"" help:"Print a new link for a member whose link is over or whose phone is lost; the old link dies."`
	Disable  staffDisable  `cmd:"" help:"Shut a member of staff out; their sessions end, and their address may be invited anew."`
}

// handover says where the printed link leads.
type handover struct {
	URL string `name:"url" env:"CASETRAIL_URL" default:"http://127.0.0.1:8080" help:"Where the product is served."`
}

// print shows the link. It is not mailed: the operator hands it over.
func (h handover) print(t terminal, what string, id uuid.UUID, link string, expires time.Time) error {
	url := strings.TrimRight(h.URL, "/") + "/enrol/" + id.String() + "/" + link
	answer := map[string]any{"staff": id.String(), "link": url, "token": link, "expires": expires}
	return t.answer(answer, func(w io.Writer) {
		fmt.Fprintf(w, "%s as %s. Hand over this link; it works once, until %s (%s after it was made):\n%s\n",
			what, id, expires.UTC().Format("2006-01-02 15:04 UTC"), limits.Words(limits.EnrolLinkLife), url)
	})
}

type staffAdd struct {
	stores
	byOperator
	handover
	Name  string `arg:"" help:"Their name."`
	Email string `arg:"" help:"Their e-mail address, with which they sign in."`
	Role  string `name:"role" enum:"officer" default:"officer" help:"What they may do."`
}

// Run invites, or goes on where it was cut short: without a key, the address names the invitation, whoever runs this.
func (c staffAdd) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	act, err := c.invitation(ctx, core)
	if err != nil {
		return err
	}
	id, _, err := core.enrolment().Invite(ctx, c.Name, c.Email, c.Role, act)
	if err != nil {
		return err
	}
	of, err := core.staff.Load(ctx, id.String())
	if err != nil {
		return err
	}
	if err := linkOver(of.State, time.Now()); err != nil {
		return err
	}
	link, err := core.revealer.Reveal(secret.EnrolLink, of.State.Link)
	if err != nil {
		return err
	}
	return c.print(t, "Invited", id, link, of.State.LinkExpires)
}

// invitation is the act of inviting. Its id is not the operator's: when one was cut short, another may go on.
func (c staffAdd) invitation(ctx context.Context, core *core) (domain.Act, error) {
	own := c.act("staff add")
	if c.Key != "" {
		return own, nil
	}
	key, err := core.enrolment().InvitationKey(ctx, c.Email)
	act := domain.Attempt(domain.Actor{Kind: domain.Operator}, "cli staff add", key, own.At, nil)
	act.By = own.By
	return act, err
}

// linkOver says why the link of an invitation is not worth printing again, and what to do.
func linkOver(m staff.State, at time.Time) error {
	var over domain.Error
	switch {
	case m.Disabled:
		over = *staff.ErrDisabled
		over.Message = fmt.Sprintf("%s was disabled, and the address is being given back. Try again in a few seconds.", m.ID)
		over.Kind = domain.Unavailable
	case m.LinkUsed:
		over = *staff.ErrLinkUsed
		over.Message = fmt.Sprintf("The link of %s was used. For a new one: casetrail staff reinvite %s", m.ID, m.ID)
	case !at.Before(m.LinkExpires):
		over = *staff.ErrLinkExpired
		over.Message = fmt.Sprintf("The link of %s has expired. For a new one: casetrail staff reinvite %s", m.ID, m.ID)
	default:
		return nil
	}
	return &over
}

// memberID reads the id of a member of staff.
func memberID(typed string) (uuid.UUID, error) {
	id, err := uuid.Parse(typed)
	if err != nil {
		return uuid.Nil, misuse("a member's id is a UUID, for example 6b1f0c7e-…")
	}
	return id, nil
}

type staffReinvite struct {
	stores
	byOperator
	handover
	Staff string `arg:"" help:"Id of the member, as 'staff add' printed it."`
}

// Run makes a new link. Until it is used, an old password and authenticator app stay valid: of a stolen phone, disable.
func (c staffReinvite) Run(ctx context.Context, t terminal) error {
	id, err := memberID(c.Staff)
	if err != nil {
		return err
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	link, err := core.enrolment().Reinvite(ctx, id, c.act("staff reinvite"))
	if err != nil {
		return err
	}
	of, err := core.staff.Load(ctx, id.String())
	if err != nil {
		return err
	}
	return c.print(t, "Invited again", id, link, of.State.LinkExpires)
}

type staffDisable struct {
	stores
	byOperator
	Staff string `arg:"" help:"Id of the member, as 'staff add' printed it."`
}

// Run disables. It ends the sessions and gives back the address itself, so that this is over when it answers; reactors do it
// again.
func (c staffDisable) Run(ctx context.Context, t terminal) error {
	id, err := memberID(c.Staff)
	if err != nil {
		return err
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	act := c.act("staff disable")
	done, err := core.staff.Do(ctx, id.String(), staff.Disable{}, act)
	if err != nil {
		return err
	}
	if err := core.tokens.EndHolder(ctx, domain.Actor{Kind: domain.Staff, ID: id.String()}, uuid.Nil); err != nil {
		return err
	}
	if _, err := core.claims.Do(ctx, done.State.Claim, claim.Release{Holder: id}, act.Step("release")); err != nil {
		return err
	}
	return t.answer(map[string]string{"disabled": id.String()}, func(w io.Writer) { fmt.Fprintln(w, "Disabled. Nobody is signed in as them any longer.") })
}
