package eventstore

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

var (
	anID  = uuid.MustParse("a0000000-0000-0000-0000-000000000001")
	least = Meta{Act: anID, By: domain.Actor{Kind: domain.Staff, ID: "1"}, At: time.Date(2026, 5, 3, 12, 0, 0, 123000, time.UTC)}
	most  = Meta{
		Act: anID, By: domain.Actor{Kind: domain.Applicant, ID: anID.String(), For: "b"}, At: least.At, Cause: uuid.UUID{2}, Thread: uuid.UUID{3},
		Rule: "casefile/2026-03", Input: []byte{1, 2, 3}, Subjects: []personal.Subject{{4}, {5}}, Seen: 17, App: "1.2", Trace: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	}
)

// Whatever is written is scanned: nobody pays for the decoder without need.
func TestMetadataIsScanned(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Meta{
		"the least": least,
		"the most":  most,
		"a cause":   with(least, func(m *Meta) { m.Cause = uuid.UUID{2} }),
		"an input":  with(least, func(m *Meta) { m.Input = []byte{1} }),
		"a subject": with(least, func(m *Meta) { m.Subjects = []personal.Subject{{4}} }),
		"a trace":   with(least, func(m *Meta) { m.Trace = most.Trace }),
		"a version": with(least, func(m *Meta) { m.App = "1.2" }),
	} {
		stored, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := scanMeta(stored)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: %t %s", name, ok, diff)
		}
	}
}

// What is scanned is what a decoder reads; all else is left to it.
func FuzzScanMeta(f *testing.F) {
	for _, m := range []Meta{least, most} {
		stored, err := json.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(stored)
		f.Add(append(stored, '}'))
		f.Add(stored[:len(stored)-1])
	}
	f.Add([]byte(`{"act":"a0000000-0000-0000-0000-000000000001","by":{"kind":"\u0041","id":"é"},"at":"2026-05-03T12:00:00Z","seen":007}`))
	f.Fuzz(func(t *testing.T, stored []byte) {
		got, ok := scanMeta(stored)
		if !ok {
			return
		}
		var want Meta
		if err := json.Unmarshal(stored, &want); err != nil {
			t.Fatalf("%q was scanned, and is nothing: %v", stored, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", stored, diff)
		}
	})
}

func with(m Meta, change func(*Meta)) Meta {
	change(&m)
	return m
}
