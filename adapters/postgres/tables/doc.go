// Package tables keeps, in schema app, what changes in place and is no fact:
// limits on attempts, browser sessions, allocated numbers. They are the ports
// of domain/workflow of the same names.
//
// It stands apart from package postgres so that whoever only needs a database
// does not depend on the workflows.
package tables
