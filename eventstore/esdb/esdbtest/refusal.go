package esdbtest

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

var (
	errNotFound        = errors.New("stream not found") // said in a message of its own, not as a status
	errUnavailable     = status.Error(codes.Unavailable, "Server Is Not Ready")
	errInvalidPosition = status.Error(codes.InvalidArgument, "Trying to read from an invalid position.")
	errTooSlow         = status.Error(codes.Aborted, "Operation timed out: Consumer too slow to handle event while live. Client resubscription required.")
	errTimeout         = status.Error(codes.Aborted, "Operation timed out: Commit phase timeout.")
)

// refusal is a status whose trailers tell the client more.
type refusal struct {
	code     codes.Code
	text     string
	trailers []string // key, value, …
}

func (r *refusal) Error() string { return r.text }

// fail sends a refusal's trailers and answers its status; other errors stay as they are.
func fail(ctx context.Context, err error) error {
	r := (*refusal)(nil)
	if !errors.As(err, &r) {
		return err
	}
	if err := grpc.SetTrailer(ctx, metadata.Pairs(r.trailers...)); err != nil {
		return err
	}
	return status.Error(r.code, r.text)
}

func streamDeleted(name string) error {
	return &refusal{
		codes.FailedPrecondition, fmt.Sprintf("Event stream '%s' is deleted.", name),
		[]string{"exception", "stream-deleted", "stream-name", name},
	}
}

func wrongDelete(name string, expected, current int64) error {
	return &refusal{
		codes.FailedPrecondition, fmt.Sprintf("Delete failed due to WrongExpectedVersion. Stream: %s, Expected version: %d, Actual version: %d", name, expected, current),
		[]string{"exception", "wrong-expected-version", "stream-name", name, "expected-version", strconv.FormatInt(expected, 10), "actual-version", strconv.FormatInt(current, 10)},
	}
}

func tooLarge(limit int) error {
	return &refusal{
		codes.InvalidArgument, fmt.Sprintf("Maximum Append Size of %d Exceeded.", limit),
		[]string{"exception", "maximum-append-size-exceeded", "maximum-append-size", strconv.Itoa(limit)},
	}
}

func accessDenied() error {
	return &refusal{codes.PermissionDenied, "Access Denied", []string{"exception", "access-denied"}}
}

func notLeader(leader string) error {
	host, port := endpoint(leader)
	return &refusal{
		codes.NotFound, "Leader info available",
		[]string{"exception", "not-leader", "leader-endpoint-host", host, "leader-endpoint-port", port},
	}
}
