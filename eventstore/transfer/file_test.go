package transfer

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/casetrail/casetrail/eventstore"
)

func exported(t testing.TB, log eventstore.Log, compressed bool) ([]byte, Sum) {
	t.Helper()
	var b bytes.Buffer
	_, sum, err := Export(t.Context(), log, &b, compressed, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), sum
}

func imported(file []byte) (list []eventstore.Recorded, h Header, err error) {
	f, err := Open(bytes.NewReader(file))
	if err != nil {
		return nil, h, err
	}
	defer f.Close()
	for r, err := range f.Events() {
		if err != nil {
			return list, f.Header, err
		}
		list = append(list, r)
	}
	return list, f.Header, nil
}

func TestAFileHoldsTheLogExactly(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 500} {
		log := written(t, n)
		info, err := log.Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, compressed := range []bool{false, true} {
			file, sum := exported(t, log, compressed)
			got, h, err := imported(file)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(held(t, log), got); d != "" {
				t.Errorf("%d events, compressed %t: %s", n, compressed, d)
			}
			if h.Format != 1 || h.Store != info.Store || h.Epoch != info.Epoch || h.Head != info.Head || h.Dense || h.Created.IsZero() {
				t.Errorf("the header is %+v", h)
			}
			if int(sum.Events) != n || sum.Last != info.Head {
				t.Errorf("the sum of %d events is %+v", n, sum)
			}
			if compressed == bytes.HasPrefix(file, []byte("{")) {
				t.Errorf("compressed %t: the file begins with %.20q", compressed, file)
			}
		}
	}
}

// A file of the first format is read for ever; its bytes are never edited.
func TestTheFirstFormatIsRead(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	got, h, err := imported(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || h.Head != 7 || got[2].Position != 7 || string(got[1].Data) != "{\"b\" : \t\"<&>\u2028\"}\n" || !bytes.Equal(got[2].Data, []byte{0xff, 0xfe, 0}) {
		t.Errorf("it is read as %+v, %+v", h, got)
	}
	sum, err := Sums(given(got...), nil)
	if want := "3e0d209908555081ad96c86e4de655a0"; err != nil || !strings.HasPrefix(sum.Chain, want) {
		t.Errorf("the chain is %s, %v; not %s…", sum.Chain, err, want)
	}
	var again bytes.Buffer
	w := newWriter(&again)
	if err := w.lines.Encode(h); err != nil {
		t.Fatal(err)
	}
	for _, r := range got {
		if err := w.event(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.close(); err != nil || again.String() != string(file) {
		t.Errorf("it is written as (%v)\n%s", err, &again)
	}
}

func TestWhatALaterProgramAddsIsPassedOver(t *testing.T) {
	t.Parallel()
	for with, want := range map[string]error{
		`{"casetrail_log":2}`:               ErrFormat,
		`{"casetrail":1}`:                   ErrNotALog,
		`position,stream`:                   ErrNotALog,
		``:                                  ErrNotALog,
		`{"casetrail_log":1,"proof":"new"}`: ErrTruncated,
	} {
		if _, _, err := imported([]byte(with + "\n")); !errors.Is(err, want) {
			t.Errorf("%s: %v", with, err)
		}
	}
}

func TestACutFileIsFound(t *testing.T) {
	t.Parallel()
	for _, compressed := range []bool{false, true} {
		file, _ := exported(t, written(t, 40), compressed)
		for cut := 0; cut < len(file); cut++ {
			if cut < len(file)-100 && cut%(1+len(file)/300) != 0 {
				continue
			}
			if _, _, err := imported(file[:cut]); err == nil {
				t.Fatalf("compressed %t: %d of %d bytes are read as a whole file", compressed, cut, len(file))
			}
		}
	}
	file, _ := exported(t, written(t, 40), false)
	lines := bytes.SplitAfter(file, []byte("\n"))
	if _, _, err := imported(bytes.Join(lines[:20], nil)); !errors.Is(err, ErrTruncated) {
		t.Errorf("a file cut after a line: %v", err)
	}
	file, _ = exported(t, written(t, 40), true)
	if _, _, err := imported(file[:50]); !errors.Is(err, ErrTruncated) {
		t.Errorf("a compressed file cut near its beginning: %v", err)
	}
}

func TestAChangedFileIsFound(t *testing.T) {
	t.Parallel()
	log := written(t, 40)
	want := held(t, log)
	for _, compressed := range []bool{false, true} {
		file, _ := exported(t, log, compressed)
		for range 300 {
			changed := bytes.Clone(file)
			changed[rand.IntN(len(changed))] ^= 1 << rand.IntN(8)
			if got, _, err := imported(changed); err == nil && !cmp.Equal(got, want) {
				t.Fatal("a changed file is read as another log")
			}
		}
	}
}

func TestMovedLinesAreFound(t *testing.T) {
	t.Parallel()
	file, _ := exported(t, written(t, 40), false)
	for what, change := range map[string]func(lines [][]byte) [][]byte{
		"two events exchanged": func(l [][]byte) [][]byte { l[5], l[6] = l[6], l[5]; return l },
		"an event left out":    func(l [][]byte) [][]byte { return append(l[:5], l[6:]...) },
		"an event twice":       func(l [][]byte) [][]byte { l[5] = append(bytes.Clone(l[5]), l[5]...); return l },
		"something behind it":  func(l [][]byte) [][]byte { return append(l, []byte("{}\n")) },
		"half a line behind":   func(l [][]byte) [][]byte { return append(l, []byte("{")) },
		"another time": func(l [][]byte) [][]byte {
			l[5] = bytes.Replace(l[5], []byte(`"stored":"2`), []byte(`"stored":"3`), 1)
			return l
		},
		"an event without data": func(l [][]byte) [][]byte {
			l[1] = bytes.Replace(l[1], []byte(`"data":`), []byte(`"date":`), 1)
			return l
		},
	} {
		lines := bytes.SplitAfter(bytes.Clone(file), []byte("\n"))
		if _, _, err := imported(bytes.Join(change(lines[:len(lines)-1]), nil)); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestAnExportThatFailsLeavesNoWholeFile(t *testing.T) {
	t.Parallel()
	for _, compressed := range []bool{false, true} {
		full := &bounded{left: 3000}
		if _, _, err := Export(t.Context(), written(t, 5000), full, compressed, nil); !errors.Is(err, errFull) {
			t.Errorf("a full disk is %v", err)
		}
		if _, _, err := imported(full.Bytes()); err == nil {
			t.Error("what was written is read as whole")
		}
	}
}

var errFull = errors.New("full")

// bounded is a disk that fills up.
type bounded struct {
	bytes.Buffer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errFull
	}
	return b.Buffer.Write(p)
}
