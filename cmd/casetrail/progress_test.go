package main

import (
	"bytes"
	"testing"
	"time"
)

func TestProgressIsToldInLinesWhereThereIsNoTerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := terminal{err: &out}.progress("copying", "events", 400)
	p.add(100)
	if out.Len() > 0 {
		t.Errorf("at once it says %q", &out)
	}
	p.told = p.told.Add(-tellEvery)
	p.add(0)
	p.add(0)
	if n := bytes.Count(out.Bytes(), []byte("\n")); n != 1 || !bytes.HasPrefix(out.Bytes(), []byte("copying: 100 of 400 events (25 %), ")) {
		t.Errorf("after ten seconds it says %q", &out)
	}
	if got, want := p.line(10*time.Second), "copying: 100 of 400 events (25 %), 10/s, 30s left"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	p.total = 0
	if got, want := p.line(10*time.Second), "copying: 100 events, 10/s"; got != want {
		t.Errorf("of an unknown total: %q, not %q", got, want)
	}
}
