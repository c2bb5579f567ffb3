package debian

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// launchers writes a script for each program found below work/root. They name the place at which all will lie in the end.
func launchers(work, dir string, programs []string) error {
	for _, pattern := range programs {
		found, err := filepath.Glob(filepath.Join(work, "root", pattern))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("the packages hold no %s", pattern)
		}
		for _, program := range found {
			at := filepath.Join(dir, strings.TrimPrefix(program, work))
			script := launcher(filepath.Join(dir, "root"), libraries(work, dir), at)
			if err := os.WriteFile(filepath.Join(work, "bin", filepath.Base(program)), []byte(script), 0o755); err != nil {
				return err
			}
		}
	}
	return nil
}

// launcher says where libraries, fonts and their settings are, and becomes the program.
func launcher(root string, libraries []string, program string) string {
	return fmt.Sprintf("#!/bin/sh\nLD_LIBRARY_PATH=%s${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} FONTCONFIG_SYSROOT=%s exec %s \"$@\"\n",
		quote(strings.Join(libraries, ":")), quote(root), quote(program))
}

// libraries are the folders with shared libraries, as they will be called.
func libraries(work, dir string) []string {
	var all []string
	for _, pattern := range []string{"usr/lib/*-linux-gnu*", "lib/*-linux-gnu*", "usr/lib/*-linux-gnu*/*"} {
		found, _ := filepath.Glob(filepath.Join(work, "root", pattern)) // the pattern is one
		for _, folder := range found {
			if so, _ := filepath.Glob(filepath.Join(folder, "*.so*")); len(so) > 0 {
				all = append(all, filepath.Join(dir, strings.TrimPrefix(folder, work)))
			}
		}
	}
	return all
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
