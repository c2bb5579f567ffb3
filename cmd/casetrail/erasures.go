package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/vault"
)

type accountErasures struct{ stores }

// Run prints the ledger of erasures.
func (c accountErasures) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	return core.writeErasures(ctx, t.out)
}

// writeErasures writes a line for each destroyed key.
func (c *core) writeErasures(ctx context.Context, to io.Writer) error {
	all, err := c.keys.Tombstones(ctx)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(to)
	lines := json.NewEncoder(out)
	for _, stone := range all {
		if err := lines.Encode(stone); err != nil {
			return err
		}
	}
	return out.Flush()
}

// readErasures reads such lines.
func readErasures(name string) (all []vault.Tombstone, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for lines := json.NewDecoder(f); ; {
		var stone vault.Tombstone
		if err := lines.Decode(&stone); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil || stone.Subject == uuid.Nil {
			return nil, fmt.Errorf("%s: line %d is not what `casetrail account erasures` prints", name, len(all)+1)
		}
		all = append(all, stone)
	}
}
