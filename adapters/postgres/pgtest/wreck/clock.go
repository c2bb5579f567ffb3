package wreck

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

//go:embed clock/clock.c
var clockSource []byte

// clock is that of the server alone: a few functions are laid between it and the system's library.
type clock struct {
	library, file string

	mu      sync.Mutex
	seconds int64
}

// ErrClock says why the clock cannot be turned here.
var ErrClock = errors.New("the server's clock can be turned on Linux with a C compiler only")

// newClock builds it. Where it cannot be built everything else works.
func newClock(dir string) (*clock, error) {
	c := &clock{library: filepath.Join(dir, "clock.so"), file: filepath.Join(dir, "clock")}
	if err := c.write(); err != nil {
		return nil, err
	}
	compiler, err := exec.LookPath("cc")
	if err != nil || runtime.GOOS != "linux" {
		return &clock{}, nil
	}
	cmd := exec.Command(compiler, "-shared", "-fPIC", "-O1", "-o", c.library, "-x", "c", "-", "-ldl")
	cmd.Stdin = strings.NewReader(string(clockSource))
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the clock: %w: %s", err, out)
	}
	return c, os.Chmod(c.library, 0o755)
}

func (c *clock) env() []string {
	if c.library == "" {
		return nil
	}
	return []string{"LD_PRELOAD=" + c.library, "CLOCK_FILE=" + c.file}
}

func (c *clock) turn(by time.Duration) error {
	if c.library == "" {
		return ErrClock
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seconds += int64(by / time.Second)
	return c.write()
}

// write changes the file in place: the server has it mapped.
func (c *clock) write() error {
	file, err := os.OpenFile(c.file, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(binary.Write(file, binary.NativeEndian, c.seconds), file.Close())
}
