package projections

import (
	"context"
	"sync"

	"github.com/casetrail/casetrail/domain"
)

// feeds starts one reader of the log's end for the first worker of a server, and ends it after the last.
type feeds struct {
	engine *Engine

	mu    sync.Mutex
	feed  *feed
	users int
	stop  func()
}

// enter answers the feed, which starts at head if there is none yet. The reader outlives the worker that needed it first.
func (fs *feeds) enter(ctx context.Context, head domain.Position) *feed {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.users++; fs.users > 1 {
		return fs.feed
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f, ended := newFeed(head), make(chan struct{})
	go func() {
		defer close(ended)
		fs.engine.read(ctx, f)
	}()
	fs.feed, fs.stop = f, func() { cancel(); <-ended }
	return f
}

func (fs *feeds) leave() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.users--; fs.users == 0 {
		fs.stop()
	}
}
