package feed

import (
	"context"
	"errors"
	"net"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// metaFault tells the subscriber why a handler said no: it travels in the message that the handler was given.
const metaFault = "fault"

// The reasons for which a stream is parked, besides the codes of domain errors.
var faultNewer = domain.ErrNewer.Code // waited out for a while: Pace.Newer

const (
	faultPassing = "passing" // connection, lock, disk, timeout: waited out, never parked
	faultPanic   = "panic"
	faultError   = "error"
)

// Faults notes on the message what kind of failure it met, so that only failures of the event itself park its stream.
func Faults(h message.HandlerFunc) message.HandlerFunc {
	return func(m *message.Message) ([]*message.Message, error) {
		out, err := h(m)
		if err != nil {
			m.Metadata.Set(metaFault, fault(err))
		}
		return out, tellable(err)
	}
}

// tellable leaves the value of a panic out, which may hold what the event holds: Watermill writes errors to the log.
func tellable(err error) error {
	var panicked middleware.RecoveredPanicError
	if errors.As(err, &panicked) {
		return errors.New(faultPanic + "\n" + panicked.Stacktrace)
	}
	return err
}

func fault(err error) string {
	var rule *domain.Error
	var panicked middleware.RecoveredPanicError
	switch {
	case errors.Is(err, domain.ErrNewer):
		return faultNewer
	case Passing(err):
		return faultPassing
	case errors.As(err, &rule):
		return rule.Code
	case errors.As(err, &panicked):
		return faultPanic
	}
	return faultError
}

// Passing says whether an error will go away by itself: it says nothing about the event.
func Passing(err error) bool {
	for _, known := range []error{
		context.Canceled, context.DeadlineExceeded,
		eventstore.ErrAway, eventstore.ErrUnknown, eventstore.ErrBusy, eventstore.ErrClosed, domain.ErrBusy, domain.ErrNewer,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	var rule *domain.Error
	if errors.As(err, &rule) {
		return rule.Kind == domain.Unavailable
	}
	return passingPostgres(err)
}

// passingPostgres asks for a failed connection first: what the server said to it, as that the password is wrong or the
// database is not there, is inside, and says nothing about the event either.
func passingPostgres(err error) bool {
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return true
	}
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return passingState(server.Code)
	}
	var wire net.Error
	return errors.As(err, &wire) || pgconn.SafeToRetry(err)
}

// passingState: 08 connection, 40 serialization and deadlock, 53 resources, 55 locks, 57 operator, 58 system; besides
// a replica that cannot be written to, and a transaction that a frozen server held open too long.
func passingState(sqlstate string) bool {
	if len(sqlstate) < 2 {
		return false
	}
	switch sqlstate[:2] {
	case "08", "40", "53", "55", "57", "58":
		return true
	}
	return sqlstate == "25006" || sqlstate == "25P03"
}
