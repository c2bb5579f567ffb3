package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/domain/casefile"
)

// From a filing on paper to what its holder reads: what an officer recorded, that it was a mistake, and which office goes on.
func TestPeopleReadWhatAnOfficerDoes(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		olive := p.sitDown(t, w).enroll("olive@example.org").on("O01", "empty")
		receipt := olive.receive("I-485")
		code := p.letterFor(receipt, 1)
		who := p.signUp("ana@example.org")
		who.must(201, who.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
		ana := p.sitDown(t, w).signIn("ana@example.org").on("H01", "quiet")
		olive.findCase(receipt)

		file := "/staff/cases/" + receipt
		due := strings.Split(today(60), "-")
		olive.open(file+"/record").on("O06", "choose").fill("q", "IK").press(".ct-filter button").on("O06", "choose")
		olive.open(file+"/record?code=IK").on("O06", "").pick("param_notice", "I-797E").date("param_due", due[0], due[1], due[2])
		olive.send().on("O06", "preview")
		asked := olive.tab.Text(".ct-reads[lang=" + w.language + "] :is(h2, h3)")
		ana.goTo("/cases/" + receipt)
		if ana.tab.Has(asked) {
			t.Error("a preview is told to the person")
		}
		olive.send().on("O22", "")
		ana.until("/cases/"+receipt, "C02", "paused").reads(asked)

		olive.open(file+"/entries/1/correct").on("O13", "").mark("how", casefile.HowVoid).mark("why", "wrong_case").send().on("O13", "preview")
		read := olive.tab.Text(".ct-reads :is(h2, h3)")
		olive.send().on("O22", "")
		ana.until("/cases/"+receipt, "C02", "corrected").reads(read).open("/cases/"+receipt+"/history").on("C03", "corrected")
		if got := ana.tab.Text(".ct-timeline s"); got != asked {
			t.Errorf("in the history %q is crossed out, not %q: %s", got, asked, ana.tab.Text("main"))
		}

		office, _ := casefile.FindOffice("NYC")
		olive.open(file).on("O04", "").open(file+"/transfer").on("O12", "").pick("office", office.Code).send().on("O12", "preview")
		olive.send().on("O22", "")
		ana.until("/cases/"+receipt, "C02", "transferred").reads(office.Name.In(w.language))
		p.boundedStreams()
	})
}

// enroll goes the whole way of new staff, signs out, and signs in with the app.
func (h *hands) enroll(email string) *hands {
	h.t.Helper()
	path, _ := h.p.invited(email, time.Now())
	h.goTo(path).on("E01", "").send()
	h.on("E02", "").fill("password", goodPassword).send().on("E03", "")
	seed, now := h.tab.Text("#secret"), time.Now()
	h.paste("code", h.appCode(seed, now)).send().on("O01", "empty")
	h.press("header form[action=\"/sign-out\"] button").on("S11", "")
	h.goTo("/staff/sign-in").on("E04", "").fill("email", email, "password", goodPassword).send().on("E05", "")
	return h.paste("code", h.appCode(seed, now.Add(30*time.Second))).send() // no code counts twice
}

// appCode is what an app shows that has the setup code.
func (h *hands) appCode(seed string, at time.Time) string {
	h.t.Helper()
	code, err := totp.GenerateCode(strings.Join(strings.Fields(seed), ""), at)
	if err != nil {
		h.t.Fatalf("%q is no setup code: %v", seed, err)
	}
	return code
}

// receive keys in a filing that came on paper, and answers the number that it was given.
func (h *hands) receive(form string) string {
	h.t.Helper()
	received := strings.Split(today(-30), "-")
	h.open("/staff/receive").on("O05", "").pick("form_number", form).date("received", received[0], received[1], received[2]).pick("office", "NBC")
	h.mark("role", "applicant").fill("given_name", "Pat", "family_name", "Example").date("born", "1980", "7", "31")
	h.paste("address", "Pat Example\n12 Example Street\nExampleville, EX 00000").mark("language", h.language).send().on("O05", "check")
	h.send().on("O25", "")
	return h.tab.Text("main .ct-receipt")
}

// findCase leads an officer to the file of a case.
func (h *hands) findCase(receipt string) *hands {
	h.t.Helper()
	return h.open("/staff/search").on("O03", "").fill("receipt", receipt).send().on("O04", "")
}

// date fills in a day, in the order in which the page's language asks.
func (h *hands) date(field, year, month, day string) *hands {
	h.t.Helper()
	first, second := []string{field + "_month", month}, []string{field + "_day", day}
	if h.language == "es" {
		first, second = second, first
	}
	return h.fill(first...).fill(second...).fill(field+"_year", year)
}

// until opens a page until it is in a state that comes by itself.
func (h *hands) until(path, screen, state string) *hands {
	h.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if h.goTo(path).tab.Count(fmt.Sprintf("body[data-state=%q]", state)) == 1 {
			break
		}
	}
	return h.on(screen, state)
}

// reads fails the test unless the page says so.
func (h *hands) reads(words string) *hands {
	h.t.Helper()
	if !h.tab.Has(words) {
		h.t.Errorf("the page does not say %q: %s", words, h.tab.Text("main"))
	}
	return h
}
