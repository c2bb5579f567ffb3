package feed

import "time"

// Consumer is one reader of the log with a checkpoint of its own. Its name is the topic to subscribe to, and is stored:
// a changed name is a new consumer.
type Consumer struct {
	Name      string
	Types     []string // stored names of events; all others are passed over
	FromStart bool     // a new consumer, or a type new to it, starts at the head unless it says so
}

// Pace is how a subscriber hands out messages. The zero value means the defaults.
type Pace struct {
	Lanes int           // how many streams go side by side, per consumer: 8
	Queue int           // messages waiting per lane: 128
	Nacks int           // after so many a stream is parked: 3
	Newer time.Duration // for so long a record of a newer version is waited out, then its stream is parked: 10 min
	Again time.Duration // wait after the first nack, doubling: 100 ms
	Most  time.Duration // the longest wait: 5 s
	Save  time.Duration // how often checkpoints are written: 200 ms
	Look  time.Duration // how often a halted consumer looks whether it may go on: 1 s
}

func (p Pace) withDefaults() Pace {
	p.Lanes = orElse(p.Lanes, 8)
	p.Queue = orElse(p.Queue, 128)
	p.Nacks = orElse(p.Nacks, 3)
	p.Newer = orElse(p.Newer, 10*time.Minute)
	p.Again = orElse(p.Again, 100*time.Millisecond)
	p.Most = orElse(p.Most, 5*time.Second)
	p.Save = orElse(p.Save, 200*time.Millisecond)
	p.Look = orElse(p.Look, time.Second)
	return p
}

func orElse[T int | time.Duration](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}
