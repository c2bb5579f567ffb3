package cluster

import (
	"context"
	"errors"
	"os"
)

// Stop ends the server: sessions are cut off, what was committed is written
// out. When the context ends first, the server is ended at once, which the
// next start recovers from. Stopping twice answers the same.
func (c *Cluster) Stop(ctx context.Context) error {
	c.stop.Do(func() {
		c.stopped = errors.Join(c.server.end(ctx), c.release())
	})
	return c.stopped
}

// release gives back all that Start took, as far as it came.
func (c *Cluster) release() error {
	var failed []error
	if c.server != nil {
		c.server.kill() // nothing to do after an orderly end
	}
	if c.watch != nil {
		c.watch.dismiss()
	}
	if c.socket != "" {
		failed = append(failed, os.RemoveAll(c.socket))
	}
	if c.options.ThrowAway && c.place.home != "" {
		for _, path := range c.leavings() {
			failed = append(failed, os.RemoveAll(path))
		}
		_ = os.Remove(c.place.dir) // unless it holds something of the caller's
	}
	if c.lock != nil {
		failed = append(failed, c.lock.Close())
	}
	return errors.Join(failed...)
}

// leavings is all that a cluster puts on the disk.
func (c *Cluster) leavings() []string {
	p := c.place
	all := []string{p.home, p.log(), oldLog(p.log()), p.pointer(), lockFile(p.dir)}
	if c.socket != "" {
		all = append(all, c.socket)
	}
	return all
}
