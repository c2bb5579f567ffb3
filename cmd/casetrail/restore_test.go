package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
	"github.com/casetrail/casetrail/projections"
)

// A product is lost in three ways, one after the other, and comes back each time.
func TestWhatWasSavedComesBack(t *testing.T) {
	t.Parallel()
	inTables(t)
	d := newDisaster(t)
	t.Run("both databases from one backup", d.fromOneBackup)
	t.Run("the log beside its keys", d.besideItsKeys)
	t.Run("in place", d.inPlace)
}

// Both databases are lost, and brought back from one backup; a list of erasures was kept elsewhere.
func (d disaster) fromOneBackup(t *testing.T) {
	s := d.stores
	s.Database, s.Keys = emptied(t), emptied(t)
	operator := on(t, s)
	said := operator.object(operator.must(0, operator.run("", "restore", d.saved, "--erasures", d.ledger, "--known", d.token, "--json")))

	if found := search(dump(t, s.Database), []mark{{what: "address", value: "ben@example.org"}}); len(found) > 0 {
		t.Errorf("the backup holds personal data in clear: %v", found)
	}
	lost, erased := said["lost"].(map[string]any), said["erased_again"].(map[string]any)
	_, epoch, err := projections.ParseToken(d.token)
	if err != nil || said["epoch"] == epoch.String() || said["epoch"] == uuid.Nil.String() {
		t.Errorf("the epoch is %v, and was %v (%v)", said["epoch"], epoch, err)
	}
	if lost["through"] != float64(d.position) || lost["after"].(float64) >= float64(d.position) || lost["known_by"] != "a client's position" {
		t.Errorf("lost is %v; the last position was %d", lost, d.position)
	}
	holder := personal.Holder(d.quillon.id).String()
	if keys := erased["keys"].([]any); len(keys) != 1 || keys[0] != holder {
		t.Errorf("destroyed again: %v, not %s", keys, holder)
	}
	if accounts := erased["accounts"].([]any); len(accounts) != 1 || accounts[0] != d.quillon.id.String() || len(erased["missing"].([]any)) > 0 {
		t.Errorf("erased again: %v", erased)
	}
	if o := operator.must(0, operator.run("", "log", "tail", "--stream", "account-"+d.quillon.id.String())); !strings.Contains(o.out, "account.erased") {
		t.Errorf("her account ends with %s", o.out)
	}
	d.serves(t, s)
}

// Only the log's database is lost: the tombstone in the keys says who was erased after the backup.
func (d disaster) besideItsKeys(t *testing.T) {
	s := d.stores
	s.Database = emptied(t)
	operator := on(t, s)
	o := operator.must(0, operator.run("", "restore", d.saved, "--keep-keys"))
	for _, words := range []string{"nothing here knows of more", "1 keys were made after that", "Erased again, because the log had lost it: account " + d.quillon.id.String()} {
		if !strings.Contains(o.out, words) {
			t.Errorf("without %q:\n%s", words, o.out)
		}
	}
	if strings.Contains(o.out, "destroyed again") || strings.Contains(o.out, "MISSING") {
		t.Errorf("it says too much:\n%s", o.out)
	}
	d.serves(t, s)
}

// Another tool restored both, each to its own moment: the log has the erasure, the keys are from before it.
func (d disaster) inPlace(t *testing.T) {
	operator := on(t, d.stores)
	keys, err := pgxpool.New(t.Context(), d.stores.Keys)
	if err != nil {
		t.Fatal(err)
	}
	defer keys.Close()
	holder, someone := personal.Holder(d.quillon.id), personal.Holder(d.ben.id)
	_, err = keys.Exec(t.Context(), `update keys.subjects set destroyed_at = null, certificate = null,
		wrapped = (select wrapped from keys.subjects where subject = $2) where subject = $1`, holder, someone)
	if err != nil {
		t.Fatal(err)
	}
	said := operator.object(operator.must(0, operator.run("", "restore", "--in-place", "--known", d.token, "--json")))
	erased, lost := said["erased_again"].(map[string]any), said["lost"].(map[string]any)
	if again := erased["keys"].([]any); len(again) != 1 || again[0] != holder.String() || len(erased["accounts"].([]any)) > 0 {
		t.Errorf("erased again: %v", erased)
	}
	if lost["through"] != nil || lost["keys"] != 0.0 {
		t.Errorf("lost is %v, though nothing was", lost)
	}
	if o := operator.must(exitUsage, operator.run("", "restore", "--in-place", "--known", d.token)); !strings.Contains(o.err, "--known names a position of epoch") {
		t.Errorf("a position of an old epoch says %q", o.err)
	}

	if _, err := keys.Exec(t.Context(), "delete from keys.subjects where subject in ($1, $2)", someone, holder); err != nil {
		t.Fatal(err)
	}
	if o := operator.must(0, operator.run("", "restore", "--in-place")); !strings.Contains(o.out, "MISSING is the key of "+someone.String()) {
		t.Errorf("keys that are older than the log: %s", o.out)
	}
	var again bool
	if err := keys.QueryRow(t.Context(), "select destroyed_at is not null from keys.subjects where subject = $1", holder).Scan(&again); err != nil || !again {
		t.Errorf("who was erased can be given a new key: %v", err)
	}
}

func TestABackupIsChecked(t *testing.T) {
	t.Parallel()
	p := withCases(t, 2)
	p.must(0, p.run("", "backup", "saved"))
	if o := p.must(exitUsage, p.run("", "backup", "saved")); !strings.Contains(o.err, "exists") {
		t.Errorf("a second backup into it says %q", o.err)
	}
	if o := p.must(exitUsage, p.run("", "restore", "saved")); !strings.Contains(o.err, "not empty") {
		t.Errorf("a restore over what is there says %q", o.err)
	}
	together := p.with("CASETRAIL_KEYS_URL=" + p.value("DATABASE_URL"))
	together.must(0, together.run("", "migrate"))
	if o := together.must(exitUsage, together.run("", "backup", "both")); !strings.Contains(o.err, "CASETRAIL_KEYS_URL") {
		t.Errorf("keys beside the log: %q", o.err)
	}
	fresh := p.with("DATABASE_URL="+emptied(t), "CASETRAIL_KEYS_URL="+emptied(t))
	for name, args := range map[string][]string{
		"no folder":        {"restore"},
		"no backup":        {"restore", "."},
		"nothing in place": {"restore", "--in-place"},
		"both ways":        {"restore", "saved", "--in-place"},
		"keys and no keys": {"restore", "saved", "--keep-keys", "--keys", "saved"},
		"a made-up head":   {"restore", "saved", "--known", "17"},
		"another's head":   {"restore", "saved", "--known", projections.Token(1, uuid.New())},
	} {
		if o := fresh.must(exitUsage, fresh.run("", args...)); o.err == "" {
			t.Errorf("%s: %v", name, o)
		}
	}
	dump := filepath.Join(p.dir, "saved", logDump)
	b, err := os.ReadFile(dump)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(dump, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if o := fresh.must(exitFailed, fresh.run("", "restore", "saved")); !strings.Contains(o.err, "its checksum is another") {
		t.Errorf("a changed dump says %q", o.err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(dump, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if o := fresh.must(exitFailed, fresh.run("", "restore", "saved", "--erasures", dump)); !strings.Contains(o.err, "account erasures") {
		t.Errorf("a list that is none says %q", o.err)
	}
	if o := fresh.must(0, fresh.run("", "restore", "saved")); !strings.Contains(o.out, "Restored 2 events") {
		t.Errorf("a restore says %q", o.out)
	}
	fresh.must(0, fresh.run("", "log", "verify", "--against", p.value("DATABASE_URL")))
}

// The dump comes back as it should, and yet it is not the log that was summed up.
func TestARestoredLogIsComparedWithWhatWasSaved(t *testing.T) {
	t.Parallel()
	p := withCases(t, 1)
	p.must(0, p.run("", "backup", "saved"))
	name := filepath.Join(p.dir, "saved", logManifest)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	m.Sum.Chain = strings.Repeat("0", 64)
	if b, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	fresh := p.with("DATABASE_URL="+emptied(t), "CASETRAIL_KEYS_URL="+emptied(t))
	if o := fresh.must(exitFailed, fresh.run("", "restore", "saved")); !strings.Contains(o.err, "not the one that was saved") {
		t.Errorf("it says %q", o.err)
	}
}

// What came out of a dump by hand has no epoch, and nothing serves from it.
func TestADumpAloneIsNoLog(t *testing.T) {
	t.Parallel()
	p := withCases(t, 1)
	tampered(t, p.value("DATABASE_URL"), "delete from es.meta")
	for _, args := range [][]string{{"migrate"}, {"log", "stats"}, {"restore", "--in-place"}} {
		if o := p.must(exitFailed, p.run("", args...)); !strings.Contains(o.err, "no epoch yet") {
			t.Errorf("%v says %q", args, o.err)
		}
	}
}

// A server that is connected would go on in the old epoch.
func TestNothingIsSettledUnderAServer(t *testing.T) {
	t.Parallel()
	inTables(t)
	p := serveProduct(t)
	operator := on(t, p.stores)
	if o := operator.must(exitUsage, operator.run("", "restore", "--in-place")); !strings.Contains(o.err, "stop them first") {
		t.Errorf("beside a server it says %q", o.err)
	}
	p.stop()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if o := operator.run("", "restore", "--in-place"); o.code == 0 {
			return
		} else if time.Now().After(deadline) {
			t.Fatal(o.err)
		}
	}
}

// An event store was restored by its own tools to an earlier moment: the read models, in their database, remember more.
func TestARestoredEventStoreIsSettled(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	p := migrated(t, "CASETRAIL_LOG="+server.URL())
	p.must(0, p.run(patsData, receive("I-765")...))
	server.Inject("orders-1", "OrderPlaced", []byte("of another product"))
	p.must(0, p.run("", "log", "tail", "--json"))
	first := p.object(p.must(0, p.run("", "restore", "--in-place", "--json")))
	if first["lost"].(map[string]any)["through"] != nil || first["sum"].(map[string]any)["events"] != 2.0 {
		t.Errorf("where nothing was lost: %v", first)
	}
	tampered(t, p.value("DATABASE_URL"), `insert into app.checkpoints (name, version, position, epoch) values ('x', 1, 1000000000, '`+first["epoch"].(string)+`')`)
	second := p.object(p.must(0, p.run("", "restore", "--in-place", "--json")))
	if lost := second["lost"].(map[string]any); lost["through"] != 1e9 || lost["known_by"] != "a checkpoint" || lost["until"] == nil || lost["since"] == nil {
		t.Errorf("lost: %v", lost)
	}
	if second["epoch"] == first["epoch"] || second["store"] != first["store"] {
		t.Errorf("the epoch was %v, and is %v", first["epoch"], second["epoch"])
	}
	p.must(0, p.run(patsData, receive("I-765")...))
}
