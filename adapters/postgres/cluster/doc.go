// Package cluster runs a private PostgreSQL server: the one behind
// `casetrail dev`, and the throw-away one behind the tests.
//
// The server listens on a Unix socket only, in a folder that nobody but the
// user that runs it (and root) may enter; this is why it trusts who connects.
// PostgreSQL refuses to run as root, so under root the server runs as another
// user. Its data lies under Options.Dir when that user can get there, and
// otherwise in a folder of its own that a file in Options.Dir names.
//
// A server never outlives the process that started it for long, however that
// process ends: see watch.go.
//
// The package needs a Unix: it uses process credentials, sessions and flock.
package cluster
