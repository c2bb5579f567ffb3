package cluster

import "slices"

// superuser is the only role of a new cluster.
const superuser = "postgres"

// everywhere holds for every private cluster. Statements, parameters and the
// details of errors stay out of the server's log: they hold personal data.
var everywhere = []string{
	"listen_addresses=",
	"port=" + port,
	"max_connections=300",
	"timezone=UTC",
	"log_timezone=UTC",
	"logging_collector=off",
	"log_destination=stderr",
	"log_line_prefix=%m [%p] ",
	"log_error_verbosity=terse",
	"log_min_error_statement=panic",
	"log_parameter_max_length=0",
	"log_parameter_max_length_on_error=0",
}

// durable is for data that somebody wants back.
var durable = []string{
	"fsync=on",
	"full_page_writes=on",
	"synchronous_commit=on",
	"idle_in_transaction_session_timeout=30s",
	"max_wal_size=2GB",
}

// throwAway is for data that dies with the run: nothing waits for a disk.
var throwAway = []string{
	"fsync=off",
	"full_page_writes=off",
	"synchronous_commit=off",
	"wal_level=minimal",
	"max_wal_senders=0",
	"autovacuum=off",
	"shared_buffers=256MB",
	"max_wal_size=4GB",
	"checkpoint_timeout=1h",
	"idle_in_transaction_session_timeout=60s",
}

// settings returns the server's command-line settings.
func settings(isDurable bool, socketDir string) []string {
	all := append(slices.Clone(everywhere), "unix_socket_directories="+socketDir)
	if isDurable {
		all = append(all, durable...)
	} else {
		all = append(all, throwAway...)
	}
	var args []string
	for _, setting := range all {
		args = append(args, "-c", setting)
	}
	return args
}
