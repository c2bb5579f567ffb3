package transfer

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"

	"github.com/klauspost/compress/zstd"

	"github.com/casetrail/casetrail/eventstore"
)

// What is wrong with a file.
var (
	ErrNotALog   = errors.New("this is not the file of an exported log")
	ErrFormat    = errors.New("a newer program wrote this file, in a format that this one does not know")
	ErrTruncated = errors.New("the file was cut short: it has no trailer")
	ErrChanged   = errors.New("the file was changed: its trailer does not fit")
)

// maxLine bounds what a damaged file makes us hold; far above any event that a log takes.
const maxLine = 64 << 20

// File is an exported log, read once from its beginning.
type File struct {
	Header Header
	lines  *bufio.Scanner
	hash   hash.Hash
	chain  *chain
	close  func()
}

// Open reads the header. Close it when done.
func Open(from io.Reader) (*File, error) {
	in, done := bufio.NewReaderSize(from, 1<<18), func() {}
	magic, _ := in.Peek(4)
	compressed := bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd})
	if compressed {
		z, err := zstd.NewReader(in)
		if err != nil {
			return nil, err
		}
		in, done = bufio.NewReaderSize(z, 1<<18), z.Close
	}
	f := &File{lines: bufio.NewScanner(in), hash: sha256.New(), chain: newChain(), close: done}
	f.lines.Buffer(make([]byte, 1<<16), maxLine)
	f.lines.Split(wholeLines)
	if err := f.header(compressed); err != nil {
		done()
		return nil, err
	}
	return f, nil
}

// Close frees what reading needs.
func (f *File) Close() { f.close() }

func (f *File) header(compressed bool) error {
	if !f.lines.Scan() && compressed && errors.Is(f.lines.Err(), io.ErrUnexpectedEOF) {
		return ErrTruncated // in its first block
	}
	if json.Unmarshal(f.lines.Bytes(), &f.Header) != nil || f.Header.Format == 0 {
		return ErrNotALog
	}
	if f.Header.Format != format {
		return fmt.Errorf("%w (%d)", ErrFormat, f.Header.Format)
	}
	f.pass()
	return nil
}

// Events yields the events once. Only when all have been yielded without an error is the file known to be whole: who
// cannot take back what came of them reads the file twice.
func (f *File) Events() iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for f.lines.Scan() {
			if bytes.HasPrefix(f.lines.Bytes(), []byte(`{"end":`)) {
				if err := f.end(); err != nil {
					yield(eventstore.Recorded{}, err)
				}
				return
			}
			r, err := f.event()
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := f.lines.Err(); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			yield(eventstore.Recorded{}, fmt.Errorf("%w (%w)", ErrChanged, err))
			return
		}
		yield(eventstore.Recorded{}, ErrTruncated)
	}
}

func (f *File) event() (eventstore.Recorded, error) {
	var l line
	if err := json.Unmarshal(f.lines.Bytes(), &l); err != nil {
		return eventstore.Recorded{}, fmt.Errorf("%w (event %d is not readable)", ErrChanged, f.chain.events+1)
	}
	f.pass()
	r := l.recorded()
	f.chain.add(r)
	return r, nil
}

// end compares the trailer with what was read, and finds nothing behind it.
func (f *File) end() error {
	var e end
	if json.Unmarshal(f.lines.Bytes(), &e) != nil || e.End == nil {
		return ErrChanged
	}
	if *e.End != (Trailer{f.chain.result(), hex.EncodeToString(f.hash.Sum(nil))}) {
		return ErrChanged
	}
	if f.lines.Scan() || f.lines.Err() != nil {
		return fmt.Errorf("%w (something stands behind it)", ErrChanged)
	}
	return nil
}

// pass takes the line at hand into the checksum of the file.
func (f *File) pass() {
	_, _ = f.hash.Write(f.lines.Bytes()) // a hash takes everything
	_, _ = f.hash.Write([]byte{'\n'})
}

// wholeLines splits like bufio.ScanLines, but a last line that has no end is an error, and no byte is changed.
func wholeLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return 0, nil, nil
}
