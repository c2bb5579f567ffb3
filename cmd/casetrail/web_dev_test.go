package main

import (
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/mail"
)

// A development server whose demo is still being loaded says so, and its mailbox is empty.
func TestTheDemoWhileItIsLoaded(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.browse("es")
	b.get("/dev").on("D01", "loading")
	b.get("/dev/mailbox").on("D02", "empty")
	b.get("/dev/mailbox/"+strings.Repeat("0", 36)).on("P09", "404")
	b.get("/dev/screens/S01/made_up").on("P09", "404")
	b.get("/dev/components").on("D03", "")
	b.get("/dev/screens").on("D04", "")
	if sample := attribute(b.at.first(tag("main")), "id"); sample == "" {
		t.Error("the inventory has no content")
	}
}

// The page of the demo says all that one must know, with a button for each person; the mailbox has what they wait for.
func TestTheDemoForPeople(t *testing.T) {
	t.Parallel()
	d := visitDemo(t)
	for _, language := range []string{"en", "es"} {
		b := d.visitor().pages(language)
		b.get("/dev").on("D01", "")
		page := b.at.text()
		for _, g := range d.tour.Groups {
			for _, p := range g.People {
				if !strings.Contains(page, p.Email) {
					t.Errorf("in %s nothing is said of %s", language, p.Key)
				}
			}
		}
		for _, l := range d.tour.Letters {
			if !strings.Contains(page, l.Code) {
				t.Errorf("in %s the letter that is %s has no code", language, l.Fate)
			}
		}
	}
	b := d.visitor().pages("en")
	b.get("/dev").submit("Sign in as Cleo")
	if b.cookies["__Host-session"] == "" {
		t.Error("the button of Cleo does not begin to sign in: ", b.at.text())
	}
	for deadline := time.Now().Add(time.Minute); !strings.Contains(b.get("/dev/mailbox?to=cleo%40example.com").text(), "sign-in code"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no code comes to Cleo: ", b.at.text())
		}
	}
	b.at.on("D02", "")
	d.opens(b, mail.PieceMail, "")
	d.opens(b, mail.PieceLetter, "letter")
}

// opens looks at the newest piece of a kind, and at what is inside its page.
func (d *demoVisit) opens(b *browser, kind, state string) {
	d.t.Helper()
	for _, m := range d.mails(1, "", "") {
		if m.Kind != kind {
			continue
		}
		at := "/dev/mailbox/" + m.ID.String()
		b.get(at).on("D05", state)
		inside := "/body"
		if kind == mail.PieceLetter {
			inside = "/letter.pdf"
		}
		if r := b.request("GET", at+inside, nil); r.Status != 200 || len(r.Raw) < 100 {
			d.t.Errorf("%s%s is answered with %d, %d bytes", at, inside, r.Status, len(r.Raw))
		}
		return
	}
	d.t.Errorf("there is no %s", kind)
}
