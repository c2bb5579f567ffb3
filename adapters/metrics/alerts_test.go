package metrics_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The rules are read line by line: the file is kept so simple that this suffices.
func rules(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile("alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	all, line := map[string]map[string]string{}, regexp.MustCompile(`^ {6}(?:- | {2}| {4})(\w+): (.+)$`)
	var rule map[string]string
	for s := range strings.Lines(string(text)) {
		m := line.FindStringSubmatch(strings.TrimRight(s, "\n"))
		switch {
		case m == nil:
		case m[1] == "alert" && all[m[2]] != nil:
			t.Errorf("two rules are called %s", m[2])
		case m[1] == "alert":
			rule = map[string]string{}
			all[m[2]] = rule
		default:
			rule[m[1]] = m[2]
		}
	}
	return all
}

var (
	grouping = regexp.MustCompile(`\b(by|without|on)\s*\([^)]*\)`)
	selector = regexp.MustCompile(`([a-zA-Z_:][\w:]*)(\{[^}]*\})?(\[\w+\])?(\s*\()?`)
	matcher  = regexp.MustCompile(`(\w+)(=~|=)"([^"]*)"`)
)

// exposes fails for every series that the expression names and the scrape has not.
func exposes(t *testing.T, scraped, expr string) {
	t.Helper()
	named := 0
	for _, m := range selector.FindAllStringSubmatch(grouping.ReplaceAllString(expr, ""), -1) {
		name, labels, call := m[1], m[2], m[4]
		if call != "" || slices.Contains([]string{"or", "and", "unless"}, name) {
			continue
		}
		named++
		for _, l := range append(matcher.FindAllStringSubmatch(labels, -1), []string{"", "", "", ""}) {
			if !exposed(scraped, name, l[1], l[2], l[3]) {
				t.Errorf("/metrics has no %s%s", name, l[0])
			}
		}
	}
	if named == 0 {
		t.Error("names no metric")
	}
}

func exposed(scraped, name, label, op, value string) bool {
	if op == "=" {
		value = regexp.QuoteMeta(value)
	}
	want := `(?m)^` + name + `[{ ]`
	if label != "" {
		want = `(?m)^` + name + `\{.*\b` + label + `="(` + value + `)"`
	}
	return regexp.MustCompile(want).MatchString(scraped)
}

func TestEveryAlertNamesWhatMetricsExposes(t *testing.T) {
	t.Parallel()
	scraped, all := scrape(t, full(t)), rules(t)
	if len(all) < 10 {
		t.Fatalf("%d rules were read", len(all))
	}
	for name, rule := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, field := range []string{"expr", "labels", "summary", "description"} {
				if rule[field] == "" {
					t.Errorf("%s is missing", field)
				}
			}
			if !regexp.MustCompile(`^\{severity: (page|ticket)\}$`).MatchString(rule["labels"]) {
				t.Errorf("labels are %s", rule["labels"])
			}
			if expr := rule["expr"]; strings.Count(expr, "(") != strings.Count(expr, ")") {
				t.Error("parentheses do not match")
			}
			exposes(t, scraped, rule["expr"])
		})
	}
}

// What the operators must hear of has a rule.
func TestEveryTroubleHasAnAlert(t *testing.T) {
	t.Parallel()
	var every strings.Builder
	for _, rule := range rules(t) {
		every.WriteString(rule["expr"] + "\n")
	}
	for _, trouble := range []string{
		"casetrail_projection_behind_seconds", "casetrail_projection_state", "casetrail_projection_parked_streams", "casetrail_projection_owned",
		"casetrail_reactor_behind_seconds", "casetrail_reactor_state", "casetrail_reactor_parked_streams", "casetrail_reactor_owned",
		"casetrail_projections_readable", "casetrail_reactors_readable", `status=~"5.."`, `status="429"`, `route="/oauth/accesstoken",status="401"`, `outcome="busy"`, `outcome="in_doubt"`,
	} {
		if !strings.Contains(every.String(), trouble) {
			t.Errorf("no rule is about %s", trouble)
		}
	}
}
