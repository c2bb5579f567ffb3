package domain_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/casetrail/casetrail/"

// rule is what the packages of one folder may import, and why. The first rule whose folder holds the package counts.
type rule struct {
	folder  string
	may     []string // folders of this module, and modules
	never   []string // packages of the standard library
	because string
}

// outside is what rules must not touch: their answer depends on state, command and act alone.
var outside = []string{"os", "os/exec", "net", "net/http", "database/sql", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "syscall"}

var rules = []rule{
	{"domain/domaintest", []string{"domain", "github.com/google/uuid", "github.com/google/go-cmp", "pgregory.net/rapid"}, nil, "it tests rules, so it may read golden files"},
	{"domain/personal", []string{"domain/civil", "github.com/google/uuid"}, slices.DeleteFunc(slices.Clone(outside), func(p string) bool { return p == "log/slog" }), "it needs slog only to keep values out of logs"},
	{"domain", []string{"domain", "github.com/google/uuid"}, outside, "rules are pure: no store, no clock, no key, no library but ids"},
	{"eventstore/esdb/esdbtest", []string{"github.com/google/uuid", "github.com/EventStore/EventStore-Client-Go/v4", "google.golang.org/grpc"}, nil, "it is the other end of the wire and knows the protocol, not the product"},
	{"eventstore/esdb", []string{"domain", "eventstore", "github.com/google/uuid", "github.com/EventStore/EventStore-Client-Go/v4", "google.golang.org/grpc"}, nil, "the log over gRPC: the vendor's client is known here only"},
	{"eventstore/transfer", []string{"domain", "eventstore", "github.com/google/uuid", "github.com/klauspost/compress"}, nil, "a copy knows logs and files, no store in particular"},
	{"eventstore/logtest", []string{"domain", "eventstore", "github.com/google/uuid", "pgregory.net/rapid", "github.com/anishathalye/porcupine"}, nil, "it tests stores, each in its own package, and knows none of them"},
	{"eventstore", []string{"domain", "eventstore", "github.com/google/uuid", "github.com/jackc/pgx/v5"}, nil, "the log knows facts and bytes, not who reads them or over which protocol"},
	{"projections", []string{"domain", "eventstore", "projections", "github.com/google/uuid", "github.com/jackc/pgx/v5", "golang.org/x/sync"}, nil, "read models follow the log and answer queries; a front must not be needed to build them"},
	{"adapters/mail", []string{"domain", "eventstore", "projections", "adapters/outbox", "github.com/google/uuid", "github.com/wneessen/go-mail"}, nil, "one package an outside thing, each owning its library"},
	{"adapters/sms", []string{"domain", "eventstore", "projections", "adapters/outbox", "adapters/door", "github.com/google/uuid"}, nil, "one package an outside thing: a plain HTTP client, and signatures that we check ourselves"},
	{"adapters/metrics", []string{"domain", "eventstore", "projections", "adapters/feed", "adapters/outbox", "github.com/google/uuid", "github.com/prometheus"}, nil, "Prometheus is known here only, and counts what others do"},
	{"adapters/tracing", []string{"domain", "eventstore", "adapters/door", "adapters/feed", "adapters/outbox", "github.com/google/uuid", "github.com/go-chi/chi/v5", "go.opentelemetry.io"}, nil, "OpenTelemetry is known here only, and watches what others do"},
	{"adapters/vault", []string{"domain", "eventstore", "adapters/postgres", "github.com/google/uuid", "github.com/jackc/pgx/v5", "github.com/alexedwards/argon2id", "github.com/pquerna/otp", "github.com/tink-crypto/tink-go/v2", "golang.org/x/text", "golang.org/x/sync", "golang.org/x/crypto"}, nil, "keys and hashing live here only"},
	{"adapters", []string{""}, nil, "adapters may use everything but the command line"},
	{"cmd", []string{""}, nil, "the wiring knows everything"},
}

// testsMay is what tests may import beyond what their package may.
var testsMay = []string{
	"adapters/postgres", "projections", "eventstore", "domain", "adapters/vault", "pgregory.net/rapid", "github.com/google/go-cmp",
	"github.com/jackc/pgx/v5", "github.com/google/uuid", "github.com/emersion/go-smtp", "golang.org/x/text", "golang.org/x/sync", "github.com/alexedwards/argon2id", "github.com/pquerna/otp",
}

type listed struct {
	ImportPath, Dir, Doc               string
	Imports, TestImports, XTestImports []string
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append(append([]string{"list", "-json=ImportPath,Dir,Doc,Imports,TestImports,XTestImports"}, args...), module+"...")...)
	var out, failed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failed
	if err := cmd.Run(); err != nil {
		t.Fatalf("go list: %v\n%s", err, failed.String())
	}
	var all []listed
	for d := json.NewDecoder(&out); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// violations are the arrows that point the wrong way.
func violations(all []listed) (wrong []string) {
	for _, p := range all {
		name := strings.TrimPrefix(p.ImportPath, module)
		r := ruleOf(name)
		for _, imported := range p.Imports {
			if !r.allows(imported, nil) {
				wrong = append(wrong, fmt.Sprintf("%s imports %s, but %s", name, imported, r.because))
			}
		}
		for _, imported := range append(p.TestImports, p.XTestImports...) {
			if imported != p.ImportPath && !r.allows(imported, testsMay) && !slices.Contains(outside, imported) {
				wrong = append(wrong, fmt.Sprintf("a test of %s imports %s, but %s", name, imported, r.because))
			}
		}
	}
	return wrong
}

func ruleOf(name string) rule {
	for _, r := range rules {
		if name == r.folder || strings.HasPrefix(name, r.folder+"/") {
			return r
		}
	}
	return rule{because: "it is in none of the folders that the design knows"}
}

func (r rule) allows(imported string, also []string) bool {
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return !slices.Contains(r.never, imported)
	}
	own := strings.HasPrefix(imported, module)
	rest := strings.TrimPrefix(imported, module)
	if own && strings.HasPrefix(rest, "cmd/") {
		return false
	}
	for _, may := range append(slices.Clone(r.may), also...) {
		if may == "" || rest == may || strings.HasPrefix(rest, may+"/") {
			return true
		}
	}
	return false
}

func TestImportsPointOneWay(t *testing.T) {
	for _, wrong := range violations(list(t)) {
		t.Error(wrong)
	}
}

// The test above can fail: a file with a forbidden import, laid over the tree, is found.
func TestAForbiddenImportIsFound(t *testing.T) {
	for _, c := range []struct{ folder, pkg, imports string }{
		{"domain/account", "account", "net/http"},
		{"domain/casefile", "casefile", module + "eventstore"},
		{"eventstore", "eventstore", module + "projections"},
		{"projections", "projections", module + "adapters/mail"},
		{"adapters/metrics", "metrics", "github.com/go-chi/chi/v5"},
	} {
		t.Run(c.folder+" "+c.imports, func(t *testing.T) {
			t.Parallel()
			root := moduleRoot(t)
			content := filepath.Join(t.TempDir(), "forbidden.go")
			must(t, os.WriteFile(content, fmt.Appendf(nil, "package %s\n\nimport _ %q\n", c.pkg, c.imports), 0o600))
			overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, c.folder, "forbidden.go"): content}})
			must(t, err)
			file := filepath.Join(t.TempDir(), "overlay.json")
			must(t, os.WriteFile(file, overlay, 0o600))
			want := c.folder + " imports " + c.imports
			if wrong := violations(list(t, "-e", "-overlay", file)); !slices.ContainsFunc(wrong, func(w string) bool { return strings.HasPrefix(w, want) }) {
				t.Errorf("%q is not among %q", want, wrong)
			}
		})
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range list(t) {
		if p.Doc == "" && len(p.Imports) > 0 {
			t.Errorf("%s has no package documentation", strings.TrimPrefix(p.ImportPath, module))
		}
	}
}

func TestTheTopLevelIsTheAgreedOne(t *testing.T) {
	agreed := []string{"cmd", "domain", "projections", "adapters", "eventstore", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE"}
	out, err := exec.Command("git", "-C", moduleRoot(t), "ls-files").Output()
	if err != nil {
		t.Skip("not a git checkout: what is tracked is not known")
	}
	for _, file := range strings.Fields(string(out)) {
		top, _, _ := strings.Cut(file, "/")
		if !slices.Contains(agreed, top) && !strings.HasPrefix(top, ".") {
			t.Errorf("%s is at the top level", top)
		}
	}
}

// Rules take the moment from the act: a clock in a rule would answer differently at a repeat.
func TestNoRuleReadsAClock(t *testing.T) {
	eachFile(t, func(path string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since" || s.Sel.Name == "Until") {
					t.Errorf("%s calls time.%s", path, s.Sel.Name)
				}
			}
			return true
		})
	})
}

func TestEveryEventIsCatalogued(t *testing.T) {
	events, stored := map[string]string{}, map[string]bool{}
	eachFile(t, func(path string, f *ast.File) {
		folder := filepath.Dir(path)
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "EventType" && n.Recv != nil {
					if id, ok := n.Recv.List[0].Type.(*ast.Ident); ok {
						events[folder+"."+id.Name] = path
					}
				}
			case *ast.IndexExpr:
				if s, ok := n.X.(*ast.SelectorExpr); ok && s.Sel.Name == "Stored" {
					if id, ok := n.Index.(*ast.Ident); ok {
						stored[folder+"."+id.Name] = true
					}
				}
			}
			return true
		})
	})
	if len(events) < 30 {
		t.Errorf("found only %d events: this test no longer sees them", len(events))
	}
	for e, path := range events {
		if !stored[e] {
			t.Errorf("%s (%s) is in no catalog", e, path)
		}
	}
}

// eachFile parses every file of the rules but tests and what helps tests.
func eachFile(t *testing.T, visit func(path string, f *ast.File)) {
	t.Helper()
	must(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "domaintest") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err == nil {
			visit(path, f)
		}
		return err
	}))
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("..")
	must(t, err)
	return root
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
