package metrics_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	comparison = regexp.MustCompile(`(==|>|<) ([\d.]+)`)
	quantile   = regexp.MustCompile(`histogram_quantile\(([\d.]+), .*?\b(casetrail_\w+)_bucket`)
	buckets    = regexp.MustCompile(`(?m)^(casetrail_\w+)_bucket\{.*le="([\d.]+)"`)
)

// A rule that can never fire, or always does, is worse than none.
func TestThresholdsMakeSense(t *testing.T) {
	t.Parallel()
	highest := map[string]float64{} // the upper end of what a histogram tells apart
	for _, m := range buckets.FindAllStringSubmatch(scrape(t, full(t)), -1) {
		highest[m[1]] = max(highest[m[1]], number(t, m[2]))
	}
	for name, rule := range rules(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expr := rule["expr"]
			compared := comparison.FindAllStringSubmatch(expr, -1)
			if len(compared) == 0 && !strings.HasPrefix(expr, "absent(") {
				t.Error("it compares with nothing")
			}
			for _, m := range compared {
				if wrong := senseless(expr, m[1], number(t, m[2]), highest); wrong != "" {
					t.Error(wrong)
				}
			}
			if last, err := time.ParseDuration(rule["for"]); rule["for"] != "" && (err != nil || last < time.Minute || last > time.Hour) {
				t.Errorf("it waits %q, %v", rule["for"], err)
			}
		})
	}
}

// senseless says what is wrong with a threshold, by what it is compared with.
func senseless(expr, op string, threshold float64, highest map[string]float64) string {
	switch q := quantile.FindStringSubmatch(expr); {
	case q != nil && threshold >= highest[q[2]]:
		return "the quantile of " + q[2] + " never comes to that: its highest bucket is lower"
	case q != nil && !strings.HasPrefix(q[1], "0."):
		return q[1] + " is no quantile"
	case op == "==" && threshold != 0 && threshold != 1:
		return "what says yes or no is compared with another number"
	case strings.Contains(expr, " / ") && (threshold <= 0 || threshold >= 1):
		return "a share lies between 0 and 1"
	case strings.Contains(expr, "behind_seconds") && (threshold < 5 || threshold > 600):
		return "a reader is behind by less at every commit, or by more only when nobody is left to care"
	}
	return ""
}

func TestSenselessThresholdsAreFound(t *testing.T) {
	t.Parallel()
	highest := map[string]float64{"casetrail_x_seconds": 5}
	slow := "histogram_quantile(0.99, sum by (le) (rate(casetrail_x_seconds_bucket[5m]))) > "
	for expr, sense := range map[string]bool{
		slow + "0.5": true, slow + "5": false, "histogram_quantile(99, rate(casetrail_x_seconds_bucket[5m])) > 1": false,
		"max(casetrail_a) == 1": true, "max(casetrail_a) == 2": false, "a / b > 0.8": true, "a / b > 80": false,
		"casetrail_reactor_behind_seconds > 60": true, "casetrail_reactor_behind_seconds > 0.1": false,
	} {
		m := comparison.FindStringSubmatch(expr)
		if got := senseless(expr, m[1], number(t, m[2]), highest); (got == "") != sense {
			t.Errorf("%s: %q", expr, got)
		}
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
