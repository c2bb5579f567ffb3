package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/google/uuid"
)

type accountCommands struct {
	Erase    accountErase    `cmd:"" help:"Make an account holder's data unreadable, for good. Cases stay."`
	Erasures accountErasures `cmd:"" help:"List whose keys were destroyed, by ids alone, a line each: to be kept outside, for 'casetrail restore'."`
}

type accountErase struct {
	stores
	byOperator
	Account string `arg:"" help:"Id of the account."`
	Yes     bool   `name:"yes" help:"Say that you mean it."`
}

// Run erases. The running servers destroy the key.
func (c accountErase) Run(ctx context.Context, t terminal) error {
	id, err := uuid.Parse(c.Account)
	if err != nil {
		return misuse("an account's id is a UUID, for example 6b1f0c7e-…")
	}
	if !c.Yes {
		return misuse("this cannot be undone: say --yes")
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	if _, err := core.erasure().Erase(ctx, id, core.asked(c.act("account erase"), id)); err != nil {
		return err
	}
	return t.answer(map[string]string{"erased": id.String()}, func(w io.Writer) {
		fmt.Fprintln(w, "Recorded. The servers now destroy the key; within a minute nobody can read the holder's data.")
	})
}
