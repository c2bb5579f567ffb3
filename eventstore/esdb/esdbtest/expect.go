package esdbtest

// What an append expects, beside a number.
const (
	noStream = int64(-1)
	anything = int64(-2)
	existing = int64(-4)
)

type verdict int

const (
	fresh    verdict = iota // to be written
	repeated                // written before
	wrong
	deleted
)

// written is the answer to an append.
type written struct {
	verdict verdict
	current int64   // the stream's last number
	last    *record // of the append, nil when it had no events
}

// append writes all records or none.
func (l *ledger) append(stream string, expected int64, records []record) written {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := written{current: l.last(stream)}
	var at int64
	w.verdict, at = l.judge(stream, expected, records)
	switch w.verdict {
	case fresh:
		if len(records) == 0 {
			break
		}
		if l.limits(stream).deleted() {
			l.truncate(stream, w.current+1)
		}
		last := l.write(stream, records...)
		w.last, w.current = &last, last.number
	case repeated:
		last := l.streams[stream][at]
		w.last, w.current = &last, last.number
	}
	return w
}

// judge compares ids, with stream and number, and nothing else: neither type nor bytes. For a repeat it answers the number
// of the last event.
func (l *ledger) judge(stream string, expected int64, records []record) (v verdict, at int64) {
	current := l.last(stream)
	switch {
	case current == forever:
		return deleted, 0
	case expected == existing && l.limits(stream).deleted():
		return deleted, 0
	case expected == existing && current < 0 && l.last("$$"+stream) < 0:
		return wrong, 0
	case expected == anything || expected == existing:
		return l.judgeAnywhere(stream, records)
	case expected > current:
		return wrong, 0
	case expected == current:
		return fresh, 0
	}
	return l.judgeAt(stream, expected, records)
}

// judgeAnywhere looks ids up in memory only: after a restart a late repeat is written again.
func (l *ledger) judgeAnywhere(stream string, records []record) (v verdict, at int64) {
	for i, r := range records {
		p, ok := l.places[r.id]
		switch known := ok && p.stream == stream; {
		case !known && i == 0:
			return fresh, 0
		case !known:
			return wrong, 0
		}
		at = p.number
	}
	if len(records) == 0 {
		return fresh, 0
	}
	return repeated, at
}

// judgeAt looks where the records would have been written.
func (l *ledger) judgeAt(stream string, expected int64, records []record) (v verdict, at int64) {
	have := l.streams[stream][expected+1:]
	for i, r := range records {
		switch same := i < len(have) && have[i].id == r.id; {
		case !same && i == 0 && expected == noStream && l.limits(stream).deleted():
			return fresh, 0
		case !same:
			return wrong, 0
		}
	}
	if len(records) == 0 {
		return wrong, 0
	}
	return repeated, expected + int64(len(records))
}

// exists says whether a stream may be deleted with this expectation.
func (l *ledger) exists(stream string, expected int64) bool {
	current := l.last(stream)
	return current >= 0 && (expected == anything || expected == existing || expected == current)
}
