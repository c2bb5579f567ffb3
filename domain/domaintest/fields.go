package domaintest

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/secret"
)

// inventory says what is wrong with the list of fields.
func inventory(path string, catalog domain.Catalog, add bool) (problems []string) {
	var lines []string
	for _, entry := range catalog {
		if entry.Old {
			continue
		}
		l, p := fields(entry.Type, "", reflect.TypeOf(entry.Example))
		lines, problems = append(lines, l...), append(problems, p...)
	}
	golden, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return append(problems, err.Error())
	}
	for _, line := range strings.Split(string(golden), "\n") {
		if line != "" && !slices.ContainsFunc(lines, func(l string) bool { return key(l) == key(line) }) {
			problems = append(problems, key(line)+" was stored once: a field is never removed, renamed or opened")
		}
	}
	today := strings.Join(append(lines, ""), "\n")
	switch {
	case len(problems) > 0 || today == string(golden):
		return problems
	case !add:
		return []string{path + " is not the list of today's fields: run the tests with GOLDEN=add, and read what changes\n" + today}
	}
	if p := write(path, today); p != "" {
		return []string{p}
	}
	return nil
}

// key is what of a line must not change: event, field and kind. The reason may be worded better.
func key(line string) string {
	words := strings.SplitN(line, " ", 4)
	return strings.Join(words[:min(3, len(words))], " ")
}

// fields lists the fields of a struct as "event field kind reason".
func fields(event, path string, t reflect.Type) (lines, problems []string) {
	if t.Kind() != reflect.Struct {
		return nil, []string{event + " is not a struct"}
	}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || f.Anonymous || name == "" || name == "-" {
			problems = append(problems, fmt.Sprintf("%s: the field %s%s needs a stored name", event, path, f.Name))
			continue
		}
		if inner := structOf(f.Type); inner != nil {
			l, p := fields(event, path+name+".", inner)
			lines, problems = append(lines, l...), append(problems, p...)
			continue
		}
		kind, reason, _ := strings.Cut(f.Tag.Get("log"), ",")
		if p := wrongTag(f.Type, kind, reason); p != "" {
			problems = append(problems, fmt.Sprintf("%s: the field %s%s %s", event, path, name, p))
		}
		lines = append(lines, fmt.Sprintf("%s %s%s %s %q", event, path, name, kind, reason))
	}
	return lines, problems
}

func wrongTag(t reflect.Type, kind, reason string) string {
	person := personalIn(t)
	switch {
	case kind != "sealed" && kind != "public" && kind != "digest":
		return "needs a tag log:\"sealed|public|digest,reason\""
	case reason == "":
		return "needs a reason"
	case (kind == "sealed") != person:
		return "is " + kind + ", which does not fit its type"
	}
	return ""
}

func personalIn(t reflect.Type) bool {
	if t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	return t == textType || t == dateType
}

// structOf is the struct that an aggregate declares itself, also in a list; nil for all other types.
func structOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || leaf(t) {
		return nil
	}
	return t
}

// leaf says that a struct is one value.
func leaf(t reflect.Type) bool {
	switch t {
	case textType, dateType, reflect.TypeFor[time.Time](), reflect.TypeFor[uuid.UUID](), reflect.TypeFor[civil.Date](),
		reflect.TypeFor[secret.Ref](), reflect.TypeFor[domain.Actor]():
		return true
	}
	return false
}
