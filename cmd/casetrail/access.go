package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/casetrail/casetrail/domain/casefile"
)

type accessCommands struct {
	Issue accessIssue `cmd:"" help:"Send a letter with a new access code; the old one dies."`
}

type accessIssue struct {
	stores
	byOperator
	Receipt string `arg:"" help:"Receipt number of a case filed on paper."`
}

// Run issues the code. Nobody is shown it: it is in the letter only.
func (c accessIssue) Run(ctx context.Context, t terminal) error {
	receipt, err := casefile.ParseReceipt(c.Receipt)
	if err != nil {
		return err
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	done, err := core.officer().IssueCode(ctx, receipt, "requested", core.asked(c.act("access issue"), receipt))
	if err != nil {
		return err
	}
	last, _ := done.State.Last()
	answer := map[string]any{"receipt_number": receipt, "expires": last.Expires}
	return t.answer(answer, func(w io.Writer) {
		fmt.Fprintf(w, "A letter with a new access code goes to the address of record. It expires on %s.\n", last.Expires.Format("2006-01-02"))
	})
}
