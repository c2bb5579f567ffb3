package esdbtest_test

import (
	"fmt"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// Every expectation against every state of a stream, with new ids, with those that lie there, and with some of each.
func TestExpectations(t *testing.T) {
	t.Parallel()
	c := connect(t, esdbtest.Start(t))
	present, absent := events(3), events(2)
	half := []esdb.EventData{present[1], absent[0]}
	const wrong, gone = esdb.ErrorCodeWrongExpectedVersion, esdb.ErrorCodeStreamDeleted
	states := map[string]func(stream string){
		"missing": func(string) {},
		"three":   func(s string) { write(t, c, s, esdb.NoStream{}, present...) },
		"hidden": func(s string) { // deleted, softly
			write(t, c, s, esdb.NoStream{}, present...)
			_, err := c.DeleteStream(limited(t), s, esdb.DeleteStreamOptions{})
			must(t, err)
		},
		"tombstone": func(s string) {
			write(t, c, s, esdb.NoStream{}, present...)
			_, err := c.TombstoneStream(limited(t), s, esdb.TombstoneStreamOptions{})
			must(t, err)
		},
		"metadata": func(s string) {
			_, err := c.SetStreamMetadata(limited(t), s, esdb.AppendToStreamOptions{}, esdb.StreamMetadata{})
			must(t, err)
		},
	}
	for i, row := range []struct {
		state    string
		expected esdb.ExpectedRevision
		sent     []esdb.EventData
		code     esdb.ErrorCode
		next     uint64
	}{
		{"missing", esdb.NoStream{}, absent, fine, 1},
		{"missing", esdb.Any{}, absent, fine, 1},
		{"missing", esdb.StreamExists{}, absent, wrong, 0},
		{"missing", esdb.Revision(0), absent, wrong, 0},
		{"three", esdb.NoStream{}, absent, wrong, 0},
		{"three", esdb.NoStream{}, present, fine, 2},
		{"three", esdb.NoStream{}, present[:2], fine, 1},
		{"three", esdb.NoStream{}, append(present[:2:2], absent...), wrong, 0},
		{"three", esdb.NoStream{}, append(present[:3:3], absent...), wrong, 0},
		{"three", esdb.NoStream{}, present[1:], wrong, 0},
		{"three", esdb.Any{}, absent, fine, 4},
		{"three", esdb.Any{}, present, fine, 2},
		{"three", esdb.Any{}, present[1:2], fine, 1},
		{"three", esdb.Any{}, half, wrong, 0},
		{"three", esdb.Any{}, []esdb.EventData{absent[0], present[1]}, fine, 4},
		{"three", esdb.StreamExists{}, absent, fine, 4},
		{"three", esdb.Revision(0), present[1:], fine, 2},
		{"three", esdb.Revision(0), half, wrong, 0},
		{"three", esdb.Revision(1), present[1:2], wrong, 0},
		{"three", esdb.Revision(2), absent, fine, 4},
		{"three", esdb.Revision(2), present, fine, 5},
		{"three", esdb.Revision(3), absent, wrong, 0},
		{"hidden", esdb.NoStream{}, absent, fine, 4},
		{"hidden", esdb.NoStream{}, present, fine, 2},
		{"hidden", esdb.StreamExists{}, absent, gone, 0},
		{"hidden", esdb.Any{}, absent, fine, 4},
		{"hidden", esdb.Revision(2), absent, fine, 4},
		{"hidden", esdb.Revision(1), absent, wrong, 0},
		{"tombstone", esdb.NoStream{}, present, gone, 0},
		{"tombstone", esdb.Any{}, absent, gone, 0},
		{"metadata", esdb.StreamExists{}, absent, fine, 1},
		{"metadata", esdb.NoStream{}, absent, fine, 1},
	} {
		stream := fmt.Sprintf("%d-%s", i, row.state)
		states[row.state](stream)
		// Ids are compared within their stream: all rows may use the same.
		got := write(t, c, stream, row.expected, row.sent...)
		if want := (appended{row.code, row.next, row.code == fine}); got != want {
			t.Errorf("%s, expecting %T %v: %+v, want %+v", stream, row.expected, row.expected, got, want)
		}
	}
}

// Repeats are known by id alone, and those at an exact place after a restart too.
func TestRepeats(t *testing.T) {
	t.Parallel()
	s := esdbtest.Start(t)
	c := connect(t, s)
	sent := events(2)
	write(t, c, "s", esdb.NoStream{}, sent...)
	changed := sent[0]
	changed.EventType, changed.Data = "other", []byte(`{}`)
	if got := write(t, c, "s", esdb.NoStream{}, changed, sent[1]); got != (appended{fine, 1, true}) {
		t.Errorf("other bytes: %+v", got)
	}
	for range 2 {
		if got := write(t, c, "elsewhere", esdb.Any{}, sent...); got != (appended{fine, 1, true}) || count(t, c, "elsewhere") != 2 {
			t.Errorf("other stream: %+v", got)
		}
	}
	must(t, s.Restart())
	if got := eventually(t, c, "s", esdb.NoStream{}, sent...); got != (appended{fine, 1, true}) || count(t, c, "s") != 2 {
		t.Errorf("exact after a restart: %+v", got)
	}
	if got := write(t, c, "elsewhere", esdb.Any{}, sent...); got != (appended{fine, 3, true}) {
		t.Errorf("any after a restart: %+v, want it written twice", got)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	sized := func(data, meta int) esdb.EventData {
		e := events(1)[0]
		e.EventType, e.Data, e.Metadata = "t", make([]byte, data), make([]byte, meta)
		return e
	}
	for _, row := range []struct {
		version    string
		data, meta int
		fits       bool
	}{
		{"24.6.0", 1000, 5000, true},
		{"24.6.0", 1001, 0, false},
		{"24.10.0", 900, 98, true},
		{"24.10.0", 900, 99, false},
	} {
		c := connect(t, esdbtest.Start(t, esdbtest.Version(row.version), esdbtest.MaxAppend(1000)))
		got := write(t, c, "s", esdb.NoStream{}, sized(row.data, row.meta))
		if want := map[bool]esdb.ErrorCode{true: fine, false: esdb.ErrorCodeUnknown}[row.fits]; got.code != want {
			t.Errorf("%+v: %+v", row, got)
		}
		if got := write(t, c, "sum", esdb.NoStream{}, sized(600, 0), sized(600, 0)); got.code != esdb.ErrorCodeUnknown || count(t, c, "sum") != 0 {
			t.Errorf("%s, two of 600: %+v", row.version, got)
		}
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]esdbtest.Option{
		"a suffix":  esdbtest.Version("24.6.0-alpha"),
		"two parts": esdbtest.Version("24.6"),
		"nothing":   esdbtest.MaxAppend(0),
		"more":      esdbtest.MaxAppend(16 << 20),
	} {
		if s, err := esdbtest.New(o); err == nil {
			s.Close()
			t.Errorf("%s is accepted", name)
		}
	}
}
