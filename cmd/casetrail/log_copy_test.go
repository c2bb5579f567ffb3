package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

// withCases is the program on a database with a few cases in it.
func withCases(t testing.TB, cases int) *program {
	t.Helper()
	p := migrated(t)
	for range cases {
		p.must(0, p.run(patsData, receive("I-765")...))
	}
	return p
}

func tampered(t testing.TB, url string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range statements {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A log goes to a file, from there into a second store, from there into a third; each knows that it is the same.
func TestALogGoesFromStoreToFileToStore(t *testing.T) {
	t.Parallel()
	p := withCases(t, 3)
	bare := p.with("CASETRAIL_SECRETS=", "CASETRAIL_KEYS_URL=") // nothing of this opens anything
	second, third := pgtest.New(t, es), pgtest.New(t, es)
	for _, name := range []string{"log.jsonl", "log.jsonl.zst"} {
		if o := bare.must(0, bare.run("", "log", "export", name)); !strings.Contains(o.out, "chain ") {
			t.Errorf("an export says %q", o.out)
		}
		if o := bare.must(exitUsage, bare.run("", "log", "export", name)); !strings.Contains(o.err, "exists") {
			t.Errorf("an export to a file that is there says %q", o.err)
		}
	}
	imported := p.object(bare.must(0, bare.run("", "log", "import", "log.jsonl.zst", "--to", second, "--json")))
	copied := p.object(bare.must(0, bare.run("", "log", "copy", "--from", second, "--to", third, "--json")))
	if imported["events"] != 3.0 || copied["events"] != 3.0 || imported["chain"] != copied["chain"] || imported["already"] != 0.0 {
		t.Errorf("imported %v, copied %v", imported, copied)
	}
	if o := bare.must(0, bare.run("", "log", "import", "log.jsonl", "--to", third)); !strings.Contains(o.out, "Copied 0 events, 3 were there already") {
		t.Errorf("an import of what is there says %q", o.out)
	}
	for _, against := range []string{second, third, "log.jsonl", "log.jsonl.zst"} {
		same := p.object(bare.must(0, bare.run("", "log", "verify", "--against", against, "--json")))
		if same["difference"] != nil || same["moved"] != 0.0 || same["restamped"] != 0.0 {
			t.Errorf("compared with a copy: %v", same)
		}
	}
	entries, err := os.ReadDir(p.dir)
	if err != nil || len(entries) != 3 { // with the secrets
		t.Errorf("left in the folder: %v, %v", entries, err)
	}
	if b, err := os.ReadFile(filepath.Join(p.dir, "log.jsonl")); err != nil || bytes.Contains(b, []byte("Pat")) || !bytes.Contains(b, []byte("sealed")) {
		t.Errorf("the file holds a name in clear, or nothing sealed: %v", err)
	}
}

func TestCopiesThatDifferAreToldApart(t *testing.T) {
	t.Parallel()
	p := withCases(t, 2)
	p.must(0, p.run("", "log", "export", "two"))
	p.must(0, p.run(patsData, receive("I-765")...))
	longer := p.must(exitFailed, p.run("", "log", "verify", "--against", "two"))
	if !strings.Contains(longer.out, "the second has ended") || !strings.Contains(longer.err, "the logs differ") {
		t.Errorf("a log that went on says %q, %q", longer.out, longer.err)
	}
	p.must(0, p.run("", "log", "verify", "--against", "two", "--prefix"))
	p.must(exitFailed, p.run("", "log", "verify", "--from", "two", "--against", p.value("DATABASE_URL"), "--prefix"))

	other := withCases(t, 1)
	refused := p.must(exitFailed, p.run("", "log", "import", "two", "--to", other.value("DATABASE_URL")))
	if !strings.Contains(refused.err, "neither empty nor the beginning") || strings.Contains(refused.err, "Pat") {
		t.Errorf("another log as the target says %q", refused.err)
	}
	back := p.must(exitFailed, p.run("", "log", "copy", "--from", other.value("DATABASE_URL"), "--to", p.value("DATABASE_URL"), "--json"))
	if p.object(back)["error"] != "failed" {
		t.Errorf("in JSON it says %q", back.out)
	}

	b, err := os.ReadFile(filepath.Join(p.dir, "two"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "changed"), bytes.Replace(b, []byte("I-765"), []byte("I-766"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh := pgtest.New(t, es)
	if o := p.must(exitFailed, p.run("", "log", "import", "changed", "--to", fresh)); !strings.Contains(o.err, "was changed") {
		t.Errorf("a changed file says %q", o.err)
	}
	if o := p.must(0, p.run("", "log", "verify", "--from", fresh)); !strings.Contains(o.out, "events   0") {
		t.Errorf("something of the changed file was imported: %q", o.out)
	}
}

func TestTheLogIsVerified(t *testing.T) {
	t.Parallel()
	p := withCases(t, 3)
	sound := p.object(p.must(0, p.run("", "log", "verify", "--json")))
	if sound["events"] != 3.0 || sound["wrong"] != 0.0 || sound["streams"] != 3.0 {
		t.Errorf("a sound log is %v", sound)
	}
	tampered(t, p.value("DATABASE_URL"), "alter table es.events disable trigger append_only",
		`update es.events set data = '{"form":1}' where position = 1`, "delete from es.events where position = 2")
	o := p.must(exitFailed, p.run("", "log", "verify"))
	for _, words := range []string{"wrong: data", "wrong: position", "position 3", "wrong    2"} {
		if !strings.Contains(o.out, words) {
			t.Errorf("without %q:\n%s", words, o.out)
		}
	}
	inJSON := p.must(exitFailed, p.run("", "log", "verify", "--json"))
	if p.object(inJSON)["wrong"] != 2.0 {
		t.Errorf("in JSON: %s", inJSON.out)
	}
	if o := p.must(exitFailed, p.run("", "log", "copy", "--to", pgtest.New(t, es))); !strings.Contains(o.err, "a position is missing") {
		t.Errorf("a log with a hole is copied: %q", o.err)
	}
}

func TestACopyThatIsInterruptedGoesOn(t *testing.T) {
	t.Parallel()
	p, target := withCases(t, 1), pgtest.New(t, es)
	tampered(t, p.value("DATABASE_URL"), `insert into es.events
		select n + 2, 'copied-' || n % 3000, n / 3000 + 1, gen_random_uuid(), 'test.happened', now(), '{}', '{}' from generate_series(0, 59998) n`)
	running := p.start("log", "copy", "--to", target)
	conn, err := pgx.Connect(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	for n, deadline := 0, time.Now().Add(30*time.Second); n == 0 && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if err := conn.QueryRow(t.Context(), "select count(*) from (select from es.events limit 1) one").Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	if code := running.signal(syscall.SIGINT); code != 130 || !strings.Contains(running.logged.String(), "goes on where it was") {
		t.Fatalf("interrupted, it exits with %d: %s", code, running.logged)
	}
	copied := p.object(p.must(0, p.run("", "log", "copy", "--to", target, "--json")))
	if already := copied["already"].(float64); copied["events"] != 60000.0 || already == 0 || already == 60000 {
		t.Errorf("it went on like this: %v", copied)
	}
	p.must(0, p.run("", "log", "verify", "--against", target))
}
