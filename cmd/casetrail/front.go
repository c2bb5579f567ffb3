package main

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/httpapi"
	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/statusapi"
	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/mycases"
	"github.com/casetrail/casetrail/adapters/web/office"
	"github.com/casetrail/casetrail/adapters/web/programs"
	"github.com/casetrail/casetrail/adapters/web/public"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/clients"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/worklist"
)

// front is what listens.
func (c *core) front(s serving, engine *projections.Engine, out carriers, dev *development) (http.Handler, error) {
	proxies, err := prefixes(s.Proxies, "CASETRAIL_PROXIES")
	if err != nil {
		return nil, err
	}
	scrapers, err := prefixes(s.Metrics, "CASETRAIL_METRICS_FROM")
	if err != nil {
		return nil, err
	}
	s.Demo = s.Demo || dev != nil
	owner, err := s.owner()
	if err != nil {
		return nil, err
	}
	api := c.api(s, engine, proxies)
	api.Observe = c.metrics.Request
	site := c.site(api, owner, dev)
	all := chi.NewMux()
	all.Use(door.Protect)
	ops{core: c, engine: engine, metrics: c.metrics.Handler(), scrapers: scrapers, network: api.Proxies.Network, notFound: site.Frame.NotFound}.mount(all)
	pages := site.Handler()
	if out.gateway != nil {
		all.Handle(sms.CallbackRoute, c.stores.tracing.Requests(sms.Callbacks{
			Gateway: out.gateway, Deliveries: c.deliveries, Otherwise: pages, Now: time.Now, Logger: c.logger, Observe: c.metrics.Request,
		}))
	}
	all.Handle("/*", c.stores.tracing.Requests(fronts(api.Handler(), c.statusAPI(api).Handler(), pages)))
	return all, nil
}

// fronts tells programs and people apart by the address.
func fronts(api, status, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begins := func(prefix string) bool { return strings.HasPrefix(r.URL.Path, prefix) }
		switch {
		case begins("/api/"):
			api.ServeHTTP(w, r)
		case slices.ContainsFunc(statusapi.Prefixes, begins):
			status.ServeHTTP(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	})
}

func (c *core) statusAPI(api *httpapi.API) *statusapi.API {
	return &statusapi.API{
		Door: c.clientDoor(), Public: api.Reading.Cases.Public, Agency: api.Agency, Proxies: api.Proxies, Now: time.Now, Logger: c.logger,
		Observe: c.metrics.Request,
	}
}

func (c *core) api(s serving, engine *projections.Engine, proxies []netip.Prefix) *httpapi.API {
	return &httpapi.API{
		Accounts: c.accounts, Cases: c.cases, Access: c.access, Clients: c.clients, ClientDesk: c.clientDesk(),
		SignUp: c.signUp(), SignIn: c.signIn(workflow.Applicants(c.accounts, c.codes)),
		StaffSignIn: c.signIn(workflow.Members(c.staff)), Enrolment: c.enrolment(), Linking: c.linking(), Settings: c.settings(), Recovery: c.recovery(), StatusCheck: c.statusCheck(), Officer: c.officer(),
		Tokens: c.tokens, Limits: c.limits, Digests: c.digests,
		Reading: c.reader(engine),
		Agency:  s.Agency, Issuer: "Casetrail", Proxies: proxies, Now: time.Now, Logger: c.logger,
	}
}

func (c *core) reader(engine *projections.Engine) *reading.Reader {
	return &reading.Reader{
		Views: engine, Epoch: c.epoch, Cases: cases.New(c.pool), CaseList: caselist.New(c.pool), Links: links.New(c.pool),
		Worklist: worklist.New(c.pool), Deliveries: deliveries.New(c.pool), Clients: clients.New(c.pool), Access: c.access, LastUsed: c.used.LastUsed,
		Cursors: c.cursors, Live: c.live,
	}
}

func (c *core) site(api *httpapi.API, owner frame.Owner, dev *development) *web.Site {
	site := &web.Site{
		Frame: frame.Frame{
			Tokens: c.tokens, Limits: c.limits, Digests: c.digests, Forms: c.seals, Kept: c.forms,
			Proxies: api.Proxies, Epoch: c.epoch, Agency: api.Agency, Owner: owner, Now: time.Now, Logger: c.logger, Observe: c.metrics.Request,
		},
		Public: public.Pages{StatusCheck: api.StatusCheck, Rule: c.rule, Live: c.live},
		Account: account.Pages{
			SignUp: api.SignUp, SignIn: api.SignIn, StaffSignIn: api.StaffSignIn, Settings: api.Settings, Accounts: c.accounts, Opener: c.codec, Recovery: api.Recovery,
			Reading: api.Reading, Issuer: api.Issuer,
		},
		MyCases: mycases.Pages{Reading: api.Reading, Linking: api.Linking, Access: c.access, Accounts: c.accounts, Parties: c.parties()},
		Office: office.Pages{
			SignIn: api.StaffSignIn, Enrolment: api.Enrolment, Officer: api.Officer, Cases: api.Cases, Reading: api.Reading,
			Agency: api.Agency, Issuer: api.Issuer,
		},
		Programs: programs.Pages{Clients: api.Clients, ClientDesk: api.ClientDesk, Reading: api.Reading},
	}
	if dev != nil {
		site.Mailbox, site.Tour = dev.mailbox, dev.tour
	}
	return site
}

// ops are the addresses for those who run the product.
type ops struct {
	core     *core
	engine   *projections.Engine
	metrics  http.Handler
	scrapers []netip.Prefix
	network  func(*http.Request) string
	notFound http.HandlerFunc
}

func (o ops) mount(r chi.Router) {
	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("alive\n")) })
	r.Get("/readyz", o.ready)
	r.Get("/metrics", o.scrape)
}

// ready says whether this server can do its work: the databases and the log answer and are up to date, and the tables of
// this program's read models have been filled, and fed since. From then on how they stand is told and does not count:
// commands and sign-in work without them, and they are behind on every server at once.
func (o ops) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if pending, err := postgres.Pending(ctx, o.core.pool); err != nil || pending {
		notReady(w, "the database does not answer or is not up to date")
		return
	}
	if pending, err := postgres.PendingKeys(ctx, o.core.keysPool); err != nil || pending {
		notReady(w, "the keys database does not answer or is not up to date")
		return
	}
	unbuilt, err := o.engine.Unbuilt(ctx)
	if err == nil && len(unbuilt) > 0 {
		notReady(w, "not filled yet, or not of this log: read models "+strings.Join(unbuilt, ", ")+"; `casetrail projections status` says more")
		return
	}
	var all []projections.Status
	if err == nil {
		all, err = o.engine.Status(ctx)
	}
	if err != nil {
		notReady(w, "the log, or the database of the read models, does not answer")
		return
	}
	fmt.Fprintln(w, "ready")
	for _, s := range all {
		if s.State != projections.Live || s.Parked > 0 {
			fmt.Fprintf(w, "read model %s: %s, %.0f s behind, %d streams parked\n", s.Name, s.State, s.Behind.Seconds(), s.Parked)
		}
	}
}

func notReady(w http.ResponseWriter, why string) {
	w.WriteHeader(http.StatusServiceUnavailable)
	fmt.Fprintln(w, "not ready: "+why)
}

// scrape answers Prometheus, and looks like nothing to everybody else.
func (o ops) scrape(w http.ResponseWriter, r *http.Request) {
	at, err := netip.ParseAddr(o.network(r))
	for _, p := range o.scrapers {
		if err == nil && p.Contains(at) {
			o.metrics.ServeHTTP(w, r)
			return
		}
	}
	o.notFound(w, r)
}
