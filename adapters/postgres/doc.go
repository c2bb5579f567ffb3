// Package postgres opens the database and migrates it.
//
// The log's own tables are migrated by the log (schema es); here are schema
// app and, in a database of its own, schema keys. Package tables keeps what
// changes in place, package cluster runs a private server, and package pgtest
// gives databases to tests.
package postgres
