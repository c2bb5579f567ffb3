package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress tells on standard error how far long work is: a bar on a terminal; elsewhere a line every ten seconds, and none
// for what is done sooner.
type progress struct {
	what, unit  string
	total, done int64
	begun, told time.Time
	out         io.Writer
	bar         *progressbar.ProgressBar
}

// tellEvery is the pace of the lines.
const tellEvery = 10 * time.Second

// progress begins; a total of 0 is unknown. The unit is a plural, such as events.
func (t terminal) progress(what, unit string, total int64) *progress {
	p := &progress{what: what, unit: unit, total: total, begun: time.Now(), told: time.Now(), out: t.err}
	if f, ok := t.err.(*os.File); ok && isTerminal(f) {
		if total == 0 {
			total = -1
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(what),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(unit),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
	}
	return p
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// add counts n more.
func (p *progress) add(n int) {
	p.done += int64(n)
	switch {
	case p.bar != nil:
		_ = p.bar.Add(n) // it fails only past its total
	case time.Since(p.told) >= tellEvery:
		p.told = time.Now()
		fmt.Fprintln(p.out, p.line(time.Since(p.begun)))
	}
}

// end clears the bar.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish() // the terminal has gone: nothing to do
	}
}

func (p *progress) line(since time.Duration) string {
	rate := float64(p.done) / since.Seconds()
	if p.total <= 0 || p.done > p.total {
		return fmt.Sprintf("%s: %d %s, %.0f/s", p.what, p.done, p.unit, rate)
	}
	left := time.Duration(float64(p.total-p.done) / max(rate, 1e-9) * float64(time.Second)).Round(time.Second)
	return fmt.Sprintf("%s: %d of %d %s (%d %%), %.0f/s, %s left", p.what, p.done, p.total, p.unit, 100*p.done/p.total, rate, left)
}
