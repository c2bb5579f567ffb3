package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/web/frame"
)

// serving says how the product is served.
type serving struct {
	Addr    string        `name:"addr" env:"CASETRAIL_ADDR" default:"127.0.0.1:8080" help:"Where to listen." placeholder:"HOST:PORT"`
	URL     string        `name:"url" env:"CASETRAIL_URL" help:"Where people reach it, for links in mails; http://ADDR when left out." placeholder:"URL"`
	Agency  string        `name:"agency" env:"CASETRAIL_AGENCY" default:"USCIS" help:"As titles name it."`
	Contact string        `name:"contact" env:"CASETRAIL_CONTACT" help:"File that says who runs the site and how people reach them." placeholder:"FILE"`
	Demo    bool          `name:"demonstration" env:"CASETRAIL_DEMONSTRATION" help:"Say on every page that this is a demonstration. A development server does."`
	Asks    string        `name:"reset-questions" env:"CASETRAIL_RESET_QUESTIONS" enum:"on,off" default:"on" help:"Ask the reset questions of those who have chosen some when they forget their password: 'on', as the agency does, or 'off', as NIST SP 800-63B wants."`
	Proxies []string      `name:"proxies" env:"CASETRAIL_PROXIES" help:"Networks whose X-Forwarded-For is believed." placeholder:"CIDR"`
	Keep    time.Duration `name:"keep-versions" env:"CASETRAIL_KEEP_VERSIONS" default:"1h" help:"How long the read models of an older version are kept after the last server that feeds them."`
	Metrics []string      `name:"metrics-from" env:"CASETRAIL_METRICS_FROM" default:"127.0.0.0/8,::1/128" help:"Networks that may read /metrics." placeholder:"CIDR"`
}

func (s serving) url() string {
	if s.URL == "" {
		return "http://" + s.Addr
	}
	return strings.TrimRight(s.URL, "/")
}

// asks says whether reset questions are asked: they are, unless they are switched off. That is the agency's way, as is its
// rule for passwords: nobody has to choose questions, and they open nothing, but stand before the second step. Who is bound by
// NIST SP 800-63B, which forbids them, switches them off.
func (s serving) asks() bool { return s.Asks != "off" }

// owner is who runs the site.
func (s serving) owner() (frame.Owner, error) {
	if s.Demo {
		return frame.Owner{Demonstration: true}, nil
	}
	if s.Contact == "" {
		return frame.Owner{}, nil
	}
	content, err := os.ReadFile(s.Contact)
	if err != nil {
		return frame.Owner{}, misuse("CASETRAIL_CONTACT: %v", err)
	}
	o, err := frame.ReadOwner(content)
	if err != nil {
		return frame.Owner{}, misuse("CASETRAIL_CONTACT: %v", err)
	}
	return o, nil
}

// at names the port that the system chose, when it was asked to (":0").
func (s serving) at(addr net.Addr) serving {
	host, port, err := net.SplitHostPort(s.Addr)
	if tcp, ok := addr.(*net.TCPAddr); ok && err == nil && port == "0" {
		s.Addr = net.JoinHostPort(host, strconv.Itoa(tcp.Port))
	}
	return s
}

// sending says how mails, letters and text messages leave.
type sending struct {
	SMTPHost     string `name:"smtp-host" env:"CASETRAIL_SMTP_HOST" help:"Mail server." placeholder:"HOST"`
	SMTPPort     int    `name:"smtp-port" env:"CASETRAIL_SMTP_PORT" default:"587" help:"Its port."`
	SMTPTLS      string `name:"smtp-tls" env:"CASETRAIL_SMTP_TLS" enum:"mandatory,opportunistic,implicit,none" default:"mandatory" help:"mandatory, opportunistic, implicit or none."`
	SMTPUser     string `name:"smtp-user" env:"CASETRAIL_SMTP_USER" help:"Left out: no authentication."`
	SMTPPassword string `name:"smtp-password-file" env:"CASETRAIL_SMTP_PASSWORD_FILE" help:"File with the password." placeholder:"FILE"`
	SMTPFrom     string `name:"smtp-from" env:"CASETRAIL_SMTP_FROM" help:"Sender, as 'Name <address>'." placeholder:"ADDRESS"`
	SMSURL       string `name:"sms-url" env:"CASETRAIL_SMS_URL" help:"Gateway of text messages, of Twilio's shape; Twilio when left out." placeholder:"URL"`
	SMSAccount   string `name:"sms-account" env:"CASETRAIL_SMS_ACCOUNT" help:"Account there. Left out: no text messages, and nobody is offered any." placeholder:"AC..."`
	SMSToken     string `name:"sms-token-file" env:"CASETRAIL_SMS_TOKEN_FILE" help:"File with the token of the account." placeholder:"FILE"`
	SMSFrom      string `name:"sms-from" env:"CASETRAIL_SMS_FROM" help:"Number or messaging service that text messages come from." placeholder:"NUMBER"`
	Letters      string `name:"letters" env:"CASETRAIL_LETTERS" help:"Folder into which letters are put for printing." placeholder:"FOLDER"`
}

func (s sending) transport() (mail.Transport, error) {
	if s.SMTPHost == "" || s.SMTPFrom == "" {
		return nil, misuse("no mail server: set CASETRAIL_SMTP_HOST and CASETRAIL_SMTP_FROM, or use `casetrail dev`")
	}
	password, err := inFile(s.SMTPPassword)
	if err != nil {
		return nil, fmt.Errorf("password of the mail server: %w", err)
	}
	return mail.NewSMTP(mail.SMTPOptions{
		Host: s.SMTPHost, Port: s.SMTPPort, TLS: s.SMTPTLS, Username: s.SMTPUser, Password: password, From: s.SMTPFrom,
	})
}

// texting is the gateway of text messages; nil when there is none.
func (s sending) texting(url string) (*sms.Gateway, error) {
	if s.SMSAccount == "" {
		return nil, nil
	}
	token, err := inFile(s.SMSToken)
	if err != nil {
		return nil, fmt.Errorf("token of the gateway of text messages: %w", err)
	}
	gateway, err := sms.NewGateway(sms.Options{URL: s.SMSURL, Account: s.SMSAccount, Token: token, From: s.SMSFrom, Callback: url})
	if err != nil {
		return nil, misuse("%s: see CASETRAIL_SMS_URL, _ACCOUNT, _TOKEN_FILE and _FROM", err)
	}
	return gateway, nil
}

// inFile is the secret in a file; none when there is no file.
func inFile(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	b, err := os.ReadFile(name)
	return strings.TrimRight(string(b), "\r\n"), err
}

type serveCommand struct {
	stores
	serving
	sending
}

// Run serves until it is told to stop.
func (c serveCommand) Run(ctx context.Context, t terminal) error {
	transport, err := c.transport()
	if err != nil {
		return err
	}
	if c.Letters == "" {
		return misuse("no folder for letters: set CASETRAIL_LETTERS")
	}
	gateway, err := c.texting(c.url())
	if err != nil {
		return err
	}
	out := carriers{mail: transport, letters: spool(c.Letters), gateway: gateway}
	if gateway != nil {
		out.texts = gateway
	}
	logger := jsonLogger(t.err)
	if c.tracing, err = c.watch(ctx, logger); err != nil {
		return err
	}
	defer unwatch(c.tracing, logger)
	core, err := openCore(ctx, c.stores, logger)
	if err != nil {
		return err
	}
	defer core.close()
	return core.serve(ctx, c.serving, out, nil, func(addr net.Addr) {
		logger.Info("serving", "address", addr.String(), "version", version)
	})
}

func jsonLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }

// development is what only `casetrail dev` serves.
type development struct {
	mailbox *mail.Mailbox
	tour    tour
	loaded  chan struct{} // closed when the demo is there; nil: none is loaded
}

// await waits until the demo is there: no worker answers today what is told of the past.
func (d *development) await(ctx context.Context) {
	if d == nil || d.loaded == nil {
		return
	}
	select {
	case <-d.loaded:
	case <-ctx.Done():
	}
}

// serve runs everything: the front, the read models, the reactors, the senders, the scheduler. They stop in the other
// order: first nobody comes in, then what is in hand is finished.
func (c *core) serve(ctx context.Context, s serving, out carriers, dev *development, ready func(net.Addr)) error {
	pool, err := c.stores.openBehind(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	engine, err := c.engine(pool)
	if err != nil {
		return err
	}
	engine.KeepOld, engine.Watch = cmp.Or(s.Keep, engine.KeepOld), c.stores.tracing.Projections()
	if err := engine.Prepare(ctx); err != nil {
		return err
	}
	c.texting = out.texts != nil
	reactors := c.reactors(engine)
	reacting := c.reacting(pool)
	if err := reacting.Prepare(ctx, reactors...); err != nil {
		return err
	}
	c.metrics.Watch(engine.Status, func(ctx context.Context) ([]feed.Status, error) { return reacting.Status(ctx, reactors...) })
	c.asking = s.asks()
	front, err := c.front(s, engine, out, dev)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", s.Addr, err)
	}
	s = s.at(listener.Addr())
	behind, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	workers, failed := errgroup.WithContext(behind)
	for _, work := range c.workers(pool, engine, reactors, s, out) {
		workers.Go(func() error {
			dev.await(failed)
			return work(failed)
		})
	}
	ready(listener.Addr())
	err = serveHTTP(either(ctx, failed), listener, front)
	stop()
	return errors.Join(err, workers.Wait())
}

// either ends with the first of two: a server whose worker has failed for good says so by stopping, and is started again.
func either(a, b context.Context) context.Context {
	ctx, cancel := context.WithCancel(a)
	context.AfterFunc(b, cancel)
	return ctx
}

// serveHTTP serves until ctx ends; requests in hand have ten seconds to end.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return server.Shutdown(grace)
}

func prefixes(of []string, name string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, s := range of {
		p, err := netip.ParsePrefix(strings.TrimSpace(s))
		if err != nil {
			return nil, misuse("%s: %q is not a network such as 10.0.0.0/8", name, s)
		}
		all = append(all, p)
	}
	return all, nil
}
