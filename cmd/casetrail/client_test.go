package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/client"
)

// handed is all that a command prints that hands out a credential.
var handed = regexp.MustCompile(`\ACLIENT_ID=([0-9a-f]{32}-[0-9]+)\nCLIENT_SECRET=([A-Za-z0-9_-]{43})\n\z`)

// clientCommand runs one that hands out a credential, and answers the program that has it, at a server.
func (p *program) clientCommand(at *product, args ...string) *statusProgram {
	p.t.Helper()
	o := p.must(0, p.run("", append([]string{"client"}, args...)...))
	m := handed.FindStringSubmatch(o.out)
	if m == nil {
		p.t.Fatalf("printed is %q", o.out)
	}
	if strings.Contains(o.err, m[2]) {
		p.t.Error("the secret is said twice")
	}
	return &statusProgram{visitor: at.visitor(), id: m[1], secret: m[2]}
}

// An operator registers a program, rotates its secret and ends it, with a record of who it was.
func TestAnOperatorLooksAfterAProgram(t *testing.T) {
	t.Parallel()
	server := serveProduct(t)
	server.filled()
	p := server.beside().with("CASETRAIL_OPERATOR=oskar")
	if o := p.must(0, p.run("", "client", "list")); !strings.Contains(o.out, "client register --help") {
		t.Errorf("of none it says %q", o.out)
	}
	register := []string{"register", "Status board", "it@example.org", "--key", "board"}
	first := p.clientCommand(server, register...).signedIn()
	first.must(404, first.asks("EAC9999103403"))
	again := p.must(exitRefused, p.run("", append([]string{"client"}, register...)...))
	if again.out != "" || !strings.Contains(again.err, "client rotate") {
		t.Errorf("the same again is answered %q, %q", again.out, again.err)
	}
	p.must(exitRefused, p.run("", "client", "register", "Another", "it@example.org", "--key", "board"))

	rotated := p.object(p.must(0, p.run("", "client", "rotate", first.id, "--json")))
	second := (&statusProgram{visitor: server.visitor(), id: rotated["client_id"].(string), secret: rotated["client_secret"].(string)}).signedIn()
	if third := p.must(exitRefused, p.run("", "client", "rotate", second.id)); third.out != "" || !strings.Contains(third.err, "client list") {
		t.Errorf("a third secret: %q, %q", third.out, third.err)
	}
	list := p.must(0, p.run("", "client", "list"))
	for _, words := range []string{first.id, second.id, "never", "working", "sandbox", "operator", "Status board", "it@example.org"} {
		if !strings.Contains(list.out, words) {
			t.Errorf("the list is without %q:\n%s", words, list.out)
		}
	}
	if strings.Contains(list.out+list.err, first.secret) || strings.Contains(list.out+list.err, second.secret) {
		t.Error("the list shows a secret")
	}

	p.must(0, p.run("", "client", "revoke", first.id))
	first.must(401, first.asks("EAC9999103403"))
	second.must(404, second.asks("EAC9999103403"))
	if last := p.must(0, p.run("", "client", "revoke", second.id)); !strings.Contains(last.err, "the last one") {
		t.Errorf("of the last one it says %q", last.err)
	}
	second.must(401, second.asks("EAC9999103403"))
	all := p.object(p.must(0, p.run("", "client", "list", "--json")))["clients"].([]any)
	if one := all[0].(map[string]any); len(all) != 1 || len(one["credentials"].([]any)) != 0 || one["state"] != "working" {
		t.Errorf("in the end they are %v", all)
	}
	production := p.clientCommand(server, "register", "Importer", "it@example.org", "--production").signedIn()
	production.must(404, production.asks("EAC9900112345"))

	stream := "client-" + client.ParseID(first.id).Client.String()
	log := p.must(0, p.run("", "log", "tail", "--stream", stream, "--json"))
	if n := strings.Count(log.out, `"oskar"`); n < 5 || strings.Contains(log.out, first.secret) || strings.Contains(log.out, "Status board") {
		t.Errorf("the log names the operator %d times, or holds what it must not:\n%s", n, log.out)
	}
	for says, args := range map[string][]string{
		"no such API client":  {"rotate", "00000000-0000-4000-8000-000000000001"},
		"client list":         {"revoke", strings.TrimSuffix(first.id, "1") + "7"},
		"which program":       {"rotate", "Status board"},
		"which credential":    {"revoke", client.ParseID(first.id).Client.String()},
		"e-mail address like": {"register", "Board", "nobody"},
		"one line":            {"register", " ", "it@example.org"},
	} {
		if o := p.run("", append([]string{"client"}, args...)...); o.code == 0 || o.out != "" || !strings.Contains(o.err, says) {
			t.Errorf("%v exits with %d and says %q", args, o.code, o.out+o.err)
		}
	}
}

// Where no server keeps the list, that is what is said; programs are registered all the same.
func TestProgramsAreRegisteredBeforeAServerRuns(t *testing.T) {
	t.Parallel()
	p := migrated(t)
	p.clientCommand(&product{t: t}, "register", "Status board", "it@example.org")
	if o := p.must(exitLater, p.run("", "client", "list")); o.out != "" || !strings.Contains(o.err, "casetrail serve") {
		t.Errorf("the list says %q, %q", o.out, o.err)
	}
}
