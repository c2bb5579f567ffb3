package esdbtest

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// calls is the Streams service, for as long as one listener lives.
type calls struct {
	streams.UnimplementedStreamsServer
	*Server
	listener *listener
}

// Append takes a header and then one message an event.
func (c *calls) Append(call streams.Streams_AppendServer) error {
	ctx := call.Context()
	if err := c.admit(ctx); err != nil {
		hearOut(call)
		return err
	}
	header, err := call.Recv()
	if err != nil {
		return err
	}
	o := header.GetOptions()
	name := string(o.GetStreamIdentifier().GetStreamName())
	expected, ok := expectation(o.GetExpectedStreamRevision())
	if name == "" || !ok {
		return status.Error(codes.InvalidArgument, "the first message must hold a stream and what is expected of it")
	}
	records, err := c.receive(ctx, call)
	if err != nil {
		return err
	}
	began := time.Now()
	w := c.log.append(name, expected, records)
	if err := c.faults.waited(ctx, &c.faults.after, began); err != nil {
		return err
	}
	if (w.verdict == fresh || w.verdict == repeated) && c.faults.take(&c.faults.lose) {
		return c.lost(ctx)
	}
	if w.verdict == deleted {
		return fail(ctx, streamDeleted(name))
	}
	return call.SendAndClose(c.answer(expected, w))
}

// hearOut reads what is still said: a client that is told no while it speaks may lose the answer.
func hearOut(call streams.Streams_AppendServer) {
	for {
		if _, err := call.Recv(); err != nil {
			return
		}
	}
}

// receive reads the events. Like the server it stops at the first that is too much, while the client still sends.
func (c *calls) receive(ctx context.Context, call streams.Streams_AppendServer) (records []record, err error) {
	size := 0
	for {
		m, err := call.Recv()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		if c.faults.take(&c.faults.cut) {
			c.listener.cut(caller(ctx))
			return nil, errUnavailable
		}
		r, err := proposed(m.GetProposedMessage())
		if err != nil {
			return nil, err
		}
		if size += len(r.data); !c.version.before(24, 10) {
			size += len(r.meta) + 2*len(r.kind)
		}
		if size > c.maxAppend {
			return nil, fail(ctx, tooLarge(c.maxAppend))
		}
		records = append(records, r)
	}
}

func proposed(m *streams.AppendReq_ProposedMessage) (r record, err error) {
	r = record{
		kind:    m.GetMetadata()["type"],
		content: m.GetMetadata()["content-type"],
		data:    m.GetData(),
		meta:    m.GetCustomMetadata(),
	}
	if r.kind == "" || r.content == "" {
		return r, status.Error(codes.InvalidArgument, "Required Metadata Property 'type' or 'content-type' is missing")
	}
	if r.id, err = idFromWire(m.GetId()); err != nil || r.id == uuid.Nil {
		return r, status.Error(codes.Unknown, "Exception was thrown by handler. Empty eventId provided.")
	}
	return r, nil
}

// answer leaves the position of a repeat out when told so.
func (c *calls) answer(expected int64, w written) *streams.AppendResp {
	if w.verdict == wrong {
		return wrongExpected(expected, w.current)
	}
	success := &streams.AppendResp_Success{
		CurrentRevisionOption: &streams.AppendResp_Success_NoStream{NoStream: &shared.Empty{}},
		PositionOption:        &streams.AppendResp_Success_NoPosition{NoPosition: &shared.Empty{}},
	}
	if w.current >= 0 {
		success.CurrentRevisionOption = &streams.AppendResp_Success_CurrentRevision{CurrentRevision: uint64(w.current)}
	}
	if w.last != nil && !(w.verdict == repeated && c.faults.without()) {
		p := w.last.position
		success.PositionOption = &streams.AppendResp_Success_Position{
			Position: &streams.AppendResp_Position{CommitPosition: p, PreparePosition: p},
		}
	}
	return &streams.AppendResp{Result: &streams.AppendResp_Success_{Success: success}}
}
