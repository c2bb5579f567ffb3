package esdb

import (
	"context"
	"errors"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/casetrail/casetrail/eventstore"
)

// fault is what an error of the server or of the vendor's client asks of us.
type fault int

const (
	passing   fault = iota // the connection, or a server that is not ready: again, with the same bytes
	conflict               // the stream is not at the expected revision
	missing                // there is no such stream
	deleted                // the stream was deleted for ever
	refusing               // the request itself is at fault
	forbidden              // these credentials may not
	closed                 // the log is
)

// faultOf sorts an error. What nobody said in so many words is passing. The vendor's codes leave much out (refusals are
// "unknown", a server that is not the leader may be "not found"), so what came over the wire counts first.
func faultOf(err error) fault {
	if errors.Is(err, eventstore.ErrClosed) {
		return closed
	}
	if said, ok := status.FromError(err); ok && said.Code() != codes.OK {
		switch said.Code() {
		case codes.PermissionDenied, codes.Unauthenticated:
			return forbidden
		case codes.InvalidArgument, codes.Unimplemented, codes.OutOfRange:
			return refusing
		}
	}
	var e *vendor.Error
	if !errors.As(err, &e) {
		return passing
	}
	switch e.Code() {
	case vendor.ErrorCodeWrongExpectedVersion:
		return conflict
	case vendor.ErrorCodeStreamDeleted:
		return deleted
	case vendor.ErrorCodeResourceNotFound:
		if _, said := status.FromError(err); !said {
			return missing // the answer to a read; a status would be about the server
		}
	}
	return passing
}

// disconnects says that the connection is of no use any more.
func disconnects(err error) bool {
	var e *vendor.Error
	return errors.Is(err, errLost) || status.Code(err) == codes.Unavailable ||
		errors.As(err, &e) && (e.Code() == vendor.ErrorCodeConnectionClosed || e.Code() == vendor.ErrorUnavailable)
}

// pause is how long to wait before the n-th repeat: not at all, then longer each time.
func pause(n int) time.Duration {
	if n == 0 {
		return 0
	}
	return min(25*time.Millisecond<<min(n, 10), time.Second)
}

// sleep waits, and says whether there is still a reason to go on.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
