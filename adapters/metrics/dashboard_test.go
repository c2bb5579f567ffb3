package metrics_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// panel is one panel of the dashboard, as far as it is looked at here.
type panel struct {
	ID          int
	Type        string
	Title       string
	Description string
	GridPos     struct{ X, Y, W, H int }
	FieldConfig struct{ Defaults struct{ Unit string } }
	Targets     []struct{ RefID, Expr, LegendFormat string }
	Datasource  struct{ Type, UID string }
}

func panels(t *testing.T) (all []panel) {
	t.Helper()
	text, err := os.ReadFile("dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct{ Panels []panel }
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&dashboard); err != nil {
		t.Fatal(err)
	}
	return dashboard.Panels
}

// A range that Grafana chooses, as Prometheus reads it.
func asAsked(expr string) string { return strings.ReplaceAll(expr, "$__rate_interval", "5m") }

func TestEveryPanelShowsWhatMetricsExposes(t *testing.T) {
	t.Parallel()
	scraped, shown := scrape(t, full(t)), 0
	for _, p := range panels(t) {
		if p.Type == "row" {
			continue
		}
		t.Run(p.Title, func(t *testing.T) {
			t.Parallel()
			if p.Title == "" || p.Description == "" || p.FieldConfig.Defaults.Unit == "" || p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 {
				t.Errorf("it is incomplete: %+v", p)
			}
			for _, target := range p.Targets {
				if target.RefID == "" || target.LegendFormat == "" || strings.Count(target.Expr, "(") != strings.Count(target.Expr, ")") {
					t.Errorf("a target is incomplete: %+v", target)
				}
				exposes(t, scraped, asAsked(target.Expr))
			}
		})
		shown++
	}
	if shown < 20 {
		t.Errorf("%d panels were read", shown)
	}
}

// A legend names only labels that the expression leaves.
func TestLegendsNameWhatIsLeft(t *testing.T) {
	t.Parallel()
	label, kept := regexp.MustCompile(`\{\{(\w+)\}\}`), regexp.MustCompile(`\bby \(([^)]*)\)`)
	for _, p := range panels(t) {
		for _, target := range p.Targets {
			left := kept.FindStringSubmatch(target.Expr)
			for _, m := range label.FindAllStringSubmatch(target.LegendFormat, -1) {
				if left != nil && !regexp.MustCompile(`\b`+m[1]+`\b`).MatchString(left[1]) {
					t.Errorf("%s: the legend names %s, and the expression leaves %q", p.Title, m[1], left[1])
				}
			}
		}
	}
}

// What the product counts by itself stands on the dashboard: nobody counts for nothing.
func TestEveryMetricIsShown(t *testing.T) {
	t.Parallel()
	var every strings.Builder
	for _, p := range panels(t) {
		for _, target := range p.Targets {
			every.WriteString(target.Expr + "\n")
		}
	}
	named := regexp.MustCompile(`(?m)^# TYPE (casetrail_\w+) `).FindAllStringSubmatch(scrape(t, full(t)), -1)
	if len(named) < 15 {
		t.Fatalf("%d metrics are exposed", len(named))
	}
	for _, m := range named {
		if !regexp.MustCompile(m[1] + `(_count|_bucket)?\b`).MatchString(every.String()) {
			t.Errorf("no panel shows %s", m[1])
		}
	}
}

func TestPanelsDoNotOverlap(t *testing.T) {
	t.Parallel()
	taken, ids := map[[2]int]string{}, map[int]bool{}
	for _, p := range panels(t) {
		if ids[p.ID] {
			t.Errorf("two panels have the id %d", p.ID)
		}
		ids[p.ID] = true
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other, twice := taken[[2]int{x, y}]; twice || x >= 24 {
					t.Fatalf("%q does not fit: %q is there, or the edge", p.Title, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
	}
}
