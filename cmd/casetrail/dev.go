package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/cluster"
	"github.com/casetrail/casetrail/adapters/web/dev"
)

// tour answers what the start page of a development server says.
type tour = func() *dev.Tour

type devCommand struct {
	stores
	serving
	State string `name:"state" env:"CASETRAIL_STATE" help:"Folder for the data; per user and checkout when left out." placeholder:"FOLDER"`
}

// Run brings everything up, loads the demo, serves until Ctrl-C, and stops everything.
func (c devCommand) Run(ctx context.Context, t terminal) (err error) {
	if c.State, err = stateFolder(c.State); err != nil {
		return err
	}
	logFile, err := os.OpenFile(filepath.Join(c.State, "casetrail.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logFile.Close()
	if c.Database == "" {
		stop, err := c.ownCluster(ctx, t)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stop()) }()
	}
	if c.Secrets == "" {
		c.Secrets = filepath.Join(c.State, "secrets.json")
		if err := newSecrets(c.Secrets); err != nil {
			return err
		}
	}
	if err := c.migrate(ctx); err != nil {
		return err
	}
	logger := jsonLogger(logFile)
	if c.tracing, err = c.watch(ctx, logger); err != nil {
		return err
	}
	defer unwatch(c.tracing, logger)
	core, err := openCore(ctx, c.stores, logger)
	if err != nil {
		return err
	}
	defer core.close()
	return c.serveDemo(ctx, t, core)
}

func (c devCommand) serveDemo(ctx context.Context, t terminal, core *core) error {
	mailbox, err := mail.OpenMailbox(filepath.Join(c.State, "mailbox"))
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var shown atomic.Pointer[dev.Tour]
	own := &development{mailbox: mailbox, loaded: make(chan struct{}), tour: func() *dev.Tour {
		loaded := shown.Load()
		if loaded == nil {
			return &dev.Tour{Loading: true}
		}
		return core.withCodes(context.WithoutCancel(ctx), *loaded)
	}}
	err = core.serve(ctx, c.serving, carriers{mail: mistyped{mailbox}, letters: mailbox, texts: mailbox}, own, func(addr net.Addr) {
		c.serving = c.at(addr)
		go func() {
			loaded, err := newDemo(core, t.err).load(ctx)
			if err == nil {
				close(own.loaded)
				err = core.awaitViews(ctx)
			}
			if err != nil {
				stop(err)
				return
			}
			loaded.URL = c.url()
			shown.Store(loaded)
			c.greet(t.out, loaded)
		}()
	})
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// awaitViews returns when the read models show all that is in the log, so that whoever follows the first link finds what it
// promises. On a machine that is too slow for that, pages say that they are behind.
func (c *core) awaitViews(ctx context.Context) error {
	engine, err := c.engine(c.pool)
	if err != nil {
		return err
	}
	info, err := c.log.Info(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	_, err = engine.Wait(ctx, info.Head)
	return err
}

func (c devCommand) greet(w io.Writer, loaded *dev.Tour) {
	url := c.url()
	fmt.Fprintf(w, "\nCasetrail serves on http://%s\n\nOpen in a browser:\n\n  %s/dev\n\nThat page says whom to sign in as, with a button for each, and what to try.\n\n", c.Addr, url)
	printTour(w, loaded)
	fmt.Fprintf(w, "\nAlso there:\n  start page  %s/\n  mailbox     %s/dev/mailbox\n  screens     %s/dev/screens\n  JSON API    %s/api/docs\n  log         %s\n",
		url, url, url, url, filepath.Join(c.State, "casetrail.log"))
	fmt.Fprintf(w, "\nThe other commands reach it, in another terminal, with:\n  export DATABASE_URL='%s' CASETRAIL_KEYS_URL='%s' CASETRAIL_SECRETS='%s'\n", c.Database, c.keysURL(), c.Secrets)
	fmt.Fprintln(w, "\nCtrl-C stops it; the data stays for the next time.")
}

// ownCluster starts the private PostgreSQL and names its databases in the configuration.
func (c *devCommand) ownCluster(ctx context.Context, t terminal) (stop func() error, err error) {
	server, err := cluster.Start(ctx, cluster.Options{Dir: filepath.Join(c.State, "postgres"), Durable: true, Log: t.err})
	if err != nil {
		return nil, err
	}
	stop = func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		return server.Stop(ctx)
	}
	for _, name := range []string{"casetrail", "casetrail_keys"} {
		if err := postgres.CreateDatabase(ctx, server.URL("postgres"), name); err != nil {
			return nil, errors.Join(err, stop())
		}
	}
	c.Database, c.Keys = server.URL("casetrail"), server.URL("casetrail_keys")
	return stop, nil
}

// stateFolder is where the data of this user and this checkout lies.
func stateFolder(named string) (string, error) {
	if named == "" {
		here, err := os.Getwd()
		if err != nil {
			return "", err
		}
		base := os.Getenv("XDG_STATE_HOME")
		if base == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				return "", errors.New("no home folder: set CASETRAIL_STATE to a folder for the data")
			}
			base = filepath.Join(home, ".local", "state")
		}
		sum := sha256.Sum256([]byte(here))
		named = filepath.Join(base, "casetrail", hex.EncodeToString(sum[:6]))
	}
	named, err := filepath.Abs(named)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(named, 0o700); err != nil {
		return "", fmt.Errorf("folder for the data: %w", err)
	}
	return named, nil
}
