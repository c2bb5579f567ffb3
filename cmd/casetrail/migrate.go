package main

import (
	"context"
	"fmt"
	"io"
)

type migrateCommand struct {
	stores
	NewSecrets string `name:"new-secrets" help:"Also make this file of root secrets, unless it exists. Keep it apart from the database, and never lose it." placeholder:"FILE"`
}

// Run brings the databases up to date. It may run on any number of servers at once.
func (c migrateCommand) Run(ctx context.Context, t terminal) error {
	if c.Database == "" {
		return misuse("no database: set DATABASE_URL")
	}
	if c.NewSecrets != "" {
		if err := newSecrets(c.NewSecrets); err != nil {
			return err
		}
	}
	if err := c.migrate(ctx); err != nil {
		return err
	}
	return t.answer(map[string]bool{"up_to_date": true}, func(w io.Writer) { fmt.Fprintln(w, "The databases are up to date.") })
}
