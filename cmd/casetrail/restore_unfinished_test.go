package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rewritten changes a file of JSON.
func rewritten(t testing.TB, file string, change func(map[string]any)) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	change(v)
	if b, err = json.Marshal(v); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A restore is cut short when the tables are back and the epoch has begun: nobody serves, since erased people may be back. What
// it had to finish is not forgotten: not how the log must look, not how far it had been.
func TestNobodyServesFromHalfARestore(t *testing.T) {
	t.Parallel()
	p := withCases(t, 2)
	p.must(0, p.run("", "backup", "saved"))
	manifest := filepath.Join(p.dir, "saved", logManifest)
	var epoch, chain string
	rewritten(t, manifest, func(m map[string]any) {
		epoch, chain = m["log"].(map[string]any)["epoch"].(string), m["sum"].(map[string]any)["chain"].(string)
		m["sum"].(map[string]any)["chain"] = "another"
	})
	rewritten(t, filepath.Join(p.dir, "saved", keysManifest), func(m map[string]any) { m["log"].(map[string]any)["head"] = 9 })

	fresh := p.with("DATABASE_URL="+emptied(t), "CASETRAIL_KEYS_URL="+emptied(t))
	fresh.must(exitFailed, fresh.run("", "restore", "saved"))
	serving := fresh.with(newPostOffice(t).settings()...)
	for _, args := range [][]string{{"serve"}, {"log", "stats"}, {"backup", "half"}} {
		if o := serving.run("", args...); o.code != exitFailed || !strings.Contains(o.err, "was cut short") {
			t.Errorf("after half a restore %v says %q", args, o.err)
		}
	}
	if o := fresh.must(exitFailed, fresh.run("", "restore", "--in-place")); !strings.Contains(o.err, "is not the one that was saved") {
		t.Errorf("a log that is not the one that was saved: %q", o.err)
	}
	tampered(t, fresh.value("DATABASE_URL"), "update app.unfinished_restore set noted = replace(noted::text, 'another', '"+chain+"')::jsonb")
	said := fresh.object(fresh.must(0, fresh.run("", "restore", "--in-place", "--json")))
	if lost := said["lost"].(map[string]any); lost["after"] != 2.0 || lost["through"] != 9.0 || lost["known_by"] != "the backup of the keys" {
		t.Errorf("lost: %v", lost)
	}
	if said["epoch"] == epoch || said["sum"].(map[string]any)["events"] != 2.0 {
		t.Errorf("it was epoch %s, and is %v", epoch, said)
	}
	fresh.must(0, fresh.run("", "log", "stats"))
}

// Read models remember an epoch that the log does not know: it was restored from before that, or it is another log.
func TestALogFromBeforeAnEpochIsNamed(t *testing.T) {
	t.Parallel()
	p := withCases(t, 1)
	tampered(t, p.value("DATABASE_URL"), "insert into app.checkpoints (name, version, position, epoch) values ('x', 1, 7, gen_random_uuid())")
	said := p.object(p.must(0, p.run("", "restore", "--in-place", "--json")))
	if lost := said["lost"].(map[string]any); lost["through"] != 7.0 || lost["known_by"] != "a checkpoint of another epoch" || lost["until"] == nil {
		t.Errorf("lost: %v", lost)
	}
}
