package domaintest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain"
)

const (
	goldenDir  = "testdata/golden"
	fieldsFile = "testdata/fields.txt"
)

var storedName = regexp.MustCompile(`^[a-z]+\.[a-z_]+(\.v[0-9]+)?$`)

// Golden holds the stored shapes of an aggregate against its golden files, and its fields against their list.
// There is one example for every event that is written today, with no field left zero.
func Golden(t *testing.T, catalog domain.Catalog, examples ...domain.Event) {
	t.Helper()
	add := os.Getenv("GOLDEN") == "add"
	for _, p := range shapes(goldenDir, catalog, examples, add) {
		t.Error(p)
	}
	for _, p := range inventory(fieldsFile, catalog, add) {
		t.Error(p)
	}
}

// shapes says what is wrong with the golden files of a folder.
func shapes(dir string, catalog domain.Catalog, examples []domain.Event, add bool) (problems []string) {
	names := map[string]bool{}
	for _, entry := range catalog {
		if names[entry.Type] {
			problems = append(problems, entry.Type+" stands twice in the catalog")
		}
		names[entry.Type] = true
		if p := shape(dir, entry, examples, add); p != "" {
			problems = append(problems, entry.Type+": "+p)
		}
	}
	for _, e := range examples {
		if !names[e.EventType()] {
			problems = append(problems, e.EventType()+": the example is of no event of the catalog")
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return append(problems, err.Error())
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".json"); !names[name] {
			problems = append(problems, name+" was stored once: it must stay in the catalog for ever")
		}
	}
	return problems
}

func shape(dir string, entry domain.Entry, examples []domain.Event, add bool) (problem string) {
	if !storedName.MatchString(entry.Type) {
		return "a stored name is category.past_tense"
	}
	var today string
	if !entry.Old {
		i := slices.IndexFunc(examples, func(e domain.Event) bool { return e.EventType() == entry.Type })
		if i < 0 {
			return "there is no example"
		}
		if field := zeroField(reflect.ValueOf(examples[i]), ""); field != "" {
			return "the example leaves " + field + " zero, so nothing holds its shape"
		}
		if today, problem = encode(examples[i]); problem != "" {
			return problem
		}
	}
	path := filepath.Join(dir, entry.Type+".json")
	golden, err := os.ReadFile(path)
	switch {
	case os.IsNotExist(err) && add && !entry.Old:
		return write(path, today)
	case os.IsNotExist(err):
		return "there is no golden file: run the tests with GOLDEN=add"
	case err != nil:
		return err.Error()
	case !entry.Old && string(golden) != today:
		return "the shape is not what was stored:\n" + string(golden) + "today:\n" + today + "Give the new shape a new name."
	}
	return decodes(entry, golden)
}

// decodes says why a golden file is not read, or loses something when it is.
func decodes(entry domain.Entry, golden []byte) (problem string) {
	e, err := entry.Decode(golden)
	if err != nil {
		return err.Error()
	}
	if entry.Old {
		return ""
	}
	if again, problem := encode(e); problem != "" || again != string(golden) {
		return problem + "decoded and encoded again it is\n" + again
	}
	return ""
}

func encode(e domain.Event) (text, problem string) {
	b, err := json.MarshalIndent(sealed(e), "", "  ")
	if err != nil {
		return "", err.Error()
	}
	return string(b) + "\n", ""
}

func write(path, text string) (problem string) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err.Error()
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return err.Error()
	}
	return ""
}

// zeroField is the first field without a value, looking into the structs that aggregates declare.
func zeroField(v reflect.Value, path string) string {
	if v.Kind() != reflect.Struct || leaf(v.Type()) {
		if v.IsZero() {
			return path
		}
		return ""
	}
	for i := range v.NumField() {
		if field := zeroField(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, ".")); field != "" {
			return field
		}
	}
	return ""
}
