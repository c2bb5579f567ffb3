package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

// ClusterEnv names a running server for the tests: the URL of a superuser in
// any database of it.
const ClusterEnv = "CASETRAIL_TEST_CLUSTER"

// Main runs the tests of a package and then what the package wants done at its
// end, and stops the server, if one of the tests started it. It does not return.
func Main(m *testing.M, after ...func() error) {
	code := m.Run()
	for _, end := range append(after, own.stop) {
		if err := end(); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest:", err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// ownCluster is the server of this test binary, started when first needed.
type ownCluster struct {
	once    sync.Once
	running *ThrowAway
	err     error
}

var own ownCluster

// adminURL is where databases are made.
func adminURL() (string, error) {
	if url := os.Getenv(ClusterEnv); url != "" {
		return url, nil
	}
	own.once.Do(func() { own.running, own.err = StartThrowAway(context.Background()) })
	if own.err != nil {
		return "", own.err
	}
	return own.running.URL, nil
}

func (o *ownCluster) stop() error {
	if o.running == nil {
		return nil
	}
	return o.running.Stop()
}

// ThrowAway is a server that leaves nothing behind.
type ThrowAway struct {
	URL     string // of the superuser
	cluster *cluster.Cluster
}

// StartThrowAway starts a server in a folder of its own. It is quick because it
// trusts that nothing crashes: its speed says nothing about that of a server.
func StartThrowAway(ctx context.Context) (*ThrowAway, error) { return start(ctx, false) }

// StartDurable starts one that flushes as a server must, with the settings that
// a cluster of `casetrail dev` runs with: for measuring, and for crashes.
func StartDurable(ctx context.Context) (*ThrowAway, error) { return start(ctx, true) }

func start(ctx context.Context, durable bool) (*ThrowAway, error) {
	dir, err := os.MkdirTemp("", "casetrail-test-")
	if err != nil {
		return nil, err
	}
	// The server's user must get through it, under root.
	if err := os.Chmod(dir, 0o711); err != nil {
		return nil, err
	}
	c, err := cluster.Start(ctx, cluster.Options{Dir: dir, ThrowAway: true, Durable: durable, Log: os.Stderr})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &ThrowAway{URL: c.URL("postgres"), cluster: c}, nil
}

// Stop stops the server and deletes what it had.
func (s *ThrowAway) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return s.cluster.Stop(ctx)
}
