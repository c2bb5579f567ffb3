package limits_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/casetrail/casetrail/domain/limits"
)

// names are the constants of this package that are strings: the names of rules.
func names(t *testing.T) (list []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "limits.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.CONST {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if name, err := strconv.Unquote(lit.Value); err == nil {
					list = append(list, name)
				}
			}
			return true
		})
	}
	return list
}

func TestEveryNameHasOneRule(t *testing.T) {
	t.Parallel()
	list := names(t)
	if len(list) != len(limits.Rules) || len(list) == 0 {
		t.Errorf("%d names, %d rules", len(list), len(limits.Rules))
	}
	seen := map[string]bool{}
	for _, name := range list {
		if r, ok := limits.Find(name); !ok || r.Name != name || limits.Of(name) != r {
			t.Errorf("%s is %+v", name, r)
		}
		if seen[name] {
			t.Errorf("two rules are named %s", name)
		}
		seen[name] = true
	}
}

func TestRulesAreSane(t *testing.T) {
	t.Parallel()
	for _, r := range limits.Rules {
		if r.Per == "" || r.Why == "" || r.Max < 1 || r.Window <= 0 {
			t.Errorf("%s says too little: %+v", r.Name, r)
		}
		if r.Lock < 0 || r.Longest < r.Lock || (r.Lock == 0) != (r.Longest == 0) {
			t.Errorf("%s locks for %v, at most %v", r.Name, r.Lock, r.Longest)
		}
	}
}

func TestUnknownRule(t *testing.T) {
	t.Parallel()
	if r, ok := limits.Find("no such rule"); ok || r != (limits.Rule{}) {
		t.Errorf("found %+v", r)
	}
	defer func() {
		if recover() == nil {
			t.Error("a rule that is in no list limits nothing, and nobody is told")
		}
	}()
	limits.Of("no such rule")
}

func TestPeriodsFitEachOther(t *testing.T) {
	t.Parallel()
	if limits.IdleStaff > limits.IdleApplicant || limits.IdleApplicant >= limits.SessionLife {
		t.Error("a session ends before it is idle")
	}
	if limits.CodeStageLife < limits.CodeLife || limits.Of(limits.SessionCode).Window < limits.CodeLife {
		t.Error("a code outlives the stage in which it can be entered, or the count of the wrong ones")
	}
	if limits.PasswordMin < 8 || limits.PasswordMax < 64 || limits.BackupCodes < 1 || limits.BackupCodes > 255 || limits.WrongBirthDates < 1 {
		t.Error("a figure is out of its bounds")
	}
}
