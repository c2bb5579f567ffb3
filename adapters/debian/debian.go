// Package debian brings programs that the product needs from Debian's packages: into the system when root may, and below a
// folder of the user's own when not. There they are unpacked, not installed: their scripts do not run, and each is started
// through a launcher that says where its libraries are.
package debian

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrNot says that this is no Debian, or none that has its package manager.
var ErrNot = errors.New("there is no apt-get here")

// Folder is where packages are unpacked for who is not root; empty when the user has no place for such things.
func Folder() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "casetrail", "debian")
}

// Programs is the folder of the launchers of a set of packages that were unpacked.
func Programs(set string) string { return filepath.Join(Folder(), set, "bin") }

// Bring installs packages when we are root. When not it unpacks them, as a set of this name, with launchers for the
// programs at these paths (patterns, as "usr/lib/postgresql/*/bin/*").
func Bring(ctx context.Context, log io.Writer, set string, packages []string, programs ...string) error {
	apt, err := exec.LookPath("apt-get")
	if err != nil {
		return ErrNot
	}
	if os.Geteuid() == 0 {
		return install(ctx, log, apt, packages)
	}
	if Folder() == "" {
		return errors.New("there is no folder for what is unpacked: set HOME or XDG_CACHE_HOME")
	}
	return unpack(ctx, log, apt, filepath.Join(Folder(), set), packages, programs)
}

func install(ctx context.Context, log io.Writer, apt string, packages []string) error {
	if err := run(ctx, log, apt, "update"); err != nil {
		return err
	}
	return run(ctx, log, apt, append([]string{"install", "--yes", "--no-install-recommends"}, packages...)...)
}

// unpack does its work beside the folder and puts it there when it is whole: what was cut short is begun again.
func unpack(ctx context.Context, log io.Writer, apt, dir string, packages, programs []string) error {
	work := dir + ".part"
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	for _, d := range []string{"lists/partial", "cache/archives/partial", "log", "root", "bin"} {
		if err := os.MkdirAll(filepath.Join(work, d), 0o755); err != nil {
			return err
		}
	}
	own := []string{
		"-o", "Dir::State::Lists=" + filepath.Join(work, "lists"), "-o", "Dir::Cache=" + filepath.Join(work, "cache"),
		"-o", "Dir::Log=" + filepath.Join(work, "log"), "-o", "Debug::NoLocking=true", "-q",
	}
	if err := run(ctx, log, apt, append(own, "update")...); err != nil {
		return err
	}
	get := append(own, "install", "--yes", "--no-install-recommends", "--download-only")
	if err := run(ctx, log, apt, append(get, packages...)...); err != nil {
		return err
	}
	if err := extract(ctx, log, work); err != nil {
		return err
	}
	if err := launchers(work, dir, programs); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(filepath.Join(work, "cache")), os.RemoveAll(filepath.Join(work, "lists")), os.RemoveAll(dir)); err != nil {
		return err
	}
	return os.Rename(work, dir)
}

func extract(ctx context.Context, log io.Writer, work string) error {
	archives, err := filepath.Glob(filepath.Join(work, "cache/archives/*.deb"))
	if err != nil {
		return err
	}
	for _, deb := range archives {
		if err := run(ctx, log, "dpkg-deb", "--extract", deb, filepath.Join(work, "root")); err != nil {
			return err
		}
	}
	return nil
}

func run(ctx context.Context, log io.Writer, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", filepath.Base(program), strings.Join(args, " "), err)
	}
	return nil
}
