package logtest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// exactBytes: nothing is normalized, neither bytes nor names.
func exactBytes(t testing.TB, on Instance) {
	log := on.Log
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	want := []eventstore.Event{
		{ID: uuid.New(), Type: "test.every_byte", Data: all, Meta: []byte("{ }\n")},
		{ID: uuid.New(), Type: "test.größe", Data: []byte(`{"b":1,"a":1,"a":2}`), Meta: slices.Concat(all, all)},
		{ID: uuid.New(), Type: "test.empty"},
	}
	stream := "bytes-é " + strings.Repeat("x", 200)
	appends(t, log, stream, 0, want)
	followed, _ := follow(t, log, 0)
	for _, got := range [][]eventstore.Recorded{read(t, log, stream, 0), followed} {
		sameIDs(t, "exact bytes", got, want)
		for i, r := range got {
			if r.Type != want[i].Type || !bytes.Equal(r.Data, want[i].Data) || !bytes.Equal(r.Event.Meta, want[i].Meta) || r.Stream != stream {
				t.Errorf("event %d came back as %+v", i, r)
			}
			if r.Revision != domain.Revision(i+1) || r.Stored.IsZero() || i > 0 && (r.Position <= got[i-1].Position || r.Stored.Before(got[i-1].Stored)) {
				t.Errorf("event %d lies at %d, %d, %v", i, r.Revision, r.Position, r.Stored)
			}
		}
	}
}

// ownBytes: whoever reads may write into what he was given; whoever wrote too.
func ownBytes(t testing.TB, on Instance) {
	log := on.Log
	e := events(1)
	want := string(e[0].Data)
	appends(t, log, "s", 0, e)
	e[0].Data[0] = '!'
	read(t, log, "s", 0)[0].Data[0] = '!'
	all, _ := follow(t, log, 0)
	all[0].Data[0] = '!'
	if got := string(read(t, log, "s", 0)[0].Data); got != want {
		t.Errorf("the log has %s, written was %s", got, want)
	}
}
