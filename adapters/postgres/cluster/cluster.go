package cluster

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// Options say where a cluster lies and what it promises.
type Options struct {
	// Dir is the cluster's folder; it is made if it is missing.
	Dir string
	// Durable keeps what was committed through a crash of the machine.
	Durable bool
	// ThrowAway deletes all that the cluster put on the disk, and Dir if nothing
	// else is in it, when it stops or this process ends without stopping it.
	ThrowAway bool
	// Env is added to the server's environment, as NAME=value.
	Env []string
	// Log receives what a person should know while the cluster starts; nil
	// discards it.
	Log io.Writer
}

// Cluster is a running server.
type Cluster struct {
	options Options
	place   place
	socket  string
	lock    *os.File
	server  *server
	watch   *watch
	stop    sync.Once
	stopped error
}

// Start starts the cluster in Options.Dir and returns when it takes
// connections; data of an earlier start is found again, also after everything
// was killed. A folder that another process runs a cluster in is refused.
func Start(ctx context.Context, o Options) (started *Cluster, err error) {
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Dir, err = realFolder(o.Dir); err != nil {
		return nil, err
	}
	c := &Cluster{options: o}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.release())
		}
	}()
	if c.lock, err = lockDir(o.Dir); err != nil {
		return nil, err
	}
	if c.place, err = settle(ctx, o.Dir); err != nil {
		return nil, err
	}
	if err = c.start(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// start brings the server up in a place that is ours alone.
func (c *Cluster) start(ctx context.Context) error {
	major, err := c.place.major()
	if err != nil {
		return err
	}
	bindir, err := find(ctx, c.options.Log, major)
	if err != nil {
		return err
	}
	if err := stopOrphan(ctx, c.place, bindir); err != nil {
		return err
	}
	if err := initialize(ctx, c.place, bindir, c.options.Durable); err != nil {
		return err
	}
	if c.socket, err = socketFolder(ctx, c.place); err != nil {
		return err
	}
	if c.server, err = launch(ctx, c.place, bindir, settings(c.options.Durable, c.socket), c.options.Env, c.URL("postgres")); err != nil {
		return err
	}
	c.watch, err = c.watchOver()
	return err
}

// URL is the libpq URL of a database of the cluster, for its superuser.
func (c *Cluster) URL(database string) string {
	return socketURL(c.socket, database)
}

// Ended is closed when the server is gone, also when nobody asked for it.
func (c *Cluster) Ended() <-chan struct{} { return c.server.ended }

// LogFile is where the server writes its log.
func (c *Cluster) LogFile() string { return c.place.log() }

// realFolder makes dir and returns the one name that it is known by.
func realFolder(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("a cluster needs a folder")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(dir)
}
