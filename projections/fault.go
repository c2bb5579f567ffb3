package projections

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/casetrail/casetrail/eventstore"
)

// poison is a failure that comes from what is applied: trying again would fail again. Its cause stays inside, because
// it may hold what was being written; the code is what may be shown.
type poison struct {
	code  string
	cause error
}

func (p *poison) Error() string { return "cannot be applied: " + p.code }

func (p *poison) Unwrap() error { return p.cause }

// passes says that an error is not about what is applied: trying again may help.
func passes(err error) bool {
	var bad *poison
	var halted *halt
	if errors.As(err, &bad) || errors.As(err, &halted) {
		return false
	}
	for _, ends := range []error{errMoved, errLost, errNoTables, errRetired, errSwept} {
		if errors.Is(err, ends) {
			return false
		}
	}
	return true
}

// sealed says whose fault it is that facts do not open: that of a broken seal or a damaged key, or of a key store that is away.
func sealed(err error) error {
	switch {
	case errors.Is(err, eventstore.ErrSeal):
		return &poison{"seal", err}
	case errors.Is(err, eventstore.ErrKey):
		return &poison{"key", err}
	}
	return err
}

// blame decides whether what failed in a transaction is to be tried again as it is, or is poison.
func blame(ctx context.Context, tx pgx.Tx, err error) error {
	var pg *pgconn.PgError
	var wire net.Error
	switch {
	case ctx.Err() != nil, tx.Conn().IsClosed(), pgconn.SafeToRetry(err), errors.As(err, &wire):
		return err
	case errors.As(err, &pg) && passing(pg):
		return err
	}
	return &poison{codeOf(err), err}
}

// passing knows the errors of connections, locks, disks, memory, and of a server that stops or has become read-only.
func passing(e *pgconn.PgError) bool {
	switch e.Code[:2] {
	case "08", "40", "53", "57", "58":
		return true
	}
	switch e.Code {
	case "55P03", "55006", // a lock is not to be had, an object is in use
		"25006",          // a replica: the connection goes elsewhere soon
		"25P03", "25P04", // it took too long: this server was frozen
		"XX001", "XX002": // the disk has damaged data
		return true
	case "0A000":
		return e.Routine == "RevalidateCachedQuery" // a plan from before the tables changed; any other one stays
	}
	return false
}

// codeOf says what kind of error it is without its text, which may hold what somebody typed.
func codeOf(err error) string {
	var bad *poison
	var halted *halt
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &bad):
		return bad.code
	case errors.As(err, &halted):
		return halted.reason
	case errors.As(err, &pg):
		return "sql_" + pg.Code
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, errLost):
		return "claimed_by_another"
	case errors.Is(err, errRetired):
		return Retired
	case errors.Is(err, errChanged):
		return "changed_without_a_version"
	case errors.Is(err, errSwept):
		return "swept"
	}
	var connect *pgconn.ConnectError
	var wire net.Error
	if errors.As(err, &connect) || errors.As(err, &wire) || pgconn.SafeToRetry(err) {
		return "connection"
	}
	root := err
	for next := errors.Unwrap(root); next != nil; next = errors.Unwrap(root) {
		root = next
	}
	return fmt.Sprintf("%T", root)
}
