package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
)

// account is the user that the server runs as.
type account struct {
	uid, gid uint32
	other    bool // not the user that runs this process
}

// pickAccount returns the user for a new cluster: ourselves or, since
// PostgreSQL refuses to run as root, the first of these that exists. initdb
// needs one with a name.
func pickAccount() (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}, nil
	}
	for _, name := range []string{"postgres", "_postgres", "nobody", "daemon"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil && uid != 0 {
			return account{uid: uint32(uid), gid: uint32(gid), other: true}, nil
		}
	}
	return account{}, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

// ownerOf returns the user that owns an existing cluster. Root takes on any;
// everybody else must be that user.
func ownerOf(info os.FileInfo) (account, error) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, fmt.Errorf("%s: its owner cannot be told", info.Name())
	}
	me := uint32(os.Geteuid())
	if me != 0 && stat.Uid != me {
		return account{}, fmt.Errorf("it belongs to user id %d and we run as %d: run as that user or as root", stat.Uid, me)
	}
	return account{uid: stat.Uid, gid: stat.Gid, other: stat.Uid != me}, nil
}

// command prepares a program that runs as the account. It starts in the root
// folder, since ours may be one that the account cannot enter, and in a
// session of its own, so that Ctrl-C on the terminal does not reach it.
func (a account) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = "/"
	cmd.Env = serverEnv(os.Environ())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if a.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return cmd
}

// serverEnv drops what would change a server behind our back (PGPORT, PGDATA,
// PGOPTIONS) or translate its messages.
func serverEnv(env []string) []string {
	var kept []string
	for _, entry := range env {
		if !strings.HasPrefix(entry, "PG") && !strings.HasPrefix(entry, "LC_") && !strings.HasPrefix(entry, "LANG") {
			kept = append(kept, entry)
		}
	}
	return append(kept, "LC_ALL=C")
}

// canEnter says whether the account may step into dir, by trying it.
func (a account) canEnter(ctx context.Context, dir string) bool {
	return a.command(ctx, "/bin/sh", "-c", `cd -- "$0"`, dir).Run() == nil
}

// give makes dir the account's own, closed to everybody else.
func (a account) give(dir string) error {
	if err := os.Chmod(dir, 0o700); err != nil {
		return err
	}
	if !a.other {
		return nil
	}
	return os.Chown(dir, int(a.uid), int(a.gid))
}
