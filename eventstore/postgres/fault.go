package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// fault is what an error of the database asks of us.
type fault int

const (
	passing   fault = iota // the connection, or a server that is not ready: again, with the same bytes
	refusing               // the statement itself failed and was undone: again only without the culprit
	forbidden              // these credentials may not
)

// faultOf sorts an error. What the server did not say in so many words is passing.
func faultOf(err error) fault {
	var said *pgconn.PgError
	if !errors.As(err, &said) || len(said.Code) != 5 {
		return passing
	}
	switch said.Code {
	case "42501": // insufficient_privilege
		return forbidden
	case "55P03", "25006", "55000": // lock not available; a standby; not in the state for it
		return passing
	}
	switch said.Code[:2] {
	case "28", "3D": // authorization; no such database
		return forbidden
	case "08", "40", "53", "57", "58": // connection; rollback; resources; operator; system
		return passing
	}
	return refusing
}
