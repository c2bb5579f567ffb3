package react

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/links"
)

// Everybody and everything in the tests.
var (
	noon  = time.Date(2027, 5, 3, 12, 0, 0, 0, time.UTC)
	soon  = noon.Add(10 * time.Minute)
	later = noon.Add(24 * time.Hour)
	ana   = uuid.UUID{0xa}
	bob   = uuid.UUID{0xb}
	olga  = uuid.UUID{0xc} // of the staff
	visit = uuid.UUID{0xd} // a session
	code  = secret.Ref{ID: uuid.UUID{0xe}, Key: "1"}
	other = secret.Ref{ID: uuid.UUID{0xf}, Key: "1"}
)

const receipt = "IOE0912345678"

var ids = map[string]string{
	ana.String(): "ana", bob.String(): "bob", olga.String(): "olga", visit.String(): "visit", receipt: "case",
	personal.Party(receipt, "applicant").String(): "party",
}

// happening is an event in a stream.
type happening struct {
	stream string
	event  domain.Event
}

func in(stream string, events ...domain.Event) (all []happening) {
	for _, e := range events {
		all = append(all, happening{stream, e})
	}
	return all
}

func history(parts ...[]happening) []happening { return slices.Concat(parts...) }

// world is a log with every handler over it, and notes of what was done outside the log.
type world struct {
	Set
	t     *testing.T
	log   *eventstore.Memory
	codec *eventstore.Codec
	gone  map[personal.Subject]bool
	links map[uuid.UUID][]string
	lags  bool     // the read model of links
	aside []string // cases that it passes over
	did   []string
	texts map[string]int // what was counted of them, by rule
	full  string         // the rule that is used up
	now   time.Time
	since int // events that happened after the one that is answered
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, log: eventstore.NewMemory(), gone: map[personal.Subject]bool{}, links: map[uuid.UUID][]string{}, texts: map[string]int{}, now: noon}
	codec, err := eventstore.NewCodec(keys{w}, "test", account.Decider.Catalog, session.Decider.Catalog, claim.Decider.Catalog,
		staff.Decider.Catalog, access.Decider.Catalog, casefile.Decider.Catalog, delivery.Decider.Catalog,
		recovery.Decider.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	w.codec = codec
	w.Set = Set{
		Log: w.log, Codec: codec, Opener: codec, Codes: codes{}, Parties: CaseParties{w.log, codec, codec},
		Accounts:   eventstore.NewHandler(w.log, codec, account.Decider),
		Sessions:   eventstore.NewHandler(w.log, codec, session.Decider),
		Claims:     eventstore.NewHandler(w.log, codec, claim.Decider),
		Staff:      eventstore.NewHandler(w.log, codec, staff.Decider),
		Access:     eventstore.NewHandler(w.log, codec, access.Decider),
		Deliveries: eventstore.NewHandler(w.log, codec, delivery.Decider),
		Recoveries: eventstore.NewHandler(w.log, codec, recovery.Decider),
		Links:      view{w}, Views: view{w}, Vault: outside{w}, Tokens: outside{w}, Forms: outside{w}, Keys: outside{w},
		Texts: workflow.Texts{On: true, Shares: counter{w}, Digests: plain{}, Opener: codec},
	}
	return w
}

// happen appends events as they are, whatever rules say.
func (w *world) happen(all []happening) {
	w.t.Helper()
	for _, h := range all {
		var at domain.Revision
		for range w.log.Read(w.t.Context(), h.stream, 0) {
			at++
		}
		act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "x"}, "test", fmt.Sprint(h.stream, at), noon, nil)
		events, err := w.codec.Encode(w.t.Context(), h.stream, act, 0, []domain.Event{h.event})
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := w.log.Append(w.t.Context(), h.stream, at, events); err != nil {
			w.t.Fatal(err)
		}
	}
}

// facts is the whole log.
func (w *world) facts() (all []domain.Fact) {
	w.t.Helper()
	ctx, stop := context.WithCancel(w.t.Context())
	defer stop()
	for batch, err := range w.log.Follow(ctx, 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		for _, r := range batch.Events {
			f, err := w.codec.Fact(r)
			if err != nil {
				w.t.Fatal(err)
			}
			all = append(all, f)
		}
		if batch.CaughtUp {
			return all
		}
	}
	return all
}

// late lets something happen before the reactors get to the event.
func (w *world) late(stream string, e domain.Event) {
	w.t.Helper()
	w.happen(in(stream, e))
	w.since++
}

// answer gives an event to every reactor that answers it.
func (w *world) answer(f domain.Fact) {
	w.t.Helper()
	for _, x := range w.Reactors() {
		if !slices.Contains(x.Answers, f.Event.EventType()) {
			continue
		}
		if err := x.Answer(w.t.Context(), f, w.now); err != nil {
			w.t.Errorf("%s: %v", x.Name, err)
		}
	}
}

// then answers the last event that happened, twice, and compares what came of it.
func (w *world) then(want ...string) {
	w.t.Helper()
	before := w.facts()
	last := before[len(before)-1-w.since]
	w.answer(last)
	once := w.facts()[len(before):]
	got := slices.Clone(w.did)
	for _, f := range once {
		got = append(got, w.describe(f))
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
		w.t.Error(diff)
	}
	w.now = w.now.Add(time.Second)
	w.answer(last)
	if again := len(w.facts()) - len(before); again != len(once) {
		w.t.Errorf("answering again recorded %d more", again-len(once))
	}
}

// describe says of a message all that matters, of other events what happened where.
func (w *world) describe(f domain.Fact) string {
	w.t.Helper()
	category, id := eventstore.Split(f.Stream)
	e, ok := f.Event.(delivery.Requested)
	if !ok {
		return strings.TrimSpace(f.Event.EventType() + " " + nameOf(category, id))
	}
	if err := w.codec.OpenTexts(w.t.Context(), &e.To); err != nil {
		w.t.Fatal(err)
	}
	to, _ := e.To.Value()
	parts := []string{e.Channel, e.Template, e.Language, nameOf("", e.Recipient.ID), "<" + strings.ReplaceAll(to, "\n", "/") + ">"}
	for _, k := range slices.Sorted(maps.Keys(e.Params)) {
		parts = append(parts, k+"="+e.Params[k])
	}
	if !e.Code.IsZero() {
		parts = append(parts, e.Purpose)
	}
	if e.Resend {
		parts = append(parts, "again")
	}
	return strings.Join(parts, " ")
}

func nameOf(category, id string) string {
	if category == "claim" {
		return id
	}
	if name, ok := ids[id]; ok {
		return name
	}
	return id
}

type keys struct{ w *world }

func (keys) Ensure(context.Context, ...personal.Subject) error { return nil }
func (k keys) Open(_ context.Context, of ...personal.Subject) (map[personal.Subject][]byte, error) {
	found := map[personal.Subject][]byte{}
	for _, s := range of {
		if !k.w.gone[s] {
			found[s] = make([]byte, 32)
		}
	}
	return found, nil
}

type codes struct{}

func (codes) Issue(purpose string, act domain.Act) secret.Ref {
	return secret.Ref{ID: act.NewID(purpose), Key: "1"}
}
func (codes) Presented(string, string) secret.Presented { return nil }

type view struct{ w *world }

func (v view) OfAccount(_ context.Context, id uuid.UUID) (all []links.Link, err error) {
	for _, r := range v.w.links[id] {
		all = append(all, links.Link{Receipt: r, Account: id})
	}
	return all, nil
}

func (v view) Wait(_ context.Context, _ domain.Position, _ ...string) (projections.Freshness, error) {
	return projections.Freshness{Reached: !v.w.lags}, nil
}

func (v view) Parked(context.Context, ...string) (all []projections.Parked, err error) {
	for _, r := range v.w.aside {
		all = append(all, projections.Parked{Projection: "links", Stream: "access-" + r})
	}
	return all, nil
}

// outside notes each thing once: doing it again is fine.
type outside struct{ w *world }

func (o outside) note(what ...string) error {
	if s := strings.Join(what, " "); !slices.Contains(o.w.did, s) {
		o.w.did = append(o.w.did, s)
	}
	return nil
}

func (o outside) Forget(_ context.Context, which ...uuid.UUID) error {
	all := []string{"forget"}
	for _, id := range which {
		all = append(all, nameOf("", id.String()))
	}
	return o.note(all...)
}

func (o outside) EndHolder(_ context.Context, h domain.Actor, _ uuid.UUID) error {
	return o.note("sign out", h.Kind, nameOf("", h.ID))
}

// List: one session began in the morning, the other a moment after noon.
func (o outside) List(_ context.Context, h domain.Actor) ([]workflow.Token, error) {
	return []workflow.Token{
		{Holder: h, Session: visit, Started: noon.Add(-time.Hour)}, {Holder: h, Session: uuid.UUID{1}, Started: noon.Add(time.Second)},
	}, nil
}

func (o outside) EndSession(_ context.Context, session uuid.UUID) error {
	return o.note("end session", nameOf("", session.String()))
}

func (o outside) DropHolder(_ context.Context, h domain.Actor) error {
	return o.note("drop the forms of", h.Kind, nameOf("", h.ID))
}

func (o outside) Destroy(_ context.Context, s personal.Subject, certificate uuid.UUID) error {
	for _, id := range []uuid.UUID{ana, bob} {
		if s == personal.Holder(id) && certificate != uuid.Nil {
			return o.note("destroy the key of", nameOf("", id.String()))
		}
	}
	return o.note("destroy another key")
}

// Histories to begin with.
func registered(id uuid.UUID, language string) []happening {
	return in("account-"+id.String(), account.Registered{
		Account: id, Address: personal.New(personal.Holder(id), ids[id.String()]+"@example.com"), Language: language,
		Claim: "k1:" + ids[id.String()], Link: code, Expires: later,
	})
}

func active(id uuid.UUID) []happening {
	return history(registered(id, "es"), in("account-"+id.String(), account.Confirmed{}, account.Activated{Number: "123"}))
}

func held(address string, id uuid.UUID) []happening {
	return in("claim-k1:"+address, claim.Taken{Holder: id})
}

func received(change func(*casefile.Received)) []happening {
	of := personal.Party(receipt, "applicant")
	e := casefile.Received{
		Receipt: receipt, Channel: casefile.ChannelPaper, Form: "I-485", ReceiptDate: civil.Of(noon), Office: "NBC", Language: "es",
		Party: casefile.Party{
			Role: "applicant", GivenName: personal.New(of, "Ana"), FamilyName: personal.New(of, "Núñez"),
			BirthDate: personal.NewDate(of, civil.Date{Year: 1990, Month: 1, Day: 2}), Address: personal.New(of, "1 Main St\nSpringfield"),
		},
	}
	if change != nil {
		change(&e)
	}
	return in("casefile-"+string(e.Receipt), e)
}
