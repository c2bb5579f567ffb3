package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	logpg "github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

// The files of a backup. Those of the log and those of the keys belong in different places.
const (
	logDump, logManifest   = "log.dump", "log.json"
	keysDump, keysManifest = "keys.dump", "keys.json"
	erasuresFile           = "erasures.jsonl"
)

// manifest says what a dump holds.
type manifest struct {
	Backup int           `json:"casetrail_backup"` // number of the format
	Of     string        `json:"of"`               // log or keys
	Taken  time.Time     `json:"taken"`
	Log    logpg.State   `json:"log"`           // where the log stood then
	Sum    *transfer.Sum `json:"sum,omitempty"` // of the log, so that a restored one can be checked
	File   string        `json:"file"`
	SHA256 string        `json:"sha256"` // of the file
}

// writeManifest describes a dump that lies in the folder.
func writeManifest(dir, name string, m manifest) (manifest, error) {
	var err error
	m.Backup, m.Taken = 1, m.Taken.UTC().Truncate(time.Second)
	if m.SHA256, err = digest(filepath.Join(dir, m.File)); err != nil {
		return m, err
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	return m, os.WriteFile(filepath.Join(dir, name), append(b, '\n'), 0o600)
}

// readManifest reads what describes a dump, and compares the dump with it.
func readManifest(dir, name, of string) (m manifest, err error) {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return m, misuse("%s holds no backup of the %s: there is no %s", dir, of, name)
	}
	if err != nil {
		return m, err
	}
	switch err := json.Unmarshal(b, &m); {
	case err != nil || m.Of != of || m.File != filepath.Base(m.File) || of == "log" && m.Backup == 1 && m.Sum == nil:
		return m, fmt.Errorf("%s is not the manifest of a backup of the %s", filepath.Join(dir, name), of)
	case m.Backup != 1:
		return m, fmt.Errorf("a newer program made this backup (format %d)", m.Backup)
	}
	sum, err := digest(filepath.Join(dir, m.File))
	if err == nil && sum != m.SHA256 {
		err = fmt.Errorf("%s was changed since the backup: its checksum is another", filepath.Join(dir, m.File))
	}
	return m, err
}

func digest(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
