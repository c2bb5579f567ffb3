package main

import (
	"fmt"
	"io"
	"runtime"
)

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(t terminal) error {
	v := map[string]string{"version": version, "go": runtime.Version()}
	return t.answer(v, func(w io.Writer) { fmt.Fprintf(w, "casetrail %s (%s)\n", version, runtime.Version()) })
}
