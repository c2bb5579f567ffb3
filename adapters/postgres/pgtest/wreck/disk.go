package wreck

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
)

// disk is one in memory that is small enough to be filled.
type disk struct{ dir string }

// CanFill says whether this machine and user can give a server a disk of its own.
func CanFill() bool { return runtime.GOOS == "linux" && os.Geteuid() == 0 }

func mount(dir string, bytes int) (*disk, error) {
	if err := os.Mkdir(dir, 0o711); err != nil {
		return nil, err
	}
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d,mode=711", bytes), "tmpfs", dir).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("mounting a small disk: %w: %s", err, out)
	}
	return &disk{dir}, nil
}

func (d *disk) unmount() {
	_ = exec.Command("umount", "-l", d.dir).Run() // it is gone with the machine at the latest
}

func (d *disk) balloon() string { return filepath.Join(d.dir, "balloon") }

// FillDisk leaves no room on the server's disk. What it cannot write to its log of changes ends it.
func (s *Server) FillDisk() error {
	file, err := os.Create(s.disk.balloon())
	if err != nil {
		return err
	}
	for _, size := range []int{1 << 20, 4 << 10} {
		for block := make([]byte, size); err == nil; {
			_, err = file.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			return errors.Join(err, file.Close())
		}
		err = nil
	}
	return file.Close()
}

// FreeDisk makes room again, and starts the server if it has ended.
func (s *Server) FreeDisk() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.Remove(s.disk.balloon()); err != nil {
		return err
	}
	select {
	case <-s.running.Load().Ended():
		return s.again()
	default:
		return nil
	}
}
