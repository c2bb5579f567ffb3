package projections

import "time"

// crowd is how many streams a worker went through within the last minute, roughly: a stream that comes again in another
// batch counts again.
type crowd struct {
	since       time.Time
	now, before int
}

func (c *crowd) turn(at time.Time) {
	switch passed := at.Sub(c.since); {
	case passed > 2*time.Minute:
		*c = crowd{since: at}
	case passed > time.Minute:
		*c = crowd{since: c.since.Add(time.Minute), before: c.now}
	}
}

func (c *crowd) add(streams int, at time.Time) {
	c.turn(at)
	c.now += streams
}

// lately counts this minute and the part of the one before that is still within a minute.
func (c *crowd) lately(at time.Time) int {
	c.turn(at)
	left := 1 - at.Sub(c.since).Seconds()/time.Minute.Seconds()
	return c.now + int(float64(c.before)*left)
}
