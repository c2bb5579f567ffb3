// Command install brings what pages load from npm into package assets, and what browser tests need beside it:
//
//	go run ./adapters/web/assets/install
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

const (
	from = "adapters/web/assets/npm"
	to   = "adapters/web/assets/installed"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "install:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	modules, err := fetch(ctx, from)
	if err != nil {
		return err
	}
	defer os.RemoveAll(filepath.Dir(modules)) // what is left of it is in a temporary folder
	if err := copyFile(filepath.Join(modules, "axe-core/axe.min.js"), filepath.Join(from, "axe.min.js")); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(modules, "htmx.org/dist/htmx.min.js"), filepath.Join(to, "htmx.min.js")); err != nil {
		return err
	}
	return installStyle(filepath.Join(modules, "@uswds/uswds/dist"), to)
}
