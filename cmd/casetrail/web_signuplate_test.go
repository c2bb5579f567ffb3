package main

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// signUpApp is what an app shows that was given the key of the page, and the key.
func (p *page) signUpApp() (code, seed string) {
	p.t.Helper()
	for _, r := range text(p.first(has("id", "secret"))) {
		if r != ' ' {
			seed += string(r)
		}
	}
	code, err := totp.GenerateCode(seed, time.Now())
	if err != nil {
		p.t.Fatalf("the page shows no key: %v\n%s", err, p.text())
	}
	return code, seed
}

// past is an account that began some time ago, as its events tell it.
type past struct {
	*product
	id uuid.UUID
	at time.Time
}

func (p *product) began(ago time.Duration, email string) past {
	p.t.Helper()
	a := past{p, uuid.New(), time.Now().Add(-ago)}
	act := a.act(domain.Actor{Kind: domain.Anonymous})
	a.do(account.Register{
		Account: a.id, Address: personal.New(personal.Holder(a.id), email), Language: "en",
		Claim: p.core.digests.Address(workflow.RealmAccount, email), Link: p.core.codes.Issue(secret.ConfirmLink, act),
		Expires: a.at.Add(limits.ConfirmLinkLife),
	}, act)
	return a
}

func (a past) act(by domain.Actor) domain.Act {
	return domain.Attempt(by, "test", uuid.NewString(), a.at, nil)
}

func (a past) do(c account.Command, act domain.Act) {
	a.t.Helper()
	if _, err := a.core.accounts.Do(a.t.Context(), a.id.String(), c, act); err != nil {
		a.t.Fatal(err)
	}
}

// holder is the browser of who has signed up as far as the password, back then.
func (a past) holder() *browser {
	a.t.Helper()
	by := domain.Actor{Kind: domain.Applicant, ID: a.id.String()}
	a.do(account.ConfirmClaimed{}, a.act(domain.Actor{Kind: domain.Reacting, ID: "test"}))
	a.do(account.AcceptTerms{Version: account.TermsVersion}, a.act(by))
	a.do(account.SetPassword{Credential: uuid.New()}, a.act(by))
	sent := a.act(by)
	a.do(account.SendCode{Method: account.MethodMail, Code: a.core.codes.Issue(secret.SignUpCode, sent), Expires: a.at.Add(limits.CodeLife)}, sent)
	return a.bearer(workflow.Token{Holder: by, Session: uuid.New(), Stage: workflow.StageSignUp}).pages("en")
}

func TestWhatTheSignUpSaysWhenItIsLate(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	slow := p.began(15*time.Minute, "slow@example.org")
	b := p.browse("en")
	b.get("/sign-up/"+slow.id.String()+"/sent").on("A02", "late")

	old := p.began(limits.ConfirmLinkLife+time.Hour, "old@example.org")
	b.get("/confirm/"+old.id.String()+"/"+p.linkOf(old.id)).on("A03", "").submit().on("A03", "account_link_expired").link("/sign-up").on("A01", "")

	h := p.began(15*time.Minute, "code@example.org").holder()
	h.get("/sign-up/code").on("A08", "expired").fill("code", "123456").submit().on("A08", "account_code_expired")
	h.at.submit("resend").on("A08", "")
}

func TestWhatTheSignUpSaysOfMailThatCameBack(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.browse("es")
	b.get("/sign-up").fill("email", "nobody@example.org").submit().on("A02", "")
	p.bounce(p.mails(1, "nobody@example.org", "/confirm/")[0].ID)
	b.becomes("bounced").on("A02", "bounced")

	ana := p.signUp("ana@example.org")
	p.bounce(p.mails(1, ana.email, "Your account is ready")[0].ID)
	at := ana.pages("en")
	at.get("/welcome").on("A12", at.at.state)
	at.becomes("mail_failed").on("A12", "mail_failed").says("Our email did not arrive").hides("We also sent you")
}

// bounce is what the mail's carrier says later.
func (p *product) bounce(sent uuid.UUID) {
	p.t.Helper()
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", "bounce "+sent.String(), time.Now(), nil)
	if _, err := p.core.deliveries.Do(p.t.Context(), sent.String(), delivery.RecordBounce{Code: "5.1.1"}, act); err != nil {
		p.t.Fatal(err)
	}
}

// becomes opens the page again until it is in that state, or too long.
func (b *browser) becomes(state string) *page {
	b.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); b.get(b.at.path).state != state && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	return b.at
}

func TestLinksThatConfirmNothing(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	first, second := p.registered("ana@example.org"), p.registered("ana@example.org")
	links := []string{"/confirm/" + first.String() + "/" + p.linkOf(first), "/confirm/" + second.String() + "/" + p.linkOf(second)}
	b := p.browse("en")
	b.get(links[0]+"x").on("A03", "").submit().on("A03", "account_link_unknown")
	b.get("/confirm/"+anywhere()["account"]+"/token").on("A03", "").submit().on("A03", "account_link_unknown")
	b.get("/confirm/nobody/token").on("A03", "").submit().on("P09", "404")
	b.get(links[0]).submit().on("A04", "").submit().on("A05", "").fill("password", goodPassword).submit().on("A06", "")
	p.browse("en").get(links[1]).submit().on("A03", "claim_taken_by_other")
	p.browse("es").get(links[0]).submit().on("A03", "account_link_used").link("/sign-in").on("S01", "")
}

func TestTooManyLinksOfOneSignUp(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.browse("en")
	b.get("/sign-up").fill("email", "ana@example.org").submit().on("A02", "")
	for range limits.ConfirmLinks {
		b.at.submit("resend").on("A02", "resent")
	}
	b.at.submit("resend").on("A02", "account_too_many_links")
}

// Tries are counted by the limits first; the account counts wrong codes itself beside.
func TestWhoTriesTooOftenWhileSigningUpWaits(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = "requests=100000,sign_up_address=2,confirm_network=1,code_resend=2"
	p := serveOn(t, s)
	b := p.browse("en")
	b.get("/sign-up").fill("email", "ana@example.org").submit().on("A02", "").submit("resend").on("A02", "resent").submit("resend").on("A02", "wait")
	b.get("/sign-up").fill("email", "ana@example.org").submit().on("A01", "wait")
	id := uuid.MustParse(confirmLink.FindStringSubmatch(p.mails(1, "ana@example.org", "/confirm/")[0].Text)[1])
	link := "/confirm/" + id.String() + "/" + p.linkOf(id)
	b.get(link).submit().on("A04", "")
	p.browse("en").get(link).submit().on("A03", "wait")

	b.at.submit().on("A05", "").fill("password", goodPassword).submit().on("A06", "")
	b.at.submit("mail").on("A08", "").submit("resend").on("A08", "")
	b.get("/sign-up/methods").submit("mail").on("A06", "wait")
	b.get("/sign-up/code")
	for range limits.Of(limits.SignUpCode).Max {
		b.at.fill("code", "000000").submit().on("A08", "account_wrong_code")
	}
	b.at.fill("code", "000000").submit().on("A08", "wait")
	b.get("/sign-up/methods").submit("app").on("A07", "").fill("code", "000000").submit().on("A07", "wait")
}

func TestWrongCodesWhileSigningUpAreCountedByTheAccountToo(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits += ",sign_up_code=100000"
	p := serveOn(t, s)
	b := p.browse("en")
	b.signsUp(p, "ana").submit().submit().on("A05", "").fill("password", goodPassword).submit().on("A06", "")
	b.at.submit("mail").on("A08", "")
	for range limits.Of(limits.SignUpCode).Max {
		b.at.fill("code", "000000").submit().on("A08", "account_wrong_code")
	}
	b.at.submit("resend").on("A08", "account_too_many_codes")
	b.get("/sign-up/methods").submit("mail").on("A06", "account_too_many_codes")
	b.at.submit("app").on("A07", "").fill("code", "000000").submit().on("A07", "account_too_many_codes")
}
