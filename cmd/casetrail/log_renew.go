package main

import (
	"context"
	"fmt"
	"io"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore/esdb"
)

type logRenew struct{ stores }

// Run begins a new epoch on an event store: what anybody remembers of positions is of another life now.
func (c logRenew) Run(ctx context.Context, t terminal) error {
	if !c.onEventStore() {
		return misuse("the log is in the database: `casetrail restore --in-place` begins its new epoch, and does what else comes after")
	}
	log, err := esdb.Open(ctx, c.Log, esdb.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // nothing is under way
	epoch, err := log.NewEpoch(ctx)
	if err != nil {
		return err
	}
	return t.answer(map[string]uuid.UUID{"epoch": epoch}, func(w io.Writer) {
		fmt.Fprintf(w, "The epoch is %s, and new. Start every server anew; read models are made again by `casetrail projections rebuild`.\n", epoch)
	})
}
