package main

import (
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/projections/readmodels"
)

// After people have done everything, what they keep secret is nowhere but with them, and what they are called is nowhere
// in clear but in the columns declared for it and in their own mail.
func TestNothingSecretOrPersonalLeaks(t *testing.T) {
	t.Parallel()
	program, post, traces, gateway := migrated(t), newPostOffice(t), newCollector(t), newTextGateway(t)
	program = program.with("CASETRAIL_TRACES="+traces.URL, "CASETRAIL_TRACED=1")
	server, w := program.with(gateway.settings()...).serve(post), &witness{t: t, post: post}
	officer := w.enrolls(server, program)
	first, second := w.files(officer), w.files(officer)
	zoe := w.signsUp(server)
	w.signsIn(server)
	w.texts(server, zoe, gateway)
	w.links(zoe, first, second)
	w.resets(server)
	w.programs(officer)
	w.blunders(server, first)
	server.mails(1, zoeAddress, second) // the last notice has come

	metrics := string(server.visitor().do("GET", "/metrics", nil).Raw)
	tail := program.must(0, program.run("", "log", "tail", "--json"))
	shown := program.must(0, program.run("", "case", "show", first))
	server.signal(syscall.SIGTERM)
	database, keys := program.value("DATABASE_URL"), program.value("CASETRAIL_KEYS_URL")
	inClear := dump(t, database)
	blankPersonalColumns(t, database)
	for where, text := range map[string]string{
		"the database": string(dump(t, database)), "the keys database": string(dump(t, keys)),
		"the logs": server.logged.String() + server.out.String(), "the metrics": metrics,
		"the headers of mails": w.headers(), "the log's tail": tail.out + tail.err, "a case at the command line": shown.out + shown.err,
	} {
		if text == "" {
			t.Errorf("%s: there is nothing to search", where)
		}
		if found := search([]byte(text), append(w.secrets, w.personal...)); len(found) > 0 {
			t.Errorf("found in %s: %v", where, found)
		}
	}
	traced := traces.bytes.String()
	receipts := []mark{{what: "receipt number", value: first}, {what: "receipt number", value: second}}
	if found := search([]byte(traced), slices.Concat(w.secrets, w.personal, receipts)); len(found) > 0 || !strings.Contains(traced, "access.Redeem") {
		t.Errorf("found in %d bytes of traces: %v", len(traced), found)
	}
	if found := search(inClear, w.secrets); len(found) > 0 {
		t.Errorf("found in the database: %v", found)
	}
	if found := search(inClear, w.personal); len(found) == 0 {
		t.Error("the columns for personal data hold none: the search has searched something else")
	}
}

const (
	zoeAddress   = "zoe.wendelquill@marigold.example"
	zoePassword  = `Sesame<&\Öffne-77`
	olivePass    = `Quarry"Stone>42-é`
	oliveAddress = "olwen.quarrystone@agency.example"
)

// zoeAnswers are what Zoë answers to reset questions.
var zoeAnswers = []string{"Fluffkin Ümläut", "Brambleworth Primary", "Ninnywold Alley", "Gwendoletta", "Pumpernickelina"}

// witness plays the people, and remembers what nobody else may know.
type witness struct {
	t                 testing.TB
	post              *postOffice
	secrets, personal []mark
	backup            string
}

// secret remembers a secret, also as it is printed without dashes, and answers it.
func (w *witness) secret(what, value string) string {
	w.t.Helper()
	if value == "" {
		w.t.Fatalf("there is no %s", what)
	}
	w.secrets = append(w.secrets, mark{what: what, value: value, whole: len(value) == 6})
	if bare := strings.ReplaceAll(value, "-", ""); bare != value && (what == "access code" || what == "backup code") {
		w.secrets = append(w.secrets, mark{what: what, value: bare})
	}
	return value
}

func (w *witness) person(what string, values ...string) {
	for _, v := range values {
		w.personal = append(w.personal, mark{what: what, value: v})
	}
}

// session remembers the token of the session that a visitor has now, and the bytes behind it.
func (w *witness) session(v *visitor) {
	w.t.Helper()
	token := w.secret("session token", v.cookies["__Host-session"])
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		w.t.Fatal("a session token is of another kind now: ", err)
	}
	w.secret("session token's bytes", string(raw))
}

// app is an authenticator app; it answers the code of this half minute.
func (w *witness) app(seed string) string {
	w.t.Helper()
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(w.secret("authenticator seed", seed))
	if err != nil {
		w.t.Fatal(err)
	}
	w.secret("authenticator seed's bytes", string(raw))
	code, err := totp.GenerateCode(seed, time.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return w.secret("authenticator code", code)
}

func (w *witness) enrolls(r *running, p *program) *visitor {
	w.t.Helper()
	w.person("officer", "Olwen", "Quarrystone", oliveAddress)
	invitation := p.object(p.must(0, p.run("", "staff", "add", "Olwen Quarrystone", oliveAddress, "--json")))
	v, path := r.visitor(), "/api/v1/staff/enrolment/"
	v.must(200, v.do("GET", "/enrol/"+invitation["staff"].(string)+"/"+invitation["token"].(string), nil))
	v.must(200, v.do("POST", path+invitation["staff"].(string), map[string]string{"token": w.secret("enrolment link", invitation["token"].(string))}))
	w.session(v)
	v.must(200, v.do("POST", path+"password", map[string]string{"password": w.secret("password", olivePass)}))
	seed := v.must(201, v.do("POST", path+"authenticator", nil)).text("seed")
	v.must(200, v.do("POST", path+"entry", map[string]string{"code": w.app(seed)}))
	w.session(v)
	return v
}

func (w *witness) files(officer *visitor) (receipt string) {
	w.t.Helper()
	w.person("party", "Zoë", "Wendelquill", "Marigold Causeway", "Lower Thistlemere", "A087654321", "087654321")
	w.person("birth date", "1957-03-14", "March 14, 1957", "14 March 1957", "03/14/1957")
	return officer.must(201, officer.do("POST", "/api/v1/staff/cases", map[string]any{
		"form": "I-130", "receipt_date": today(-30), "office": "NBC", "language": "es",
		"party": map[string]any{
			"role": "petitioner", "given_name": "Zoë", "family_name": "Wendelquill", "birth_date": "1957-03-14",
			"address": "Zoë Wendelquill\n9047 Marigold Causeway\nLower Thistlemere, EX 00000", "a_number": "A087654321",
		},
	})).text("receipt_number")
}

// mailed waits for the n-th mail to Zoë and answers the code in it.
func (w *witness) mailed(r *running, n int) string {
	w.t.Helper()
	return w.secret("mailed code", sixDigits.FindString(r.mails(n, zoeAddress, "")[n-1].Text))
}

func (w *witness) signsUp(r *running) *visitor {
	w.t.Helper()
	w.person("account holder", zoeAddress, "zoe.wendelquill")
	v := r.visitor()
	v.must(202, v.do("POST", "/api/v1/sign-up", map[string]string{"email": zoeAddress, "language": "es"}))
	link := confirmLink.FindStringSubmatch(r.mails(1, zoeAddress, "/confirm/")[0].Text)
	v.must(200, v.do("GET", link[0], nil))
	v.must(200, v.do("POST", "/api/v1/sign-up/"+link[1]+"/confirmation", map[string]string{"token": w.secret("confirmation link", link[2])}))
	w.session(v)
	v.must(200, v.do("POST", "/api/v1/account/terms", map[string]string{"version": account.TermsVersion}))
	v.must(200, v.do("POST", "/api/v1/account/password", map[string]string{"password": w.secret("password", zoePassword)}))
	v.must(202, v.do("POST", "/api/v1/account/codes", nil))
	v.must(200, v.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": w.mailed(r, 2)}))
	seed := v.must(201, v.do("POST", "/api/v1/account/authenticator", nil)).text("seed")
	v.must(200, v.do("POST", "/api/v1/account/authenticator/entry", map[string]string{"code": w.app(seed)}))
	for _, code := range v.must(201, v.do("POST", "/api/v1/account/backup-codes", nil)).Body["codes"].([]any) {
		w.backup = w.secret("backup code", code.(string))
	}
	for _, answer := range zoeAnswers {
		w.secret("reset answer", answer)
		w.secret("reset answer as it is compared", string(vault.Answer(answer)))
	}
	v.must(200, v.do("POST", "/api/v1/account/reset-questions", answersTo(0, zoeAnswers...)))
	v.must(200, v.do("POST", "/api/v1/account/role", map[string]string{"role": "applicant"}))
	v.must(200, v.do("POST", "/api/v1/account/activation", nil))
	w.session(v)
	r.mails(3, zoeAddress, "") // the welcome
	return v
}

// signsIn signs Zoë in elsewhere with a mailed code, then with a backup code.
func (w *witness) signsIn(r *running) {
	w.t.Helper()
	v := r.visitor()
	password := map[string]string{"email": zoeAddress, "password": zoePassword, "method": "mail"}
	v.must(201, v.do("POST", "/api/v1/session", password))
	w.session(v)
	v.must(200, v.do("POST", "/api/v1/session/code", map[string]string{"by": "mail", "code": w.mailed(r, 4)}))
	w.session(v)
	v.must(204, v.do("DELETE", "/api/v1/session", nil))
	v.must(201, v.do("POST", "/api/v1/session", password))
	v.must(200, v.do("POST", "/api/v1/session/code", map[string]string{"by": "backup", "code": w.backup}))
	w.session(v)
}

func (w *witness) links(zoe *visitor, first, second string) {
	w.t.Helper()
	code := func(receipt string) string { return w.secret("access code", w.post.letter(receipt, 1)) }
	zoe.must(201, zoe.do("POST", "/api/v1/cases", map[string]string{"receipt_number": first, "birth_date": "1957-03-14", "access_code": code(first)}))
	zoe.must(201, zoe.do("POST", "/api/v1/cases", map[string]string{"receipt_number": second, "birth_date": "1957-03-14"}))
	zoe.must(200, zoe.do("POST", "/api/v1/cases/"+second+"/upgrade", map[string]string{"birth_date": "1957-03-14", "access_code": code(second)}))
	zoe.must(200, zoe.do("GET", "/api/v1/cases/"+second+"/history", nil))
}

// resets lets Zoë forget her password, and choose another.
func (w *witness) resets(r *running) {
	w.t.Helper()
	v, path := r.visitor(), "/api/v1/password-reset"
	v.must(202, v.do("POST", path, map[string]string{"email": zoeAddress, "language": "es"}))
	link := resetPage.FindStringSubmatch(r.mails(1, zoeAddress, "/reset/")[0].Text)
	v.must(200, v.do("GET", link[0], nil))
	v.must(200, v.do("POST", path+"/"+link[1]+"/opening", map[string]string{"token": w.secret("reset link", link[2])}))
	w.session(v)
	v.must(409, v.do("POST", path+"/answers", answersTo(0, append([]string{w.secret("wrong reset answer", "Wrongwhistle Quimby")}, zoeAnswers[1:]...)...)))
	v.must(200, v.do("POST", path+"/answers", answersTo(0, zoeAnswers...)))
	before := len(r.mails(0, zoeAddress, ""))
	v.must(202, v.do("POST", path+"/codes", nil))
	v.must(200, v.do("POST", path+"/code", map[string]string{"by": "mail", "code": w.mailed(r, before+1)}))
	v.must(200, v.do("POST", path+"/password", map[string]any{"password": w.secret("password", zoePassword+"-next")}))
}

// programs registers an API client, and asks as it.
func (w *witness) programs(officer *visitor) {
	w.t.Helper()
	w.person("API client", "Thistlemere Tracker", "it@thistlemere.example")
	program := officer.programOf(officer.must(201, officer.do("POST", "/api/v1/staff/clients", map[string]any{
		"name": "Thistlemere Tracker", "contact": "it@thistlemere.example", "environment": "sandbox", "scopes": []string{"case-status"},
	})))
	w.secret("client secret", program.secret)
	w.secret("bearer", program.signedIn().token)
	program.must(404, program.asks("EAC9999103403"))
}

// withoutOwnAddress is a page without the places where it has to name the address at which it was asked for: where its form
// is sent, and where its language switch leads back to. What names anything else, or anything more, stays.
func withoutOwnAddress(page, address string) string {
	path, query, asked := strings.Cut(address, "?")
	back := path
	if asked {
		back += url.QueryEscape("?" + query)
	}
	for _, place := range []string{` action="` + path, ` formaction="` + path, ` href="/language/en?back=` + back, ` href="/language/es?back=` + back} {
		page = strings.ReplaceAll(page, place+`"`, "")
	}
	return page
}

// What a page says of its own address beside that is found.
func TestTheOwnAddressHidesNoLeak(t *testing.T) {
	t.Parallel()
	const own, form, back = "/confirm/7/stray", ` action="/confirm/7/stray"`, ` href="/language/es?back=/confirm/7/stray"`
	for what, c := range map[string]struct {
		address, page string
		leaks         bool
	}{
		"a form and the language switch":    {own, form + back + ` formaction="/confirm/7/stray"`, false},
		"a language switch with a question": {"/?q=stray", ` href="/language/en?back=/%3Fq%3Dstray"`, false},
		"in words":                          {own, form + ">stray<", true},
		"in a field":                        {own, form + ` value="stray"`, true},
		"in the form of another":            {own, form + ` action="/sign-out?from=stray"`, true},
		"in an act":                         {own, ` action="/confirm/7/stray/again"`, true},
		"in a link":                         {own, form + ` href="/confirm/7/stray"`, true},
		"on the way to another page":        {own, ` href="/language/es?back=/help?stray"`, true},
		"in the attribute of a script":      {own, ` data-action="/confirm/7/stray"`, true},
	} {
		if got := strings.Contains(withoutOwnAddress(c.page, c.address), "stray"); got != c.leaks {
			t.Errorf("%s: a leak is found: %t", what, got)
		}
	}
}

// blunders does what people do: a secret or a name in the wrong place, with a letter missing, in broken JSON.
func (w *witness) blunders(r *running, receipt string) {
	w.t.Helper()
	v := r.visitor()
	v.must(401, v.do("POST", "/api/v1/session", map[string]string{"email": zoeAddress, "password": w.secret("mistyped password", "Sesame-Oeffne-78")}))
	v.must(422, v.do("POST", "/api/v1/session", map[string]string{"email": zoeAddress, "pasword": zoePassword}))
	v.must(400, v.do("POST", "/api/v1/session", []byte(`{"email":"`+zoeAddress+`","password":"`+w.backup)))
	for _, stray := range []string{w.backup, "Wendelquill", "1957-03-14", w.secret("stray token", "7hEsTrayT0kenOfNobody_x")} {
		for _, path := range []string{"/", "/dev/", "/confirm/", "/enrol/", "/confirm/00000000-0000-4000-8000-000000000000/", "/api/v1/cases/", "/api/v1/", "/api/v1/cases?cursor=", "/?q="} {
			answer := v.do("GET", path+stray, nil, "Referer", "http://127.0.0.1/"+stray, "User-Agent", stray, "X-Forwarded-For", stray)
			if answer.Status >= http.StatusInternalServerError || strings.Contains(withoutOwnAddress(string(answer.Raw), path+stray), stray) {
				w.t.Errorf("GET %s… answers %d: %s", path, answer.Status, answer.Raw)
			}
		}
	}
	again := v.do("POST", "/api/v1/cases/"+receipt+"/upgrade", map[string]string{"birth_date": "1957-03-14", "access_code": w.backup})
	v.must(401, again)
}

// headers is every header of every mail, but To.
func (w *witness) headers() string {
	w.post.mu.Lock()
	defer w.post.mu.Unlock()
	var b strings.Builder
	for _, h := range w.post.headers {
		for name, values := range h {
			if name != "To" {
				subject, _ := new(mime.WordDecoder).DecodeHeader(values[0]) // what does not decode is searched as it is
				fmt.Fprintln(&b, name, values, subject)
			}
		}
	}
	return b.String()
}

func blankPersonalColumns(t *testing.T, database string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, p := range readmodels.All() {
		for _, c := range p.Personal {
			blanked, err := conn.Exec(t.Context(), "update "+p.Schema()+"."+c.Table+" set "+c.Column+" = null")
			if err != nil || blanked.RowsAffected() == 0 {
				t.Errorf("%s.%s is declared to hold personal data: %d rows, %v", c.Table, c.Column, blanked.RowsAffected(), err)
			}
		}
	}
}
