package main

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

// demoVisit is a development server whose demo is there, and what its start page says.
type demoVisit struct {
	*running
	tour dev.Tour
}

func visitDemo(t *testing.T) *demoVisit {
	t.Helper()
	r := newProgram(t, "DATABASE_URL="+pgtest.New(t)).dev(filepath.Join(t.TempDir(), "state"))
	v := &demoVisit{running: r}
	v.look()
	return v
}

// look reads the start page anew.
func (d *demoVisit) look() {
	d.t.Helper()
	v := d.visitor()
	if err := json.Unmarshal(v.must(200, v.do("GET", "/dev/tour.json", nil)).Raw, &d.tour); err != nil {
		d.t.Fatal(err)
	}
}

func (d *demoVisit) person(key string) dev.Person {
	d.t.Helper()
	d.look()
	for _, g := range d.tour.Groups {
		for _, p := range g.People {
			if p.Key == key {
				return p
			}
		}
	}
	d.t.Fatal("the start page does not tell of ", key)
	return dev.Person{}
}

func (d *demoVisit) letter(fate string) dev.Letter {
	d.t.Helper()
	for _, l := range d.tour.Letters {
		if l.Fate == fate {
			return l
		}
	}
	d.t.Fatal("there is no letter whose code is ", fate)
	return dev.Letter{}
}

// enter signs somebody in with what the start page says: the app's code, or the one from the mailbox.
func (d *demoVisit) enter(p dev.Person, path string) *visitor {
	d.t.Helper()
	v, by, code := d.visitor(), "authenticator", p.AuthenticatorCode
	before := len(d.mailed(p.Email))
	v.must(201, v.do("POST", path, map[string]string{"email": p.Email, "password": p.Password}))
	if code == "" {
		for by = "mail"; code == ""; time.Sleep(50 * time.Millisecond) {
			if codes := d.mailed(p.Email); len(codes) > before {
				code = codes[len(codes)-1]
			}
		}
	}
	v.must(200, v.do("POST", path+"/code", map[string]string{"by": by, "code": code}))
	return v
}

// mailed are the codes that came by mail, the oldest first.
func (d *demoVisit) mailed(to string) (codes []string) {
	d.t.Helper()
	for _, m := range d.mails(0, to, "") {
		if code := ownLine.FindString(m.Text); code != "" {
			codes = append(codes, strings.TrimSpace(code))
		}
	}
	return codes
}

var ownLine = regexp.MustCompile(`(?m)^[0-9]{6}$`)

func (d *demoVisit) applicant(key string) *visitor {
	return d.enter(d.person(key), "/api/v1/session")
}

// The demo's applicants see what the start page says of them.
func TestWhatTheDemoShowsApplicants(t *testing.T) {
	t.Parallel()
	d := visitDemo(t)
	for key, want := range map[string]map[string]string{ // person, case, status
		"full":           {"card": "LEA", "evidence": "IKE", "interview": "IM", "moved": "FT0"},
		"status":         {"status only": "FT0"},
		"none":           {},
		"authenticator":  {"biometrics": "FNA"},
		"decided":        {"denied": "IFA", "reopened": "AGA"},
		"representative": {"used": "FT0", "reported": "XBIOREUSE", "crowd 3": "FNB", "crowd 12": "FS", "crowd 22": "FT0"},
	} {
		v := d.applicant(key)
		for _, c := range d.person(key).Cases {
			seen := v.must(200, v.do("GET", "/api/v1/cases/"+c.Receipt, nil))
			status, _ := seen.Body["status"].(map[string]any)
			if status["code"] != want[c.Name] || (seen.text("tier") == "full") != c.Full {
				t.Errorf("%s sees of %s: %v in tier %s, not %s", key, c.Name, status["code"], seen.text("tier"), want[c.Name])
			}
			delete(want, c.Name)
		}
		if len(want) > 0 {
			t.Errorf("%s does not see %v", key, want)
		}
		if has := v.must(200, v.do("GET", "/api/v1/account", nil)).Body["reset_questions"]; has != (key == "authenticator") {
			t.Errorf("%s has reset questions: %v", key, has)
		}
	}
	if page := d.visitor().do("GET", "/dev", nil); page.Status != 200 || strings.Contains(string(page.Raw), "demo.case.") {
		t.Errorf("the start page lacks words: %d", page.Status)
	}
	rita := d.applicant("representative")
	if own, _ := rita.must(200, rita.do("GET", "/api/v1/account/clients", nil)).Body["clients"].([]any); len(own) != 1 {
		t.Errorf("the representative has %d programs", len(own))
	}
	d.ahead(t)
	d.corrected(t)
	d.refused(t)
}

// ahead: what the cases wait for has not passed.
func (d *demoVisit) ahead(t *testing.T) {
	t.Helper()
	v, now := d.applicant("full"), civil.Of(time.Now().UTC())
	for _, c := range d.person("full").Cases {
		param := map[string]string{"evidence": "due", "interview": "date"}[c.Name]
		for _, e := range entries(v.must(200, v.do("GET", "/api/v1/cases/"+c.Receipt+"/history", nil))) {
			if e["code"] != map[string]string{"evidence": "IKE", "interview": "FJ"}[c.Name] {
				continue
			}
			params, _ := e["params"].(map[string]any)
			on, err := civil.Parse(params[param].(string))
			if err != nil || !on.After(now) || on.After(now.AddDays(90)) {
				t.Errorf("%s is %v, and today is %s", c.Name, params, now)
			}
		}
	}
}

// corrected: one history has a transfer, and a decision that was taken back.
func (d *demoVisit) corrected(t *testing.T) {
	t.Helper()
	v, codes := d.applicant("full"), ""
	for _, c := range d.person("full").Cases {
		if c.Name != "moved" {
			continue
		}
		for _, e := range entries(v.must(200, v.do("GET", "/api/v1/cases/"+c.Receipt+"/history", nil))) {
			codes = e["code"].(string) + " " + codes
			if e["code"] == "EA" && e["corrected"] != casefile.Canceled {
				t.Errorf("the mistake is told as %v", e)
			}
		}
	}
	if codes != "XRECEIVED IAA FNA FNB BA BB IP CA EA KK FT0 " {
		t.Errorf("its history is %s", codes)
	}
}

// refused: who is locked out or has not finished does not come in, and is told how to go on.
func (d *demoVisit) refused(t *testing.T) {
	t.Helper()
	dan, fay := d.person("locked"), d.person("unfinished")
	v := d.visitor()
	v.must(429, v.do("POST", "/api/v1/session", map[string]string{"email": dan.Email, "password": dan.Password}))
	v.must(201, v.do("POST", "/api/v1/session", map[string]string{"email": fay.Email, "password": fay.Password}))
	if at := v.must(200, v.do("GET", "/api/v1/account", nil)); at.text("next") != "method" {
		t.Errorf("who is in the middle of signing up goes on with %s", at.Raw)
	}
}

func entries(r reply) (all []map[string]any) {
	list, _ := r.Body["history"].([]any)
	for _, e := range list {
		all = append(all, e.(map[string]any))
	}
	return all
}

// Each letter on the start page meets the fate that it is shown with.
func TestTheLettersOfTheDemo(t *testing.T) {
	t.Parallel()
	d := visitDemo(t)
	link := func(v *visitor, l dev.Letter) reply {
		return v.do("POST", "/api/v1/cases", map[string]string{"receipt_number": l.Receipt, "access_code": l.Code, "birth_date": l.BirthDate})
	}
	cleo, eva := d.applicant("none"), d.applicant("too_late")
	for fate, code := range map[string]string{dev.LetterExpired: "access.code_expired", dev.LetterReplaced: "access.code_replaced"} {
		if r := link(cleo, d.letter(fate)); !strings.Contains(string(r.Raw), code) {
			t.Errorf("a code that is %s is answered with %s", fate, r.Raw)
		}
	}
	if r := link(eva, d.letter(dev.LetterUsed)); !strings.Contains(string(r.Raw), "access.code_used") {
		t.Errorf("a code that is used is answered with %s", r.Raw)
	}
	if r := cleo.must(201, link(cleo, d.letter(dev.LetterUnused))); r.text("tier") != "full" {
		t.Errorf("the unused code links in tier %s", r.Raw)
	}
	ben, upgrade := d.applicant("status"), d.letter(dev.LetterUpgrade)
	if r := ben.must(200, ben.do("POST", "/api/v1/cases/"+upgrade.Receipt+"/upgrade", map[string]string{"access_code": upgrade.Code, "birth_date": upgrade.BirthDate})); r.text("tier") != "full" {
		t.Errorf("upgraded, the tier is %s", r.Raw)
	}
	read := 0
	for _, n := range d.tour.Numbers {
		r := cleo.do("POST", "/api/v1/cases", map[string]string{"receipt_number": n.Typed, "birth_date": cleoParty.born})
		if n.Answer == "" {
			read++
		} else if !strings.Contains(string(r.Raw), n.Answer) {
			t.Errorf("%q is answered with %s, not %s", n.Typed, r.Raw, n.Answer)
		}
	}
	if read == 0 || read == len(d.tour.Numbers) {
		t.Errorf("of %d numbers to type %d are right", len(d.tour.Numbers), read)
	}
}

// Staff find work at every stage and office, some of it long idle or protected, and messages that did not arrive; who was
// invited can begin.
func TestWhatTheDemoShowsStaff(t *testing.T) {
	t.Parallel()
	d := visitDemo(t)
	v := d.enter(d.person("officer"), "/api/v1/staff/session")
	work, offices, stages, protected := d.work(v, ""), map[string]bool{}, map[string]bool{}, 0
	for _, c := range work {
		offices[c["office"].(map[string]any)["code"].(string)] = true
		stages[c["stage"].(string)] = true
		if c["protected"] == true {
			protected++
		}
	}
	if len(work) < 40 || len(offices) < 6 || len(stages) < 6 || protected == 0 {
		t.Errorf("%d cases, in offices %v, at stages %v, %d protected", len(work), offices, stages, protected)
	}
	if idle := d.work(v, "&idle_days=60"); len(idle) < 5 || len(idle) > len(work)/2 {
		t.Errorf("%d of %d cases are idle for long", len(idle), len(work))
	}
	d.troubles(v)
	if reported, _ := v.must(200, v.do("GET", "/api/v1/staff/disputes", nil)).Body["disputes"].([]any); len(reported) != 1 {
		t.Errorf("%d uses of a code are reported", len(reported))
	}
	newcomer := d.person("newcomer")
	at := strings.Split(newcomer.EnrolmentLink, "/")
	if _, err := url.Parse(newcomer.EnrolmentLink); err != nil || len(at) != 4 || newcomer.Password != "" {
		t.Fatalf("the newcomer is %+v", newcomer)
	}
	d.enroll(at[2], at[3])
}

// work is every page of the worklist, once the read model has all cases.
func (d *demoVisit) work(v *visitor, filter string) (all []map[string]any) {
	d.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		page := v.must(200, v.do("GET", "/api/v1/staff/cases?limit=100"+filter, nil))
		all = nil
		list, _ := page.Body["cases"].([]any)
		for _, c := range list {
			all = append(all, c.(map[string]any))
		}
		if len(all) >= 40 || filter != "" {
			return all
		}
	}
	return all
}

// troubles waits for the messages that cannot arrive: mails to nobody and to a full mailbox, a letter nobody can print.
func (d *demoVisit) troubles(v *visitor) {
	d.t.Helper()
	want := []string{"letter given_up", "mail failed", "mail given_up"}
	var found []string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		found = nil
		list, _ := v.must(200, v.do("GET", "/api/v1/staff/deliveries", nil)).Body["deliveries"].([]any)
		for _, m := range list {
			m := m.(map[string]any)
			found = append(found, m["channel"].(string)+" "+m["state"].(string))
		}
		slices.Sort(found)
		if slices.Equal(found, want) {
			return
		}
	}
	d.t.Errorf("the troubles are %v, not %v", found, want)
}
