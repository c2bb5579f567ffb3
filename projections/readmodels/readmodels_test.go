package readmodels_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/projections/projectiontest"
	"github.com/casetrail/casetrail/projections/readmodels"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func guide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var fenced = regexp.MustCompile("(?s)```sql\n(.*?)```")

func TestQueriesOfTheGuideRun(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), readmodels.All()...)
	blocks := fenced.FindAllStringSubmatch(guide(t), -1)
	if len(blocks) < 8 {
		t.Fatalf("the guide has %d queries", len(blocks))
	}
	for _, block := range blocks {
		rows, err := b.Pool.Query(t.Context(), block[1])
		if err == nil {
			rows.Close()
			err = rows.Err()
		}
		if err != nil {
			t.Errorf("%v:\n%s", err, block[1])
		}
	}
}

var (
	heading = regexp.MustCompile(`(?m)^### (\w+)\.(\w+)$`)
	row     = regexp.MustCompile("(?m)^\\| `(\\w+)` \\| .+ \\| (public|linkable|personal) \\|$")
)

// The guide has each column of each table in its place, with its meaning, and calls those personal that the engine blanks.
func TestGuideHasEveryColumn(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), readmodels.All()...)
	var want, got []string
	personal := map[string]bool{}
	for _, p := range readmodels.All() {
		for _, c := range p.Personal {
			personal[p.Schema()+"."+c.Table+"."+c.Column] = true
		}
		rows, err := b.Pool.Query(t.Context(), `
			select format('%s.%s.%s', table_schema, table_name, column_name)
			from information_schema.columns where table_schema = $1 order by table_name, ordinal_position`, p.Schema())
		if err != nil {
			t.Fatal(err)
		}
		columns, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range columns {
			want = append(want, fmt.Sprintf("%s personal:%t", c, personal[c]))
		}
	}
	sections := heading.FindAllStringSubmatchIndex(guide(t), -1)
	for i, at := range sections {
		text := guide(t)
		end := len(text)
		if i+1 < len(sections) {
			end = sections[i+1][0]
		}
		table := text[at[2]:at[3]] + "." + text[at[4]:at[5]]
		for _, r := range row.FindAllStringSubmatch(text[at[1]:end], -1) {
			got = append(got, fmt.Sprintf("%s.%s personal:%t", table, r[1], r[2] == "personal"))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the tables have (-) and what the guide has (+):\n%s", diff)
	}
}

// A version that is raised changes names in the guide: nothing there may name a schema that is gone.
func TestGuideNamesNoOtherVersion(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, p := range readmodels.All() {
		known[p.Schema()] = true
	}
	for _, name := range regexp.MustCompile(`\b[a-z]+_v\d+\b`).FindAllString(guide(t), -1) {
		if !known[name] {
			t.Errorf("the guide names %s", name)
		}
	}
	for name := range known {
		if !strings.Contains(guide(t), name) {
			t.Errorf("the guide does not name %s", name)
		}
	}
}
