package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

// An officer and an operator do a day's work at the command line; each command answers people in words, programs in JSON.
func TestADayAtTheCommandLine(t *testing.T) {
	t.Parallel()
	p := migrated(t) // no server runs: none of this waits for one
	if o := p.must(0, p.run("", "version")); !strings.HasPrefix(o.out, "casetrail ") {
		t.Errorf("the version is %q", o.out)
	}

	receipt := strings.TrimSpace(p.must(0, p.run(patsData, receive("I-765", "--key", "filing-1")...)).out)
	again := p.object(p.must(0, p.run(patsData, receive("I-765", "--key", "filing-1", "--json")...)))
	if again["receipt_number"] != receipt {
		t.Errorf("the same filing again is %v, not %s", again, receipt)
	}
	typed := p.object(p.must(0, p.run(patsData, receive("I-130", "--receipt", "msc-21-900-12345", "--json")...)))
	if typed["receipt_number"] != "MSC2190012345" {
		t.Errorf("a typed receipt number is read as %v", typed)
	}

	act := p.object(p.must(0, p.run("", "case", "act", receipt, "FBA", "--occurred", today(-5), "--json")))
	moved := p.must(0, p.run("", "case", "act", receipt, "FNA", "--occurred", today(-2), "--param", "date="+today(10), "--param", "time=09:30", "--param", "office=XCH"))
	if act["revision"] != 2.0 || !strings.Contains(moved.out, "revision 3") {
		t.Errorf("two actions answer %v and %q", act, moved.out)
	}
	stale := p.must(exitRefused, p.run("", "case", "act", receipt, "EA", "--occurred", today(0), "--revision", "2", "--json"))
	if p.object(stale)["error"] == nil {
		t.Errorf("an action on an old revision answers %s", stale.out)
	}
	shown, shownES := p.must(0, p.run("", "case", "show", receipt)), p.must(0, p.run("", "case", "show", receipt, "--language", "es"))
	for _, words := range []string{receipt, "I-765", "FNA", "FBA", "#2"} {
		if !strings.Contains(shown.out, words) {
			t.Errorf("the case is shown without %q:\n%s", words, shown.out)
		}
	}
	if shown.out == shownES.out {
		t.Error("in Spanish it reads as in English")
	}
	if v := p.object(p.must(0, p.run("", "case", "show", receipt, "--json"))); v["revision"] != 3.0 || v["case"] == nil {
		t.Errorf("the case is shown as %v", v)
	}

	letter := p.must(0, p.run("", "access", "issue", receipt))
	if !strings.Contains(letter.out, "letter") || accessCode.MatchString(letter.out) {
		t.Errorf("a letter is announced with %q", letter.out)
	}
	p.must(exitLater, p.run("", "access", "issue", receipt)) // one a day

	invitation := p.must(0, p.run("", "staff", "add", "Olive Officer", "olive@example.gov", "--url", "https://cases.example.gov/"))
	if !strings.Contains(invitation.out, "https://cases.example.gov/enrol/") {
		t.Errorf("the invitation is %q", invitation.out)
	}
}

// An operator looks after what is there, while a server runs.
func TestLookingAfterAServer(t *testing.T) {
	t.Parallel()
	p := migrated(t)
	server := p.serve(newPostOffice(t))
	demo := p.object(p.must(0, p.run("", "demo", "--json")))
	if again := p.object(p.must(0, p.run("", "demo", "--json"))); again["unlinked_case"].(map[string]any)["receipt_number"] != demo["unlinked_case"].(map[string]any)["receipt_number"] {
		t.Errorf("the demo, loaded again, has %v, not %v", again["unlinked_case"], demo["unlinked_case"])
	}
	if o := p.must(0, p.run("", "demo")); !strings.Contains(o.out, "ana@example.com") {
		t.Errorf("the demo says %q", o.out)
	}
	stats := p.object(p.must(0, p.run("", "log", "stats", "--json")))
	if o := p.must(0, p.run("", "log", "stats")); stats["Events"] == nil && stats["events"] == nil || !strings.Contains(o.out, "streams ") {
		t.Errorf("the log counts %v and %q", stats, o.out)
	}
	tail := p.must(0, p.run("", "log", "tail"))
	if !strings.Contains(tail.out, "account.registered") || !strings.Contains(tail.out, "delivery.sent") {
		t.Errorf("the log's tail is %.300q", tail.out)
	}
	status := p.object(p.must(0, p.run("", "projections", "status", "--json")))
	for _, line := range status["projections"].([]any) {
		if state := line.(map[string]any)["state"]; state != "live" && state != "catching_up" {
			t.Errorf("a read model is %v", line)
		}
	}
	if o := p.must(0, p.run("", "projections", "status")); !strings.Contains(o.out, "directory v") {
		t.Errorf("the read models are %q", o.out)
	}
	if o := p.must(0, p.run("", "projections", "rebuild", "links")); !strings.Contains(o.out, "Rebuilt: links.") {
		t.Errorf("a rebuild says %q", o.out)
	}
	if o := p.must(0, p.run("", "projections", "retire")); !strings.Contains(o.out, "No older versions") {
		t.Errorf("of a first version it says %q", o.out)
	}
	for _, what := range []string{"rebuild", "retire"} {
		p.must(exitUsage, p.run("", "projections", what, "invented"))
	}
	reactors := p.object(p.must(0, p.run("", "reactors", "status", "--json")))
	for _, line := range reactors["reactors"].([]any) {
		r := line.(map[string]any)
		if r["state"] != "live" && r["state"] != "catching up" || r["owner"] == nil || r["head"] == 0.0 || r["parked_streams"] != 0.0 {
			t.Errorf("a reactor is %v", r)
		}
	}
	if o := p.must(0, p.run("", "reactors", "status")); !strings.Contains(o.out, "accesscodes") && !strings.Contains(o.out, "access_codes") {
		t.Errorf("the reactors are %q", o.out)
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/dev/mailbox": 404, "/dev/mailbox.json": 404, "/dev/tour.json": 404} {
		v := server.visitor()
		r := v.must(want, v.do("GET", path, nil))
		if path == "/metrics" {
			for _, series := range []string{`casetrail_projection_state{`, `casetrail_reactor_owned{reactor="codes"}`, `casetrail_log_append_seconds_count{outcome="written"}`} {
				if !strings.Contains(string(r.Raw), series) {
					t.Errorf("%s is not told", series)
				}
			}
		}
	}
}

func TestLimitsInForceArePrinted(t *testing.T) {
	t.Parallel()
	p := newProgram(t, "CASETRAIL_LIMITS=password=7/2h")
	if o := p.must(0, p.run("", "limits")); !strings.Contains(o.out, "locks the account") {
		t.Errorf("the limits are %q", o.out)
	}
	for _, l := range p.object(p.must(0, p.run("", "limits", "--json")))["limits"].([]any) {
		if line := l.(map[string]any); line["name"] == "password" && (line["max"] != 7.0 || !strings.HasPrefix(line["window"].(string), "2 hours")) {
			t.Errorf("another figure for a limit is printed as %v", line)
		}
	}
}

// What cannot be done ends with a code that says whose turn it is, and with words that say what to do.
func TestTheProgramSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	p := migrated(t)
	receipt := strings.TrimSpace(p.must(0, p.run(patsData, receive("I-765")...)).out)
	file := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(p.dir, name)
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return "CASETRAIL_SECRETS=" + path
	}
	contact := filepath.Join(p.dir, "contact.toml")
	if err := os.WriteFile(contact, []byte(`phone = "1-800-555-0100"`), 0o644); err != nil {
		t.Fatal(err)
	}
	elsewhere := migrated(t).value("CASETRAIL_SECRETS")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	mail := newPostOffice(t).settings()
	for name, c := range map[string]struct {
		settings []string
		stdin    string
		args     []string
		code     int
		says     string
	}{
		"no command":               {nil, "", nil, exitUsage, "--help"},
		"an unknown command":       {nil, "", []string{"cases"}, exitUsage, "--help"},
		"an unknown flag":          {nil, "", []string{"version", "--loud"}, exitUsage, "unknown flag"},
		"a missing argument":       {nil, "", []string{"case", "show"}, exitUsage, "receipt"},
		"no database":              {[]string{"DATABASE_URL="}, "", []string{"log", "stats"}, exitUsage, "set DATABASE_URL"},
		"nothing to migrate":       {[]string{"DATABASE_URL="}, "", []string{"migrate"}, exitUsage, "set DATABASE_URL"},
		"a database that is not":   {[]string{"DATABASE_URL=" + p.value("DATABASE_URL") + "&dbname=nowhere"}, "", []string{"log", "stats"}, exitFailed, "database"},
		"not migrated":             {[]string{"DATABASE_URL=" + pgtest.New(t)}, "", []string{"log", "stats"}, exitFailed, "casetrail migrate"},
		"a log that is not":        {[]string{"CASETRAIL_LOG=mysql://host"}, "", []string{"log", "stats"}, exitUsage, "esdb://"},
		"a log away":               {[]string{"CASETRAIL_LOG=esdb://127.0.0.1:1?tls=false"}, "", []string{"log", "stats"}, exitFailed, "log cannot be reached"},
		"a log not to be saved":    {[]string{"CASETRAIL_LOG=esdb://127.0.0.1:1"}, "", []string{"backup", "saved"}, exitUsage, "its own tools"},
		"a log not to be put back": {[]string{"CASETRAIL_LOG=esdb://127.0.0.1:1"}, "", []string{"restore", "saved"}, exitUsage, "its own tools"},
		"keys not migrated":        {[]string{"CASETRAIL_KEYS_URL=" + pgtest.New(t)}, "", []string{"log", "stats"}, exitFailed, "casetrail migrate"},

		"no secrets":              {[]string{"CASETRAIL_SECRETS="}, "", []string{"log", "stats"}, exitUsage, "--new-secrets"},
		"secrets that are not":    {[]string{"CASETRAIL_SECRETS=/nowhere/secrets.json"}, "", []string{"log", "stats"}, exitFailed, "no such file"},
		"secrets in other words":  {[]string{file("words", "sesame", 0o600)}, "", []string{"log", "stats"}, exitFailed, "not the JSON"},
		"secrets open to others":  {[]string{file("open", "{}", 0o644)}, "", []string{"log", "stats"}, exitFailed, "chmod 600"},
		"secrets of elsewhere":    {[]string{"CASETRAIL_SECRETS=" + elsewhere}, "", []string{"case", "show", receipt}, exitFailed, "not those that the keys"},
		"a limit that is not":     {[]string{"CASETRAIL_LIMITS=luck=7"}, "", []string{"limits"}, exitUsage, "no limit"},
		"a limit of none":         {[]string{"CASETRAIL_LIMITS=password=0"}, "", []string{"limits"}, exitUsage, "above zero"},
		"a window that is not":    {[]string{"CASETRAIL_LIMITS=password=5/soon"}, "", []string{"limits"}, exitUsage, "window"},
		"no mail server":          {nil, "", []string{"serve"}, exitUsage, "CASETRAIL_SMTP_HOST"},
		"no folder for letters":   {append(slices.Clone(mail), "CASETRAIL_LETTERS="), "", []string{"serve"}, exitUsage, "CASETRAIL_LETTERS"},
		"a network that is not":   {append(slices.Clone(mail), "CASETRAIL_PROXIES=everywhere"), "", []string{"serve"}, exitUsage, "CASETRAIL_PROXIES"},
		"a collector that is not": {append(slices.Clone(mail), "CASETRAIL_TRACES=127.0.0.1:4318"), "", []string{"serve"}, exitUsage, "CASETRAIL_TRACES"},
		"a share that is not":     {append(slices.Clone(mail), "CASETRAIL_TRACES=http://127.0.0.1:4318", "CASETRAIL_TRACED=5"), "", []string{"serve"}, exitUsage, "from 0 to 1"},
		"an owner in no file":     {append(slices.Clone(mail), "CASETRAIL_CONTACT=/nowhere/contact.toml"), "", []string{"serve"}, exitUsage, "CASETRAIL_CONTACT"},
		"an owner without a line": {append(slices.Clone(mail), "CASETRAIL_CONTACT="+contact), "", []string{"serve"}, exitUsage, "[in.en] needs a line"},
		"an address that is used": {append(slices.Clone(mail), "CASETRAIL_ADDR="+taken.Addr().String()), "", []string{"serve"}, exitFailed, "cannot listen"},

		"an A-Number":            {nil, "", []string{"case", "show", "A123456789"}, exitRefused, "A-Number"},
		"digits missing":         {nil, "", []string{"case", "act", "IOE12345", "FT0", "--occurred", today(-1)}, exitRefused, "digits are missing"},
		"a letter for nobody":    {nil, "", []string{"access", "issue", "see above"}, exitRefused, "not a receipt number"},
		"a case that is not":     {nil, "", []string{"case", "show", "IOE0000000000"}, exitRefused, "no such case"},
		"a code that is not":     {nil, "", []string{"case", "act", receipt, "ZZZ", "--occurred", today(-1)}, exitRefused, "action codes"},
		"a day that is not":      {nil, "", []string{"case", "act", receipt, "FT0", "--occurred", "yesterday"}, exitRefused, "day on which it occurred"},
		"a day to come":          {nil, "", []string{"case", "act", receipt, "FT0", "--occurred", today(2)}, exitRefused, "day on which it occurred"},
		"a parameter missing":    {nil, "", []string{"case", "act", receipt, "FNA", "--occurred", today(-1)}, exitRefused, "parameter"},
		"a person in no JSON":    {nil, "Pat Example", receive("I-765"), exitUsage, "as JSON"},
		"a field nobody knows":   {nil, `{"nickname":"Pat"}`, receive("I-765"), exitUsage, "as JSON"},
		"a birth date that ends": {nil, strings.Replace(patsData, "1980-07-31", "1980-07", 1), receive("I-765"), exitRefused, "date of birth"},
		"a form that is not":     {nil, patsData, receive("I-999"), exitRefused, "forms"},
		"a receipt taken":        {nil, patsData, receive("I-765", "--receipt", receipt), exitRefused, "already"},
		"an officer twice":       {nil, "", []string{"staff", "add", "", "olive"}, exitRefused, "address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := p.with(c.settings...).run(c.stdin, c.args...)
			if o.code != c.code || !strings.Contains(o.err, c.says) || o.out != "" {
				t.Errorf("exit code %d, not %d, or it does not say %q:\n%s%s", o.code, c.code, c.says, o.out, o.err)
			}
			if strings.Contains(o.err, "Pat") && c.stdin != "" || strings.Contains(o.err, "goroutine") {
				t.Errorf("it says more than it should: %s", o.err)
			}
		})
	}
	if answer := p.object(p.must(exitRefused, p.run("", "--json", "case", "show", "IOE0000000000"))); answer["error"] != "casefile.unknown" {
		t.Errorf("in JSON, an error is %v", answer)
	}
}

// Each command explains itself, and shows nothing of the environment in doing so.
func TestEachCommandHasHelp(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://casetrail:sesame-open@db.example/casetrail")
	parser, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	lines := [][]string{{}}
	for _, leaf := range parser.Model.Leaves(false) {
		lines = append(lines, strings.Fields(leaf.Path()))
	}
	if len(lines) < 15 {
		t.Fatalf("only %d commands: %v", len(lines), lines)
	}
	for _, line := range lines {
		words := slices.DeleteFunc(line, func(w string) bool { return strings.HasPrefix(w, "<") })
		var out, failure bytes.Buffer
		code := run(context.Background(), append(words, "--help"), terminal{out: &out, err: &failure})
		if code != 0 || failure.Len() > 0 || !strings.Contains(out.String(), "Usage: "+strings.Join(append([]string{"casetrail"}, words...), " ")) {
			t.Errorf("%v --help exits with %d:\n%s%s", words, code, &out, &failure)
		}
		if strings.Contains(out.String(), "sesame-open") {
			t.Errorf("%v --help shows a password", words)
		}
	}
}
