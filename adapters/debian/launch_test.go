package debian

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is unpacked is called where it will lie, with the folders of its libraries, also where a folder has a strange name.
func TestLaunchers(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "it's here")
	work := dir + ".part"
	for name, text := range map[string]string{
		"root/usr/lib/thing/15/bin/thing":              "#!/bin/sh\necho \"$LD_LIBRARY_PATH|$FONTCONFIG_SYSROOT|$*\"\n",
		"root/usr/lib/x-linux-gnu/libone.so.1":         "",
		"root/usr/lib/x-linux-gnu/inner/libtwo-1.0.so": "",
		"root/usr/lib/x-linux-gnu/empty/readme":        "",
		"bin/.keep":                                    "",
	} {
		path := filepath.Join(work, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := launchers(work, dir, []string{"usr/lib/thing/*/bin/*"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(work, dir); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(dir, "bin/thing"), "one two", "three")
	cmd.Env = []string{"LD_LIBRARY_PATH=/before"}
	out, err := cmd.CombinedOutput()
	libs := dir + "/root/usr/lib/x-linux-gnu:" + dir + "/root/usr/lib/x-linux-gnu/inner:/before"
	if want := libs + "|" + dir + "/root|one two three"; err != nil || strings.TrimSpace(string(out)) != want {
		t.Errorf("%v: %s\nwant %s", err, out, want)
	}
}

func TestAProgramThatNoPackageHolds(t *testing.T) {
	t.Parallel()
	if err := launchers(t.TempDir(), "/somewhere", []string{"usr/bin/nothing"}); err == nil || !strings.Contains(err.Error(), "usr/bin/nothing") {
		t.Error(err)
	}
}
