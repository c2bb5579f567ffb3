package mail

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain"
)

var links = Links{Base: "https://example.gov/"}

// parcel has every fact that any template needs.
func parcel(template, language string) outbox.Parcel {
	return outbox.Parcel{
		Delivery: uuid.MustParse("0d9b1c1e-0000-4000-8000-000000000001"), Template: template, Edition: Edition, Language: language,
		Recipient: domain.Actor{Kind: domain.Applicant, ID: "0d9b1c1e-0000-4000-8000-00000000000a"}, To: "ana@example.com",
		Requested: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC), Secret: "S3CRET",
		Params: map[string]string{
			"at": "2027-01-02T03:04:05Z", "until": "2027-01-03T03:04:05Z", "receipt": "IOE0912345678", "number": "12", "count": "10",
			"method": "authenticator", "who": "you", "tier": "full", "text": "on", "why": "trusted", "recovery": "0d9b1c1e-0000-4000-8000-00000000000b",
		},
	}
}

func TestEveryTemplateSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, name := range Names {
		said := map[string]string{}
		for _, language := range Languages {
			m, err := Render(parcel(name, language), links)
			if err != nil {
				t.Errorf("%s in %s: %v", name, language, err)
				continue
			}
			said[m.Subject] = language
			for what, s := range map[string]string{"subject": m.Subject, "text": m.Text, "html": m.HTML} {
				if s == "" || strings.Contains(s, "<no value>") || strings.Contains(s, "{{") {
					t.Errorf("%s in %s: %s is %q", name, language, what, s)
				}
			}
			if strings.Contains(m.Text, "\n\n\n") || strings.Contains(m.HTML, "<p></p>") {
				t.Errorf("%s in %s has gaps: %s", name, language, m.Text)
			}
			for _, private := range []string{"S3CRET", "IOE", "ana@", "12"} {
				if strings.Contains(m.Subject, private) {
					t.Errorf("%s in %s: the subject tells %q", name, language, private)
				}
			}
		}
		if len(said) != len(Languages) {
			t.Errorf("%s: the subject is the same in two languages", name)
		}
	}
}

func TestEveryTemplateIsListed(t *testing.T) {
	t.Parallel()
	for _, language := range Languages {
		entries, err := files.ReadDir("templates/" + Edition + "/" + language)
		if err != nil || len(entries) != len(Names)+1 { // and the frame
			t.Errorf("%s has %d files: %v", language, len(entries), err)
		}
	}
}

func TestWhatAMessageSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		template string
		change   map[string]string
		says     []string
		not      []string
	}{
		{Confirm, nil, []string{"https://example.gov/confirm/0d9b1c1e-0000-4000-8000-00000000000a/S3CRET", "January 3, 2027 at 03:04 UTC"}, nil},
		{AlreadyHaveAccount, nil, []string{"https://example.gov/sign-in"}, []string{"S3CRET"}},
		{SignInCode, nil, []string{"\n\nS3CRET\n\n"}, nil},
		{ResetPassword, nil, []string{"https://example.gov/reset/0d9b1c1e-0000-4000-8000-00000000000b/S3CRET", "January 3, 2027 at 03:04 UTC"}, nil},
		{NoAccount, nil, []string{"https://example.gov/sign-up"}, []string{"S3CRET"}},
		{ResetCode, nil, []string{"\n\nS3CRET\n\n"}, nil},
		{MethodAdded, nil, []string{"authenticator app"}, nil},
		{MethodAdded, map[string]string{"method": "mail"}, []string{"This e-mail address"}, []string{"authenticator app"}},
		{AlertsChosen, nil, []string{"we also send a text message"}, []string{"no longer"}},
		{AlertsChosen, map[string]string{"text": "off"}, []string{"We no longer send a text message", "still come by e-mail"}, []string{"From now on"}},
		{CaseLinked, nil, []string{"your account", "full access", "remove the case"}, []string{"another"}},
		{CaseLinked, map[string]string{"who": "other", "tier": "status"}, []string{"another online account", "status only", "call us"}, []string{"remove the case"}},
		{DisputeOpened, nil, []string{"IOE0912345678", "looking into it", "https://example.gov/sign-in"}, nil},
		{DisputeUpheld, nil, []string{"A letter with a new code"}, []string{"your account no longer"}},
		{DisputeUpheld, map[string]string{"who": "other"}, []string{"your account no longer sees case IOE0912345678", "call us"}, []string{"You told us", "letter"}},
		{DisputeRejected, nil, []string{"whom you had asked", "call us"}, []string{"as before"}},
		{DisputeRejected, map[string]string{"why": "holder"}, []string{"with another account"}, []string{"whom you had asked"}},
		{DisputeRejected, map[string]string{"why": "unproved"}, []string{"the person on the case"}, []string{"whom you had asked"}},
		{DisputeRejected, map[string]string{"who": "other"}, []string{"as before"}, []string{"You told us", "whom you had asked"}},
		{AccountErased, nil, []string{"last message"}, []string{"sign-in"}},
	} {
		p := parcel(c.template, "en")
		for k, v := range c.change {
			p.Params[k] = v
		}
		m, err := Render(p, links)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range c.says {
			if !strings.Contains(m.Text, s) || !strings.Contains(m.HTML, strings.TrimSpace(s)) {
				t.Errorf("%s does not say %q: %s", c.template, s, m.Text)
			}
		}
		for _, s := range c.not {
			if strings.Contains(m.Text, s) || strings.Contains(m.HTML, s) {
				t.Errorf("%s says %q", c.template, s)
			}
		}
	}
}

func TestHTMLShowsTextAsText(t *testing.T) {
	t.Parallel()
	p := parcel(SignInCode, "en")
	p.Secret = "<b>&"
	m, err := Render(p, links)
	if err != nil || strings.Contains(m.HTML, "<b>") || !strings.Contains(m.HTML, "&lt;b&gt;&amp;") {
		t.Errorf("%v: %s", err, m.HTML)
	}
}

func TestWhatCannotBeRendered(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*outbox.Parcel)
		class  outbox.Class
	}{
		"a newer edition":   {func(p *outbox.Parcel) { p.Edition = "2099-01" }, outbox.Temporary},
		"a way out of it":   {func(p *outbox.Parcel) { p.Edition = "../2026-11" }, outbox.Temporary},
		"no such template":  {func(p *outbox.Parcel) { p.Template = "poem" }, outbox.Temporary},
		"no such language":  {func(p *outbox.Parcel) { p.Language = "de" }, outbox.Temporary},
		"a fact is missing": {func(p *outbox.Parcel) { delete(p.Params, "at") }, outbox.Permanent},
		"a fact is no date": {func(p *outbox.Parcel) { p.Params["at"] = "today" }, outbox.Permanent},
	} {
		p := parcel(PasswordSet, "en")
		c.change(&p)
		_, err := Sender{Links: links, Transport: never{t}}.Send(t.Context(), p)
		var failure *outbox.Failure
		if !errors.As(err, &failure) || failure.Class != c.class {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// never is a transport that must not be used.
type never struct{ t *testing.T }

func (n never) Deliver(context.Context, Message) (string, error) {
	n.t.Error("sent")
	return "", nil
}
