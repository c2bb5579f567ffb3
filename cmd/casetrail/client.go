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
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
)

type clientCommands struct {
	Register clientRegister `cmd:"" help:"Register a program; prints its client ID and secret, once."`
	List     clientList     `cmd:"" help:"List the programs, their credentials, and when each was used last. No secrets."`
	Rotate   clientRotate   `cmd:"" help:"Make a second credential beside the one in use; prints it, once. Then give it to the program, and revoke the first."`
	Revoke   clientRevoke   `cmd:"" help:"End a credential: it and its tokens are refused from the next request on."`
}

type clientRegister struct {
	stores
	byOperator
	Name       string `arg:"" help:"What you call the program."`
	Contact    string `arg:"" help:"E-mail address of who looks after it."`
	Production bool   `name:"production" help:"It sees every case that is not protected; without this, the published sandbox numbers and nothing else."`
}

// Run registers. Nobody is shown the secret again.
func (c clientRegister) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	asked := workflow.Application{Name: c.Name, Contact: c.Contact, Environment: client.Sandbox, Scopes: []string{client.CaseStatus}}
	if c.Production {
		asked.Environment = client.Production
	}
	shown, _, err := core.clientDesk().Register(ctx, asked, core.asked(c.act("client register"), asked))
	if err != nil {
		return advisedOfClient(err)
	}
	return t.hand(shown, "Registered for "+asked.Environment+".")
}

// hand prints a credential so that a shell or a file of settings can read it, and only that on standard output.
func (t terminal) hand(c workflow.Credential, done string) error {
	fmt.Fprintln(t.err, done+" This secret is shown once: keep it where only the program can read it.")
	if t.json {
		return t.print(map[string]string{"client": c.ID.Client.String(), "client_id": c.ID.String(), "client_secret": c.Secret})
	}
	_, err := fmt.Fprintf(t.out, "CLIENT_ID=%s\nCLIENT_SECRET=%s\n", c.ID, c.Secret)
	return err
}

type clientRotate struct {
	stores
	byOperator
	Client string `arg:"" help:"Any client ID of the program, as 'client list' prints it."`
}

// Run makes the second credential. The first works on.
func (c clientRotate) Run(ctx context.Context, t terminal) error {
	of, err := programID(c.Client)
	if err != nil {
		return err
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	shown, done, err := core.clientDesk().Issue(ctx, of, core.asked(c.act("client rotate"), of))
	if err != nil {
		return advisedOfClient(err)
	}
	next := "The program has no other."
	if all := done.State.Credentials; len(all) > 1 {
		next = fmt.Sprintf("The first works on. When the program uses the new one: casetrail client revoke %s.", client.ID{Client: of, Number: all[0].Number})
	}
	return t.hand(shown, next)
}

type clientRevoke struct {
	stores
	byOperator
	ID string `arg:"" name:"client-id" help:"The client ID of the credential: 32 digits, a dash and a number, as 'client list' prints it."`
}

// Run revokes. Whoever revokes the last one is told that the program is shut out.
func (c clientRevoke) Run(ctx context.Context, t terminal) error {
	id := client.ParseID(c.ID)
	if id == (client.ID{}) {
		return misuse("say which credential: its client ID has 32 digits, a dash and a number; `casetrail client list` prints it")
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	done, err := core.clients.Do(ctx, id.Client.String(), client.RevokeCredential{Number: id.Number}, core.asked(c.act("client revoke"), id))
	if err != nil {
		return advisedOfClient(err)
	}
	left := len(done.State.Credentials)
	if left == 0 {
		fmt.Fprintf(t.err, "It was the last one: the program gets no answers until it has another. casetrail client rotate %s\n", id)
	}
	return t.answer(map[string]any{"revoked": id.String(), "credentials": left}, func(w io.Writer) { fmt.Fprintln(w, "Revoked "+id.String()+".") })
}

// programID reads the id of a program, or any of its client IDs.
func programID(typed string) (uuid.UUID, error) {
	id, err := uuid.Parse(strings.TrimSpace(typed))
	if err != nil {
		id = client.ParseID(typed).Client
	}
	if id == uuid.Nil {
		return uuid.Nil, misuse("say which program: any of its client IDs, as `casetrail client list` prints them")
	}
	return id, nil
}

// advisedOfClient says of what went wrong with a program what to do about it.
func advisedOfClient(err error) error {
	var d *domain.Error
	if !errors.As(err, &d) {
		return err
	}
	advice, known := map[string]string{
		client.ErrUnknown.Code:        "`casetrail client list` lists them all.",
		client.ErrNoCredential.Code:   "`casetrail client list` lists those that there are.",
		client.ErrTwoCredentials.Code: "`casetrail client list` says when each was used last.",
		workflow.ErrAlreadyShown.Code: "`casetrail client rotate` makes another secret; `casetrail client list` says for whom.",
	}[d.Code]
	if !known {
		return err
	}
	told := *d
	told.Message += " " + advice
	return &told
}
