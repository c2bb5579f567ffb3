package outbox

import "time"

const (
	firstRetry = 15 * time.Second
	lastRetry  = time.Hour
	maxTries   = 24 // most of a day
)

// retryAt is when to try again after this many failures: 15 s, 30 s, 1 min, …, at most an hour.
func retryAt(now time.Time, failures int) time.Time {
	wait := firstRetry
	for range failures - 1 {
		wait = min(2*wait, lastRetry)
	}
	return now.Add(wait)
}
