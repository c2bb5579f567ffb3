package texts

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// call is one place that asks for a text.
type call struct {
	where  string
	key    string // as it stands in the source
	family bool
	codes  []string // of a family
	names  []string // of the pairs
	sure   bool     // all names are known
}

var (
	asks    = regexp.MustCompile(`(?:(\w+)\.)?\b(T|Rich|Family)\(`)
	quoted  = regexp.MustCompile(`^"([^"\\]*)"$`)
	pieced  = regexp.MustCompile(`"([^"\\]*)"`)
	comment = regexp.MustCompile(`(?m)^\s*//.*$`)
)

// calls finds them in the Go and templ files of the pages.
func calls(root fs.FS) (all []call, err error) {
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		ext := path.Ext(name)
		if err != nil || d.IsDir() || ext != ".go" && ext != ".templ" || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return err
		}
		content, err := fs.ReadFile(root, name)
		all = append(all, callsIn(name, comment.ReplaceAllString(string(content), ""))...)
		return err
	})
	return all, err
}

func callsIn(name, source string) (all []call) {
	for _, at := range asks.FindAllStringSubmatchIndex(source, -1) {
		receiver, method := "", source[at[4]:at[5]]
		if at[2] >= 0 {
			receiver = source[at[2]:at[3]]
		}
		own := path.Dir(name) == "texts" && receiver == ""
		if !own && receiver == "" || strings.HasSuffix(source[:at[0]], "func ") {
			continue
		}
		args := arguments(source[at[1]:])
		if (own || receiver == "texts") && method != "Family" && len(args) > 0 {
			args = args[1:] // the context
		}
		if len(args) == 0 {
			continue
		}
		c := call{where: fmt.Sprintf("%s:%d", name, 1+strings.Count(source[:at[0]], "\n")), key: args[0], family: method == "Family", sure: true}
		for i, a := range args[1:] {
			q := quoted.FindStringSubmatch(a)
			switch {
			case c.family && q != nil:
				c.codes = append(c.codes, q[1])
			case i%2 == 0 && q != nil:
				c.names = append(c.names, q[1])
			case i%2 == 0 || strings.HasSuffix(a, "..."):
				c.sure = false
			}
		}
		slices.Sort(c.names)
		all = append(all, c)
	}
	return all
}

// arguments cuts what follows an opening parenthesis at its commas.
func arguments(source string) (args []string) {
	depth, from, quote := 0, 0, byte(0)
	for i := 0; i < len(source); i++ {
		switch b := source[i]; {
		case quote != 0:
			if b == '\\' && quote != '`' {
				i++
			} else if b == quote {
				quote = 0
			}
		case b == '"' || b == '`' || b == '\'':
			quote = b
		case strings.IndexByte("([{", b) >= 0:
			depth++
		case strings.IndexByte(")]}", b) >= 0 && depth > 0:
			depth--
		case b == ',' && depth == 0, b == ')':
			if a := strings.TrimSpace(source[from:i]); a != "" {
				args = append(args, a)
			}
			if b == ')' {
				return args
			}
			from = i + 1
		}
	}
	return nil
}

// check is what is wrong between the pages and the texts. Declared are keys of families, spots the placeholders by key.
func check(all []call, declared []string, texts map[string][]string) (wrong []string) {
	used := map[string]bool{}
	for _, c := range all {
		for _, code := range c.codes {
			if q := quoted.FindStringSubmatch(c.key); q != nil {
				declared = append(declared, q[1]+code)
			}
		}
	}
	for _, key := range declared {
		used[key] = true
		if _, ok := texts[key]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s is declared, but there is no such text", key))
		}
	}
	for _, c := range all {
		q := quoted.FindStringSubmatch(c.key)
		switch {
		case c.family, c.key == "key": // passed on, by something whose callers are looked at in turn
		case q == nil && !covered(c.key, declared):
			wrong = append(wrong, fmt.Sprintf("%s: %s is no literal, and no Family declares what it may be", c.where, c.key))
		case q == nil:
		default:
			used[q[1]] = true
			spots, ok := texts[q[1]]
			if !ok {
				wrong = append(wrong, fmt.Sprintf("%s: there is no text %s", c.where, q[1]))
			} else if c.sure && !slices.Equal(spots, c.names) {
				wrong = append(wrong, fmt.Sprintf("%s: %s takes %v, but is given %v", c.where, q[1], spots, c.names))
			}
		}
	}
	for key := range texts {
		if !used[key] {
			wrong = append(wrong, key+" is used nowhere")
		}
	}
	slices.Sort(wrong)
	return wrong
}

// covered says that a key put together has a piece with which a declared key begins or ends.
func covered(key string, declared []string) bool {
	for _, piece := range pieced.FindAllStringSubmatch(key, -1) {
		if slices.ContainsFunc(declared, func(d string) bool {
			return strings.HasPrefix(d, piece[1]) || strings.HasSuffix(d, piece[1])
		}) {
			return true
		}
	}
	return false
}

func TestCheckFinds(t *testing.T) {
	t.Parallel()
	texts := map[string][]string{"a.title": nil, "a.hello": {"Name"}, "a.kind.x": nil, "a.kind.y": nil}
	everything := `texts.T(ctx, "a.title"); v.Rich("a.hello", "Name", fmt.Sprint("a, b)", 1)); texts.Family("a.kind.", "x", "y"); texts.T(ctx, "a.kind."+kind)`
	for name, c := range map[string]struct {
		file, source string
		want         []string
	}{
		"nothing":                     {"a/a.templ", everything, nil},
		"a generated file":            {"a/a_templ.go", everything, []string{"a.hello is used nowhere", "a.kind.x is used nowhere", "a.kind.y is used nowhere", "a.title is used nowhere"}},
		"a missing text":              {"a/a.go", everything + `; v.T("a.never")`, []string{"a/a.go:1: there is no text a.never"}},
		"a missing text of a family":  {"a/a.go", everything + `; texts.Family("a.kind.", "z")`, []string{"a.kind.z is declared, but there is no such text"}},
		"a missing pair":              {"a/a.go", everything + "\n" + `v.T("a.hello")`, []string{"a/a.go:2: a.hello takes [Name], but is given []"}},
		"a pair too many":             {"a/a.go", everything + "\n" + `v.T("a.title", "Name", name)`, []string{"a/a.go:2: a.title takes [], but is given [Name]"}},
		"pairs that cannot be known":  {"a/a.go", everything + `; v.T("a.hello", pairs...)`, nil},
		"a key from nowhere":          {"a/a.go", everything + `; v.T(item.Key)`, []string{"a/a.go:1: item.Key is no literal, and no Family declares what it may be"}},
		"a key put together":          {"a/a.go", everything + `; v.T("b."+kind)`, []string{`a/a.go:1: "b."+kind is no literal, and no Family declares what it may be`}},
		"a key with a declared end":   {"a/a.go", everything + `; texts.T(ctx, name+".x")`, nil},
		"a key that is passed on":     {"frame/visit.go", everything + `; func (v *Visit) T(key string, pairs ...any) string { return texts.T(v.ctx, key, pairs...) }`, nil},
		"a call in a comment":         {"a/a.go", everything + "\n\t// v.T(\"a.never\")", nil},
		"a text that is used nowhere": {"a/a.go", strings.Replace(everything, `texts.T(ctx, "a.title")`, "", 1), []string{"a.title is used nowhere"}},
		"a test":                      {"a/a_test.go", everything, []string{"a.hello is used nowhere", "a.kind.x is used nowhere", "a.kind.y is used nowhere", "a.title is used nowhere"}},
		"a call without a receiver":   {"a/a.go", everything + `; T("a.never")`, nil},
		"a call of this package":      {"texts/date.go", everything + `; T(ctx, "a.never")`, []string{"texts/date.go:1: there is no text a.never"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := calls(fstest.MapFS{c.file: {Data: []byte(c.source)}})
			if err != nil {
				t.Fatal(err)
			}
			if wrong := check(all, nil, texts); !slices.Equal(wrong, c.want) {
				t.Errorf("it says %q, want %q", wrong, c.want)
			}
		})
	}
}

// Gate is check for the pages as they are. It is called where all pages are known and so all families are declared.
func Gate(pages fs.FS, declared []string) ([]string, error) {
	all, err := calls(pages)
	families.Lock()
	defer families.Unlock()
	texts := map[string][]string{}
	for key, m := range catalogs[Languages[0]].messages {
		texts[key] = spotsOf(m)
	}
	return check(all, append(declared, families.keys...), texts), err
}
