package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/casetrail/casetrail/adapters/letter"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
)

// Reactors and senders die at each of their appends: what they were at is done by whoever comes next. A code is issued
// once; a mail that may come twice is sent again, the same; a letter and a welcome were sent, or are visibly in doubt.
func TestReactorsAndSendersSurviveACrashAtEachAppend(t *testing.T) {
	t.Parallel()
	const asked, sent, doubt = "delivery.requested", "delivery.sent", "delivery.in_doubt"
	for name, c := range map[string]struct {
		after bool
		codes message // mails with codes and links
		once  message // what is not sent again
	}{
		"before it": {after: false, codes: message{[]string{asked, sent}, 2}, once: message{[]string{asked, doubt}, 1}},
		"after it":  {after: true, codes: message{[]string{asked, sent}, 1}, once: message{[]string{asked, sent}, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fuse{}
			p := serveProduct(t, f.between)
			officer := p.officer("olive@example.org")
			f.behindDies(c.after)

			receipt, code := p.newCase(officer, "I-130")
			ana := p.signUp("ana@example.org")
			ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": born, "access_code": code}))

			p.settles(map[string]message{
				letter.AccessNotice: c.once, mail.Welcome: c.once,
				mail.Confirm: c.codes, mail.SignUpCode: c.codes, mail.CaseLinked: c.codes,
			})
			if diff := cmp.Diff([]string{"access.code_issued", "access.linked"}, p.types(eventstore.Stream(access.Decider.Category, receipt))); diff != "" {
				t.Error(diff)
			}
			p.inDoubt(officer, c.once.events[1] == doubt, letter.AccessNotice, mail.Welcome)
			if n := len(f.behind.tried); n < 11 {
				t.Errorf("only %d appends died: the code, and for each of five messages the request and the record", n)
			}
		})
	}
}

// message is what became of one: what its stream holds, and how often it came.
type message struct {
	events []string
	times  int
}

// settles waits until exactly these messages were asked for, by their templates, and each came to its end.
func (p *product) settles(want map[string]message) {
	p.t.Helper()
	diff := ""
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if diff = cmp.Diff(want, p.sent(), cmp.AllowUnexported(message{})); diff == "" {
			return
		}
	}
	p.t.Errorf("messages ended otherwise: %s", diff)
}

// sent is every message of the log, with what arrived of it under its id.
func (p *product) sent() map[string]message {
	p.t.Helper()
	of := map[string]message{}
	for r := range p.everything() {
		event, err := p.core.codec.Decode(r)
		if err != nil {
			p.t.Fatal(err)
		}
		if e, ok := event.(delivery.Requested); ok {
			piece, _ := p.mailbox.Get(e.Delivery) // none yet: it came no times
			if was, twice := of[e.Template]; twice {
				p.t.Errorf("%s was asked for twice: %v", e.Template, was)
			}
			of[e.Template] = message{p.types(r.Stream), piece.Times}
		}
	}
	return of
}

// types is what a stream holds.
func (p *product) types(stream string) (all []string) {
	p.t.Helper()
	for r, err := range p.core.log.Read(p.t.Context(), stream, 0) {
		if err != nil {
			p.t.Fatal(err)
		}
		all = append(all, r.Type)
	}
	return all
}

// inDoubt checks that staff are shown exactly these messages as in doubt, or none.
func (p *product) inDoubt(officer *visitor, some bool, templates ...string) {
	p.t.Helper()
	info, err := p.core.log.Info(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	shown, now := map[string]bool{}, projections.Token(info.Head, info.Epoch)
	r := officer.must(200, officer.do("GET", "/api/v1/staff/deliveries", nil, "Casetrail-Wait-For", now))
	for _, d := range r.Body["deliveries"].([]any) {
		d := d.(map[string]any)
		shown[d["template"].(string)] = d["state"] == "in_doubt"
	}
	want := map[string]bool{}
	for _, template := range templates {
		if some {
			want[template] = true
		}
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		p.t.Errorf("staff are shown other troubles: %s", diff)
	}
}
