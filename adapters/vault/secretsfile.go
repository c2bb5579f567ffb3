package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const largestSecrets = 64 << 10

// LoadSecrets reads the root secrets. It refuses a file that anyone but its owner may read or write.
// No error shows any of the content.
func LoadSecrets(path string) (*Secrets, error) {
	content, err := readPrivate(path)
	if err != nil {
		return nil, err
	}
	var r roots
	if err := json.Unmarshal(content, &r); err != nil {
		return nil, fmt.Errorf("secrets file %s: it is not the JSON of root secrets", path) // err quotes the content
	}
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("secrets file %s: %w", path, err)
	}
	return hidden(r), nil
}

func readPrivate(path string) (content []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("secrets file: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat() // of what was opened, not of what lies there now
	if err != nil {
		return nil, fmt.Errorf("secrets file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("secrets file %s: it is not a regular file", path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("secrets file %s: others may use it (mode %#o): chmod 600", path, mode)
	}
	content, err = io.ReadAll(io.LimitReader(f, largestSecrets+1))
	if err == nil && len(content) > largestSecrets {
		err = fmt.Errorf("secrets file %s: it is too large to be one", path)
	}
	return content, err
}

// WriteSecrets writes root secrets to a new file that only its owner may read. It never replaces a file: of several
// that write at once one wins, the others get fs.ErrExist, and nobody ever reads half a file.
func WriteSecrets(path string, s *Secrets) error {
	content, err := json.MarshalIndent(s.roots(), "", "  ")
	if err != nil {
		return errors.New("writing root secrets: they do not encode")
	}
	temp, err := writeTemp(filepath.Dir(path), append(content, '\n'))
	if err != nil {
		return fmt.Errorf("writing root secrets: %w", err)
	}
	err = os.Link(temp, path) // unlike a rename, this fails when the file exists
	if errors.Is(err, fs.ErrExist) {
		err = fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	if err = errors.Join(err, os.Remove(temp)); err != nil {
		return fmt.Errorf("writing root secrets: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// writeTemp leaves the content on disk, mode 0600, under a name of its own.
func writeTemp(dir string, content []byte) (name string, err error) {
	f, err := os.CreateTemp(dir, ".secrets-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), err
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
