// Command casetrail is the whole product in one binary: the servers, the officer's and the operator's commands.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"os/user"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// version is set by the linker of a release.
var version = "dev"

// commands is the command line: a field a subcommand.
type commands struct {
	JSON bool `name:"json" help:"Answer in JSON."`

	Serve       serveCommand       `cmd:"" help:"Serve the product from a database that is set up."`
	Dev         devCommand         `cmd:"" help:"Set up all it needs and serve the whole product with demo data, on this machine."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the databases up to date."`
	Demo        demoCommand        `cmd:"" help:"Load demo people and cases, through the same commands as everybody's."`
	Simulate    simulateCommand    `cmd:"" help:"Play people and cases in virtual time, through the same commands as everybody's: for tests and figures."`
	Staff       staffCommands      `cmd:"" help:"Members of staff."`
	Account     accountCommands    `cmd:"" help:"Accounts."`
	Case        caseCommands       `cmd:"" help:"Cases."`
	Access      accessCommands     `cmd:"" help:"Access codes."`
	Client      clientCommands     `cmd:"" help:"Programs that ask for the status of cases, and their secrets."`
	Projections projectionCommands `cmd:"" help:"Read models."`
	Reactors    reactorCommands    `cmd:"" help:"What the product does by itself."`
	Log         logCommands        `cmd:"" help:"The log of everything that happened."`
	Backup      backupCommand      `cmd:"" help:"Save the log's database and that of the keys, each for itself."`
	Restore     restoreCommand     `cmd:"" help:"Bring back what was saved, begin a new epoch, erase again, name what was lost."`
	Limits      limitsCommand      `cmd:"" help:"Print the limits and periods in force."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

// The exit codes.
const (
	exitFailed  = 1 // something is broken or not reachable
	exitUsage   = 2 // the command line cannot be right
	exitRefused = 3 // the rules say no, or there is no such thing
	exitLater   = 4 // not now: the same again may work
)

// terminal is where a command reads and writes, and how.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	json     bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// exited carries the exit code that kong asks for (after --help) out of its parser.
type exited int

func run(ctx context.Context, args []string, t terminal) (code int) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exited:
			code = int(e)
		default:
			panic(e)
		}
	}()
	var c commands
	parser := kong.Must(&c,
		kong.Name("casetrail"), kong.Description("An online account and case system in which everything is an event."),
		kong.Writers(t.out, t.err), kong.Exit(func(code int) { panic(exited(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}), kong.UsageOnError(),
	)
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(t.err, "casetrail: %s\nTry 'casetrail --help'.\n", err)
		return exitUsage
	}
	t.json = c.JSON
	ctx, done, err := begun(ctx, parsed)
	if err != nil {
		return t.fail(err)
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(t)
	err = parsed.Run()
	if done(err); err != nil {
		return t.fail(err)
	}
	return 0
}

// wrongUse is what is wrong with the command line or its environment, found behind the parser.
type wrongUse string

func (e wrongUse) Error() string { return string(e) }

func misuse(format string, args ...any) error { return wrongUse(fmt.Sprintf(format, args...)) }

// told is a failure that the answer itself has told: a program that reads JSON is not given a second one.
type told struct{ error }

// fail says what went wrong and answers the exit code.
func (t terminal) fail(err error) int {
	code, name := exitFailed, "failed"
	message := err.Error()
	var d *domain.Error
	var wrong wrongUse
	switch {
	case errors.Is(err, context.Canceled):
		return 130
	case t.json && errors.As(err, new(told)):
		return code
	case errors.As(err, &wrong):
		code, name = exitUsage, "usage"
	case errors.As(err, &d):
		code, name, message = exitRefused, d.Code, strings.Replace(message, d.Error(), d.Message, 1) // with what it happened to
		if d.Kind == domain.Unavailable || d.Kind == domain.Limited {
			code = exitLater
		}
		if d.RetryAfter > 0 {
			message += fmt.Sprintf(" (try again in %s)", d.RetryAfter.Round(time.Second))
		}
	}
	if t.json {
		_ = t.print(map[string]any{"error": name, "message": message}) // nothing is left to tell it to
		return code
	}
	fmt.Fprintf(t.err, "casetrail: %s\n", message)
	return code
}

// print writes a value as JSON.
func (t terminal) print(v any) error {
	e := json.NewEncoder(t.out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// answer writes a value as JSON when asked to, else as text.
func (t terminal) answer(v any, text func(w io.Writer)) error {
	if t.json {
		return t.print(v)
	}
	text(t.out)
	return nil
}

// byOperator is who acts on the command line, and the key of what they do.
type byOperator struct {
	Operator string `name:"operator" env:"CASETRAIL_OPERATOR" help:"Who acts; the login name when left out."`
	Key      string `name:"key" help:"The same key again changes nothing and answers the same; new when left out."`
}

// act is one act of the operator.
func (b byOperator) act(route string) domain.Act {
	who, key := b.Operator, b.Key
	if who == "" {
		who = "unknown"
		if u, err := user.Current(); err == nil {
			who = u.Username
		}
	}
	if key == "" {
		key = uuid.NewString()
	}
	return domain.Attempt(domain.Actor{Kind: domain.Operator, ID: who}, "cli "+route, key, time.Now(), nil)
}

// asked is the act with a digest of what it asks for: the same key for something else is refused.
func (c *core) asked(act domain.Act, what ...any) domain.Act {
	act.Input = c.digests.Input(fmt.Appendf(nil, "%q", what))
	return act
}
