package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/casetrail/casetrail/domain/limits"
)

type staffCommands struct {
	Add staffAdd `cmd:"" help:"Invite a member of staff; prints a link for them, good once."`
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
		fmt.Fprintf(w, "Invited. Hand over this link; it works once, within %s:\n%s\n", limits.Words(limits.EnrolLinkLife), url)
	})
}
