package cluster

import (
	"bytes"
	"os"
)

const (
	maxLog  = 10 << 20 // a longer log is put aside at the next start
	maxTail = 2 << 10  // of the log, in an error
)

func oldLog(path string) string { return path + ".old" }

// openLog opens the server's log for appending and tells where it ends now.
func openLog(path string) (file *os.File, end int64, err error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		if err := os.Rename(path, oldLog(path)); err != nil {
			return nil, 0, err
		}
	}
	file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, 0, err
	}
	return file, info.Size(), nil
}

// tail returns the end of what the log says since an offset.
func tail(path string, since int64) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return "(" + err.Error() + ")"
	}
	text = text[min(since, int64(len(text))):]
	text = text[max(0, len(text)-maxTail):]
	return string(bytes.TrimSpace(text))
}
