package domaintest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

var (
	toyCatalog  = domain.Catalog{domain.Stored[named](), domain.Stored[noted]()}
	toyExamples = []domain.Event{example(), noted{"x"}}
)

func TestGolden(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if p := shapes(dir, toyCatalog, toyExamples, false); len(p) != 2 {
		t.Errorf("without files: %q", p)
	}
	if p := shapes(dir, toyCatalog, toyExamples, true); len(p) > 0 {
		t.Fatalf("added: %q", p)
	}
	if p := shapes(dir, toyCatalog, toyExamples, false); len(p) > 0 {
		t.Errorf("with files: %q", p)
	}
	b, err := os.ReadFile(filepath.Join(dir, "toy.named.json"))
	if err != nil || strings.Contains(string(b), "Ana") || !strings.Contains(string(b), `"sealed"`) {
		t.Errorf("golden %s, %v", b, err)
	}
}

func TestGoldenComplains(t *testing.T) {
	t.Parallel()
	old := domain.Upcast("toy.noted_first", func(renamed) noted { return noted{} })
	for _, tc := range []struct {
		name, want string
		catalog    domain.Catalog
		examples   []domain.Event
	}{
		{"a shape that changed", "a new name", domain.Catalog{domain.Stored[named](), domain.Stored[renamed]()}, []domain.Event{example(), renamed{Note: "x"}}},
		{"a name that was dropped", "for ever", domain.Catalog{domain.Stored[named]()}, []domain.Event{example()}},
		{"a name twice", "twice", append(toyCatalog, domain.Stored[noted]()), toyExamples},
		{"no example", "no example", toyCatalog, []domain.Event{example()}},
		{"a stray example", "no event of the catalog", toyCatalog, append(toyExamples, refused{1})},
		{"a field left zero", "leaves Note zero", toyCatalog, []domain.Event{example(), noted{}}},
		{"an old name without its file", "no golden file", append(toyCatalog, old), toyExamples},
		{"a bad name", "category.past_tense", append(toyCatalog, domain.Entry{Type: "Noted"}), toyExamples},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			shapes(dir, toyCatalog, toyExamples, true)
			if p := shapes(dir, tc.catalog, tc.examples, true); len(p) != 1 || !strings.Contains(p[0], tc.want) {
				t.Errorf("problems %q, want %q", p, tc.want)
			}
		})
	}
}

func TestGoldenOfAnOldName(t *testing.T) {
	t.Parallel()
	type first struct {
		Text string `json:"text"`
	}
	dir := t.TempDir()
	catalog := append(toyCatalog, domain.Upcast("toy.noted_first", func(old first) noted { return noted{old.Text} }))
	shapes(dir, toyCatalog, toyExamples, true)
	path := filepath.Join(dir, "toy.noted_first.json")
	for text, right := range map[string]bool{`{"text": "x"}`: true, `{"text": 1}`: false} {
		write(path, text)
		if p := shapes(dir, catalog, toyExamples, false); (len(p) == 0) != right {
			t.Errorf("%s: %q", text, p)
		}
	}
}

func TestInventory(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "fields.txt")
	if p := inventory(path, toyCatalog, false); len(p) != 1 {
		t.Errorf("without a file: %q", p)
	}
	if p := inventory(path, toyCatalog, true); len(p) > 0 {
		t.Fatalf("added: %q", p)
	}
	b, err := os.ReadFile(path)
	want := `toy.named name sealed "how it is called"
toy.named born sealed "since when"
toy.named parts.label sealed "what the owner calls it"
toy.named parts.size public "how big it is"
toy.noted note public "what was noted"
`
	if err != nil || string(b) != want {
		t.Errorf("fields\n%s, %v, want\n%s", b, err, want)
	}
	if p := inventory(path, toyCatalog[:1], true); len(p) != 1 || !strings.Contains(p[0], "toy.noted note public") {
		t.Errorf("a field that was dropped: %q", p)
	}
}

func TestFieldsComplain(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]domain.Event{
		"needs a tag":          bare{},
		"needs a reason":       reasonless{},
		"does not fit":         opened{},
		"needs a stored name":  nameless{},
		"is sealed, which":     overSealed{},
		"field part.Inner nee": deep{},
	} {
		entry := domain.Entry{Type: e.EventType(), Example: e}
		p := inventory(filepath.Join(t.TempDir(), "none"), domain.Catalog{entry}, true)
		if len(p) != 1 || !strings.Contains(p[0], want) {
			t.Errorf("%T: %q, want %q", e, p, want)
		}
	}
}

type (
	bare struct {
		A int `json:"a"`
	}
	reasonless struct {
		A int `json:"a" log:"public"`
	}
	opened struct {
		A []personal.Text `json:"a" log:"public,nobody minds"`
	}
	nameless struct {
		A int `log:"public,a number"`
	}
	overSealed struct {
		A int `json:"a" log:"sealed,a number"`
	}
	deep struct {
		Part struct{ Inner int } `json:"part"`
	}
)

func (bare) EventType() string       { return "toy.bare" }
func (reasonless) EventType() string { return "toy.reasonless" }
func (opened) EventType() string     { return "toy.opened" }
func (nameless) EventType() string   { return "toy.nameless" }
func (overSealed) EventType() string { return "toy.over_sealed" }
func (deep) EventType() string       { return "toy.deep" }

type renamed struct {
	Note string `json:"text"`
}

func (renamed) EventType() string { return "toy.noted" }
