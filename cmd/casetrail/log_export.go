package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

type logExport struct {
	stores
	File string `arg:"" help:"File to write; compressed when its name ends in .zst. It must not exist."`
	From string `name:"from" help:"Store to export; the one that is configured when left out." placeholder:"URL"`
}

// exportedFile is what is said of an export.
type exportedFile struct {
	transfer.Header
	transfer.Sum
	File string `json:"file"`
}

// Run exports. The file has its name once it is whole.
func (c logExport) Run(ctx context.Context, t terminal) error {
	if c.From == "" {
		c.From = c.logURL()
	}
	if !isURL(c.From) || isURL(c.File) {
		return misuse("export writes a file, and --from or DATABASE_URL is the URL of a store")
	}
	log, done, err := c.openLogAt(ctx, c.From)
	if err != nil {
		return err
	}
	defer done()
	e, err := exportTo(ctx, t, log, c.File)
	if err != nil {
		return interrupted(ctx, err)
	}
	return t.answer(e, func(w io.Writer) {
		fmt.Fprintf(w, "Exported to %s. Personal fields in it are sealed; the keys are not in it.\n", e.File)
		showSum(w, e.Sum)
	})
}

// exportTo writes a new file, under another name until it is whole and on the disk.
func exportTo(ctx context.Context, t terminal, log eventstore.Log, name string) (e exportedFile, err error) {
	if _, err := os.Lstat(name); err == nil {
		return e, misuse("%s exists already", name)
	}
	info, err := log.Info(ctx)
	if err != nil {
		return e, err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*") // for its owner only
	if err != nil {
		return e, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	total := int64(0)
	if info.Dense {
		total = int64(info.Head)
	}
	shown := t.progress("exporting", "events", total)
	e.File = name
	e.Header, e.Sum, err = transfer.Export(ctx, log, f, strings.HasSuffix(name, ".zst"), shown.add)
	shown.end()
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return e, err
	}
	return e, os.Rename(f.Name(), name)
}
