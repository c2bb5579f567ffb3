// Command chromium prints where the browser for tests is, and brings it from Debian when there is none.
//
//	CASETRAIL_CHROMIUM=$(go run ./adapters/web/browsertest/chromium)
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/casetrail/casetrail/adapters/web/browsertest/find"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	path, err := find.Ensure(ctx, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "chromium:", err)
		os.Exit(1)
	}
	fmt.Println(path)
}
