package main

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/httpapi"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// kind is how far somebody has come at the door.
type kind string

const (
	nobody       kind = "nobody"
	signingUp    kind = "signing up"
	codePending  kind = "code pending"
	applicant    kind = "applicant"
	enrolling    kind = "enrolling"
	staffPending kind = "staff pending"
	officer      kind = "officer"
	resetting    kind = "resetting" // lets in nowhere but to its own steps: see TestWhoHoldsAResetComesNowhereElse
)

var kinds = []kind{nobody, signingUp, codePending, applicant, enrolling, staffPending, officer}

// stages are what the tokens of each kind say.
var stages = map[kind]workflow.Token{
	signingUp:    {Holder: domain.Actor{Kind: domain.Applicant}, Stage: workflow.StageSignUp},
	codePending:  {Holder: domain.Actor{Kind: domain.Applicant}, Stage: workflow.StageCode},
	applicant:    {Holder: domain.Actor{Kind: domain.Applicant}, Stage: workflow.StageFull},
	resetting:    {Holder: domain.Actor{Kind: domain.Applicant}, Stage: workflow.StageReset},
	enrolling:    {Holder: domain.Actor{Kind: domain.Staff}, Stage: workflow.StageEnrol},
	staffPending: {Holder: domain.Actor{Kind: domain.Staff}, Stage: workflow.StageCode},
	officer:      {Holder: domain.Actor{Kind: domain.Staff}, Stage: workflow.StageFull},
}

// stranger is a visitor of that kind, for an account or member of staff of whom the log does not know.
func (p *product) stranger(k kind) *visitor {
	p.t.Helper()
	token := stages[k]
	token.Holder.ID, token.Session = uuid.NewString(), uuid.New()
	return p.bearer(token)
}

// bearer is a visitor with a new cookie; a token of nobody is none.
func (p *product) bearer(of workflow.Token) *visitor {
	p.t.Helper()
	v := p.visitor()
	if of.Stage == "" {
		return v
	}
	cookie, err := p.core.tokens.Start(context.Background(), of)
	if err != nil {
		p.t.Fatal(err)
	}
	v.cookies["__Host-session"] = cookie
	return v
}

// town has somebody of each kind, of whom the log knows, and a case that one of them has linked.
type town struct {
	*product
	tokens  map[kind]workflow.Token
	receipt string
}

func (p *product) settle() town {
	p.t.Helper()
	olive := p.officer("olive@example.org")
	receipt, code := p.newCase(olive, "I-130")
	ana := p.signUp("ana@example.org")
	ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	anaAgain, oliveAgain, ben := p.visitor(), p.visitor(), p.visitor()
	anaAgain.must(201, anaAgain.do("POST", "/api/v1/session", map[string]string{"email": "ana@example.org", "password": goodPassword}))
	oliveAgain.must(201, oliveAgain.do("POST", "/api/v1/staff/session", map[string]string{"email": "olive@example.org", "password": goodPassword}))
	p.confirm(ben, "ben@example.org")
	ben.must(200, ben.do("POST", "/api/v1/account/terms", map[string]string{"version": account.TermsVersion}))
	w := town{product: p, receipt: receipt, tokens: map[kind]workflow.Token{enrolling: p.newcomer("ned@example.org"), resetting: p.forgotten("ana@example.org")}}
	for k, v := range map[kind]*visitor{signingUp: ben, codePending: anaAgain, applicant: ana.visitor, staffPending: oliveAgain, officer: olive} {
		w.tokens[k] = p.token(v)
	}
	return w
}

// confirm signs up as far as the click on the link in the mail.
func (p *product) confirm(v *visitor, email string) {
	v.t.Helper()
	v.must(202, v.do("POST", "/api/v1/sign-up", map[string]string{"email": email, "language": "es"}))
	link := confirmLink.FindStringSubmatch(p.mails(1, email, "/confirm/")[0].Text)
	v.must(200, v.do("POST", "/api/v1/sign-up/"+link[1]+"/confirmation", map[string]string{"token": link[2]}))
}

// invitation is the link for new staff, and of whom it is.
func (p *product) invitation(email string) (id, link string) {
	p.t.Helper()
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", email, time.Now(), nil)
	of, link, err := p.core.enrolment().Invite(p.t.Context(), "Ned Newcomer", email, "officer", act)
	if err != nil {
		p.t.Fatal(err)
	}
	return of.String(), link
}

// newcomer is a member of staff who has followed the link of the invitation.
func (p *product) newcomer(email string) workflow.Token {
	p.t.Helper()
	id, link := p.invitation(email)
	v := p.visitor()
	v.must(200, v.do("POST", "/api/v1/staff/enrolment/"+id, map[string]string{"token": link}))
	return p.token(v)
}

// token is what the visitor's cookie stands for.
func (p *product) token(v *visitor) workflow.Token {
	p.t.Helper()
	token, err := p.core.tokens.Find(p.t.Context(), v.cookies["__Host-session"])
	if err != nil {
		p.t.Fatal(err)
	}
	return token
}

// signInCode is the code that was mailed for the visitor's session.
func (p *product) signInCode(v *visitor) string {
	p.t.Helper()
	s, err := p.core.sessions.Load(p.t.Context(), p.token(v).Session.String())
	if err != nil {
		p.t.Fatal(err)
	}
	return p.reveal(secret.SignInCode, s.State.Code)
}

// reveal is what a sender would write.
func (p *product) reveal(purpose string, ref secret.Ref) string {
	p.t.Helper()
	shown, err := p.core.revealer.Reveal(purpose, ref)
	if err != nil {
		p.t.Fatal(err)
	}
	return shown
}

// caller comes with a new cookie each time: some requests end theirs.
func (w town) caller(k kind) *visitor { return w.bearer(w.tokens[k]) }

// entitled is a kind of caller whom a route is for.
func entitled(who door.Who) kind {
	return map[door.Who]kind{
		door.Anyone: nobody, door.SigningUp: signingUp, door.Holder: applicant, door.CodePending: codePending,
		door.Applicant: applicant, door.Enrolling: enrolling, door.StaffPending: staffPending, door.Officer: officer,
		door.SignedIn: applicant, door.Resetting: resetting,
	}[who]
}

// address is a route's path with the given values in the place of its parameters.
func address(route httpapi.Route, values map[string]string) string {
	path := "/api/v1" + route.Path
	for name, value := range values {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return path
}

// anywhere are values for every path parameter that lead to nothing.
func anywhere() map[string]string {
	return map[string]string{"account": uuid.NewString(), "staff": uuid.NewString(), "session": uuid.NewString(), "client": uuid.NewString(), "method": "mail", "recovery": uuid.NewString(), "receipt": "IOE0999999999", "number": "1", "token": "a-token-of-nobody", "notice": "privacy", "version": "2026-11"}
}

// headers of an answer as one text, to be searched.
func headersOf(h http.Header) string {
	var all strings.Builder
	_ = h.Write(&all) // into memory: cannot fail
	return all.String()
}

// someID is what differs from one answer to the next: references, and ids of what was made.
var someID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// quiet waits until nothing more follows from what was done, and answers where the log ends.
func (p *product) quiet() domain.Position {
	p.t.Helper()
	var last domain.Position
	late := time.Now().Add(5 * time.Second) // for what nobody carries
	for still := 0; still < 5 || p.underWay(last) && time.Now().Before(late); still++ {
		info, err := p.core.log.Info(p.t.Context())
		if err != nil {
			p.t.Fatal(err)
		}
		if info.Head != last {
			last, still = info.Head, 0
		}
		time.Sleep(50 * time.Millisecond)
	}
	return last
}

// filled waits until every read model has been made and is fed.
func (p *product) filled() {
	p.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); string(p.visitor().do("GET", "/readyz", nil).Raw) != "ready\n"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatal("the read models were not made; log:\n", p.logged)
		}
	}
}

// underWay says that a reactor has not come as far as this yet, or that there is a message of which nothing is known but
// that somebody wants it sent.
func (p *product) underWay(head domain.Position) bool {
	p.t.Helper()
	var behind bool
	err := p.core.pool.QueryRow(p.t.Context(), `select exists (select from app.checkpoints where name like 'reactor:%' and position < $1)`, uint64(head)).Scan(&behind)
	if err != nil {
		p.t.Fatal(err)
	}
	last := map[string]string{}
	for r := range p.everything() {
		last[r.Stream] = r.Type
	}
	return behind || slices.Contains(slices.Collect(maps.Values(last)), delivery.Requested{}.EventType())
}
