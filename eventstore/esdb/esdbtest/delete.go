package esdbtest

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
)

// Delete hides what a stream holds; the next append goes on with its numbers.
func (c *calls) Delete(ctx context.Context, q *streams.DeleteReq) (*streams.DeleteResp, error) {
	expected, _ := expectation(q.GetOptions().GetExpectedStreamRevision())
	name := string(q.GetOptions().GetStreamIdentifier().GetStreamName())
	p, err := c.remove(ctx, name, expected, func() record { return c.log.truncate(name, forever) })
	if err != nil {
		return nil, err
	}
	return &streams.DeleteResp{PositionOption: &streams.DeleteResp_Position_{
		Position: &streams.DeleteResp_Position{CommitPosition: p, PreparePosition: p},
	}}, nil
}

// Tombstone deletes a stream for ever.
func (c *calls) Tombstone(ctx context.Context, q *streams.TombstoneReq) (*streams.TombstoneResp, error) {
	expected, _ := expectation(q.GetOptions().GetExpectedStreamRevision())
	name := string(q.GetOptions().GetStreamIdentifier().GetStreamName())
	p, err := c.remove(ctx, name, expected, func() record {
		r := system(tombstone, "")
		r.stream, r.number = name, forever
		c.log.put(r)
		return c.log.streams[name][len(c.log.streams[name])-1]
	})
	if err != nil {
		return nil, err
	}
	return &streams.TombstoneResp{PositionOption: &streams.TombstoneResp_Position_{
		Position: &streams.TombstoneResp_Position{CommitPosition: p, PreparePosition: p},
	}}, nil
}

func (c *calls) remove(ctx context.Context, name string, expected int64, write func() record) (uint64, error) {
	if err := c.admit(ctx); err != nil {
		return 0, err
	}
	c.log.mu.Lock()
	defer c.log.mu.Unlock()
	switch current := c.log.last(name); {
	case current == forever:
		return 0, fail(ctx, streamDeleted(name))
	case !c.log.exists(name, expected):
		return 0, fail(ctx, wrongDelete(name, expected, current))
	}
	return write().position, nil
}
