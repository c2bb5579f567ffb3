package main

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// The same as on Postgres, with the log on an EventStoreDB, over gRPC.
func TestJourneyOnEventStoreDB(t *testing.T) {
	t.Parallel()
	p := migrated(t, "CASETRAIL_LOG="+esdbtest.Start(t).URL())
	journey(t, p)
	stats := p.object(p.must(0, p.run("", "log", "stats", "--json")))
	if stats["events"].(float64) < 30 || stats["streams"].(float64) < 5 || stats["bytes"].(float64) < 1000 || stats["bytes_of"] != "data and metadata" {
		t.Errorf("the log has %v", stats)
	}
	if checked := p.object(p.must(0, p.run("", "log", "verify", "--json"))); checked["events"] != stats["events"] || checked["wrong"] != 0.0 {
		t.Errorf("verified: %v", checked)
	}
}

// A log moves to an EventStoreDB and back, and is the same there.
func TestALogMovesToAnEventStoreDBAndBack(t *testing.T) {
	t.Parallel()
	p, there, back := withCases(t, 3), esdbtest.Start(t).URL(), pgtest.New(t, es)
	p.must(0, p.run("", "log", "copy", "--to", there))
	moved := p.with("CASETRAIL_LOG=" + there)
	moved.must(0, moved.run(patsData, receive("I-765")...))
	moved.must(0, moved.run("", "log", "copy", "--to", back))
	if compared := moved.object(moved.must(0, moved.run("", "log", "verify", "--against", back, "--json"))); compared["difference"] != nil {
		t.Errorf("compared: %v", compared)
	}
	for place, want := range map[string]float64{"": 3, there: 4, back: 4} {
		stats := p.object(p.must(0, p.run("", "log", "verify", "--from", place, "--json")))
		if stats["events"] != want {
			t.Errorf("%q has %v events, not %v", place, stats["events"], want)
		}
	}
}
