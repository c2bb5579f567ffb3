package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// elsewhere is the parent of the data of clusters whose Dir the server's user
// cannot enter.
const elsewhere = "/var/lib/casetrail"

// place is where one cluster lies: home belongs to the server's user and
// holds the data; dir is the caller's and holds the lock, the log and, when
// home is not inside it, the pointer to home.
type place struct {
	dir, home string
	owner     account
}

func (p place) data() string    { return filepath.Join(p.home, "data") }
func (p place) log() string     { return filepath.Join(p.dir, "postgres.log") }
func (p place) pointer() string { return pointerIn(p.dir) }

func pointerIn(dir string) string { return filepath.Join(dir, "postgres.home") }

// settle finds the cluster's home, or makes one.
func settle(ctx context.Context, dir string) (place, error) {
	home, err := knownHome(dir)
	if err != nil {
		return place{}, err
	}
	if home == "" {
		return makeHome(ctx, dir)
	}
	info, err := os.Stat(home)
	if errors.Is(err, fs.ErrNotExist) {
		return place{}, fmt.Errorf("%s says that the data lies in %s, which is gone: put it back, or delete that file to begin anew",
			pointerIn(dir), home)
	}
	if err != nil {
		return place{}, err
	}
	owner, err := ownerOf(info)
	if err != nil {
		return place{}, fmt.Errorf("%s: %w", home, err)
	}
	if owner.uid == 0 { // stopped between making the folder and giving it away
		if owner, err = pickAccount(); err != nil {
			return place{}, err
		}
		return claim(dir, home, owner)
	}
	return place{dir: dir, home: home, owner: owner}, nil
}

// knownHome returns where an earlier start put the data, "" if there was none.
func knownHome(dir string) (string, error) {
	text, err := os.ReadFile(pointerIn(dir))
	if err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	inside := filepath.Join(dir, "postgres")
	if _, err := os.Stat(inside); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return inside, nil
}

// makeHome makes a home inside dir if the server's user can get there, and
// otherwise in a folder of its own, which a file in dir then names.
func makeHome(ctx context.Context, dir string) (place, error) {
	owner, err := pickAccount()
	if err != nil {
		return place{}, err
	}
	if !owner.other || owner.canEnter(ctx, dir) {
		home := filepath.Join(dir, "postgres")
		if err := os.Mkdir(home, 0o700); err != nil {
			return place{}, err
		}
		return claim(dir, home, owner)
	}
	home, err := homeElsewhere(ctx, owner, dir)
	if err != nil {
		return place{}, fmt.Errorf("the user %d that is to run PostgreSQL cannot enter %s, and no other folder will do: %w",
			owner.uid, dir, err)
	}
	if err := os.WriteFile(pointerIn(dir), []byte(home+"\n"), 0o600); err != nil {
		return place{}, err
	}
	return claim(dir, home, owner)
}

// homeElsewhere makes a folder that the owner can enter. Its name is new each
// time: a Dir that was emptied starts anew, and never finds old data.
func homeElsewhere(ctx context.Context, owner account, dir string) (string, error) {
	var failed []error
	for _, parent := range []string{elsewhere, filepath.Join(os.TempDir(), "casetrail"), "/tmp/casetrail"} {
		if err := os.MkdirAll(parent, 0o711); err != nil {
			failed = append(failed, err)
			continue
		}
		if info, err := os.Lstat(parent); err != nil || !trusted(info) {
			failed = append(failed, fmt.Errorf("%s is not a folder of root's", parent))
			continue
		}
		if !owner.canEnter(ctx, parent) {
			failed = append(failed, fmt.Errorf("%s cannot be entered", parent))
			continue
		}
		return os.MkdirTemp(parent, shortHash(dir)+"-")
	}
	return "", errors.Join(failed...)
}

// trusted says whether nobody but ourselves can put things into a folder.
func trusted(info os.FileInfo) bool {
	owner, err := ownerOf(info)
	return err == nil && info.IsDir() && !owner.other && info.Mode().Perm()&0o022 == 0
}

// claim gives home to the user that will run the server.
func claim(dir, home string, owner account) (place, error) {
	return place{dir: dir, home: home, owner: owner}, owner.give(home)
}

// major returns the version that made the data, 0 if there is none yet.
func (p place) major() (int, error) {
	text, err := os.ReadFile(filepath.Join(p.data(), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

// shortHash names what belongs to dir in folders that are shared.
func shortHash(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return hex.EncodeToString(sum[:6])
}
