// Package pgtest gives each test a PostgreSQL database of its own, ready
// migrated, in about a tenth of a second.
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
//
//	func TestSomething(t *testing.T) {
//		t.Parallel()
//		url := pgtest.New(t)
//		...
//	}
//
// A database is a copy of a template, which is migrated once. Every template
// has schema app; a package that needs more declares it once:
//
//	var log = pgtest.Template("log", eventlog.Migrate)
//	...
//	url := pgtest.New(t, log, pgtest.Keys)
//
// The server is the one that CASETRAIL_TEST_CLUSTER names (the URL of a
// superuser); without it, a throw-away one for this package alone, started by
// the first test that asks for a database. `go run ./adapters/postgres/pgtest/run
// -- go test ./...` starts one for all packages.
package pgtest
