package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
)

// figure is something measured, beside its limit: what no program could do better in the same minutes on the same server.
type figure struct {
	Scenario string  `json:"scenario"`
	What     string  `json:"what"`
	Subject  float64 `json:"subject"`
	Unit     string  `json:"unit"`
	Against  string  `json:"against,omitempty"` // what the limit is
	Limit    float64 `json:"limit,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"`
	Goal     string  `json:"goal,omitempty"`
	Met      *bool   `json:"met,omitempty"`
	NotRun   string  `json:"not_run,omitempty"` // why

	atLeast, atMost float64 // of the ratio, if there is one
}

// of is the medians of a race.
func (f figure) of(r ratio.Result) figure {
	f.Subject, f.Limit, f.Ratio = ratio.Median(r.Subject), ratio.Median(r.Limit), r.Ratio()
	return f
}

// judged says whether the goal was met.
func (f figure) judged() figure {
	got, unit := f.Ratio, ""
	if f.Against == "" {
		got, unit = f.Subject, " "+f.Unit
	}
	met := true
	var goals []string
	if f.atLeast != 0 {
		goals, met = append(goals, fmt.Sprintf("≥ %v%s", f.atLeast, unit)), met && got >= f.atLeast
	}
	if f.atMost != 0 {
		goals, met = append(goals, fmt.Sprintf("≤ %v%s", f.atMost, unit)), met && got <= f.atMost
	}
	if len(goals) > 0 && f.NotRun == "" {
		f.Met = &met
	}
	f.Goal = strings.Join(goals, ", ")
	return f
}

// figures is what was measured so far, and where.
type figures struct {
	on  map[string]any
	all []figure
}

func (s *figures) add(f figure) {
	f = f.judged()
	s.all = append(s.all, f)
	fmt.Fprintln(os.Stderr, f.row()) // long before the table
}

// report prints the table, and adds the figures to a file.
func (s *figures) report(w io.Writer, file string) error {
	where, err := json.Marshal(s.on)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nMeasured on %s.\n\n| Scenario | What | Measured | Against | Limit | Ratio | Goal | Met |\n|---|---|--:|---|--:|--:|---|---|\n", where)
	for _, f := range s.all {
		fmt.Fprintln(w, f.row())
	}
	fmt.Fprintln(w)
	if file == "" {
		return nil
	}
	return s.keep(file)
}

func (f figure) row() string {
	if f.NotRun != "" {
		return fmt.Sprintf("| %s | %s | not run: %s | | | | %s | |", f.Scenario, f.What, f.NotRun, f.Goal)
	}
	limit, share, met := "", "", ""
	if f.Against != "" {
		limit, share = amount(f.Limit)+" "+f.Unit, fmt.Sprintf("%.2f", f.Ratio)
	}
	if f.Met != nil {
		met = map[bool]string{true: "yes", false: "**no**"}[*f.Met]
	}
	return fmt.Sprintf("| %s | %s | %s %s | %s | %s | %s | %s | %s |", f.Scenario, f.What, amount(f.Subject), f.Unit, f.Against, limit, share, f.Goal, met)
}

// amount has three digits or more.
func amount(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// keep adds a line for each figure.
func (s *figures) keep(name string) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(file)
	for _, f := range s.all {
		err = errors.Join(err, lines.Encode(struct {
			On map[string]any `json:"on"`
			figure
		}{s.on, f}))
	}
	return errors.Join(err, file.Close())
}

// machine says where the figures were measured.
func machine(t testing.TB, server string) map[string]any {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	load, _ := os.ReadFile("/proc/loadavg") // other systems have none
	busy, _, _ := strings.Cut(string(load), " ")
	return map[string]any{
		"at": time.Now().UTC().Format(time.RFC3339), "system": runtime.GOOS + "/" + runtime.GOARCH, "cores": runtime.NumCPU(),
		"go": runtime.Version(), "postgres": conn.PgConn().ParameterStatus("server_version"), "load_before": busy, "run": *benchmarks,
	}
}

// share is the p-th part of some times, in milliseconds: 0.99 is what all but one in a hundred did not exceed.
func share(times []time.Duration, p float64) float64 {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	at := min(len(sorted)-1, int(p*float64(len(sorted))))
	return float64(sorted[at]) / float64(time.Millisecond)
}

func TestFiguresSayWhetherTheyMeetTheirGoals(t *testing.T) {
	t.Parallel()
	of := ratio.Result{Subject: []float64{50, 60, 70}, Limit: []float64{100, 100, 100}}
	for want, f := range map[string]figure{
		"| a | b | 60.0 x/s | raw | 100 x/s | 0.60 | ≥ 0.5 | yes |":           figure{Scenario: "a", What: "b", Unit: "x/s", Against: "raw", atLeast: 0.5}.of(of),
		"| a | b | 60.0 x/s | raw | 100 x/s | 0.60 | ≥ 0.8, ≤ 1.2 | **no** |": figure{Scenario: "a", What: "b", Unit: "x/s", Against: "raw", atLeast: 0.8, atMost: 1.2}.of(of),
		"| a | b | 21.0 ms |  |  |  | ≤ 20 ms | **no** |":                     {Scenario: "a", What: "b", Unit: "ms", Subject: 21, atMost: 20},
		"| a | b | not run: no server | | | | ≥ 0.8 | |":                      {Scenario: "a", What: "b", NotRun: "no server", Against: "raw", atLeast: 0.8},
		"| a | b | 123457 events |  |  |  |  |  |":                            {Scenario: "a", What: "b", Unit: "events", Subject: 123456.7},
	} {
		if got := f.judged().row(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	var times []time.Duration
	for i := range 200 {
		times = append(times, time.Duration(200-i)*time.Millisecond)
	}
	if share(times, 0.5) != 101 || share(times, 0.99) != 199 || share(times[:1], 0.99) != 200 || share(nil, 0.5) != 0 {
		t.Errorf("half %v, all but one in a hundred %v", share(times, 0.5), share(times, 0.99))
	}
}
