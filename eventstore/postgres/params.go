package postgres

import (
	"encoding/binary"
	"errors"

	"github.com/jackc/pgx/v5/pgtype"
)

// params are the parameters of one statement as PostgreSQL reads them (binary), one behind the other in memory that serves
// every batch. Written by hand: finding out by reflection how to send each value took a quarter of this program's time.
type params struct {
	bytes  []byte
	starts []int
}

// keptBytes is the most memory that is kept for the next batch.
const keptBytes = 2 * batchBytes

func (p *params) reset() {
	if cap(p.bytes) > keptBytes {
		p.bytes = nil
	}
	p.bytes, p.starts = p.bytes[:0], p.starts[:0]
}

// next begins a parameter.
func (p *params) next() { p.starts = append(p.starts, len(p.bytes)) }

func (p *params) text(s string) {
	p.next()
	p.bytes = append(p.bytes, s...)
}

func (p *params) blob(b []byte) {
	p.next()
	p.bytes = append(p.bytes, b...)
}

func (p *params) int8(n int64) {
	p.next()
	p.bytes = binary.BigEndian.AppendUint64(p.bytes, uint64(n))
}

// array begins an array of n elements, at least one.
func (p *params) array(element uint32, n int) {
	p.next()
	for _, word := range [...]uint32{1, 0, element, uint32(n), 1} { // dimensions, nulls, type, length, first index
		p.bytes = binary.BigEndian.AppendUint32(p.bytes, word)
	}
}

func (p *params) element(b []byte)     { p.bytes = append(p.length(len(b)), b...) }
func (p *params) textElement(s string) { p.bytes = append(p.length(len(s)), s...) }
func (p *params) int4Element(n int)    { p.bytes = binary.BigEndian.AppendUint32(p.length(4), uint32(n)) }

func (p *params) int8Element(n int64) {
	p.bytes = binary.BigEndian.AppendUint64(p.length(8), uint64(n))
}
func (p *params) length(n int) []byte { return binary.BigEndian.AppendUint32(p.bytes, uint32(n)) }

// values are the parameters, valid until reset.
func (p *params) values() [][]byte {
	all := make([][]byte, len(p.starts))
	for i, start := range p.starts {
		end := len(p.bytes)
		if i+1 < len(p.starts) {
			end = p.starts[i+1]
		}
		all[i] = p.bytes[start:end:end]
	}
	return all
}

var errAnswer = errors.New("the database answered what this program does not understand: is es.append of this version?")

// int8Of reads a bigint.
func int8Of(b []byte) (int64, error) {
	if len(b) != 8 {
		return 0, errAnswer
	}
	return int64(binary.BigEndian.Uint64(b)), nil
}

// int8sOf reads an array of n bigints, none of them null.
func int8sOf(b []byte, n int) ([]int64, error) {
	const header, element = 20, 12
	if len(b) != header+n*element || binary.BigEndian.Uint32(b[8:]) != pgtype.Int8OID {
		return nil, errAnswer
	}
	all := make([]int64, n)
	for i := range all {
		all[i] = int64(binary.BigEndian.Uint64(b[header+i*element+4:]))
	}
	return all, nil
}
