package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/casetrail/casetrail/domain/limits"
)

type limitsCommand struct {
	Limits string `name:"limits" env:"CASETRAIL_LIMITS" help:"Other figures, as the servers take them: name=max/window, comma-separated." placeholder:"LIST"`
}

type limitLine struct {
	Name    string `json:"name"`
	Per     string `json:"per"`
	Max     int    `json:"max"`
	Window  string `json:"window"`
	Lock    string `json:"lock,omitempty"`
	Longest string `json:"longest_lock,omitempty"`
	Why     string `json:"why"`
}

// Run prints the limits in force.
func (c limitsCommand) Run(t terminal) error {
	rules, err := stores{Limits: c.Limits}.limits()
	if err != nil {
		return err
	}
	lines := make([]limitLine, 0, len(rules))
	for _, r := range rules {
		lines = append(lines, limitLine{r.Name, r.Per, r.Max, period(r.Window), period(r.Lock), period(r.Longest), r.Why})
	}
	return t.answer(map[string]any{"limits": lines, "periods": limits.Periods()}, func(w io.Writer) {
		tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
		fmt.Fprintln(tab, "LIMIT\tPER\tMAX\tWITHIN\tLOCK\tWHY")
		for _, l := range lines {
			lock := l.Lock
			if lock != "" {
				lock += ", up to " + l.Longest
			}
			fmt.Fprintf(tab, "%s\t%s\t%d\t%s\t%s\t%s\n", l.Name, l.Per, l.Max, l.Window, lock, l.Why)
		}
		fmt.Fprintln(tab, "\nPERIOD OR COUNT\tVALUE")
		for _, p := range limits.Periods() {
			fmt.Fprintf(tab, "%s\t%s\n", p.Name, p.Value)
		}
		_ = tab.Flush() // the terminal has gone: nothing to do
	})
}

func period(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return limits.Words(d)
}
