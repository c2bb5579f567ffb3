package esdbtest

import (
	"errors"
	"math"
	"sort"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Read answers pages and subscriptions, of a stream or of everything.
func (c *calls) Read(q *streams.ReadReq, call streams.Streams_ReadServer) error {
	if err := c.admit(call.Context()); err != nil {
		return err
	}
	o := q.GetOptions()
	if o.GetFilterOption() == nil || o.GetUuidOption() == nil || o.GetControlOption() != nil {
		return status.Error(codes.InvalidArgument, "this combination of options is not answered")
	}
	r := &reading{calls: c, call: call, options: o}
	err := r.run()
	if errors.Is(err, errNotFound) {
		return call.Send(&streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{
			StreamNotFound: &streams.ReadResp_StreamNotFound{StreamIdentifier: o.GetStream().GetStreamIdentifier()},
		}})
	}
	return fail(call.Context(), err)
}

// reading is one call.
type reading struct {
	*calls
	call    streams.Streams_ReadServer
	options *streams.ReadReq_Options
}

func (r *reading) run() error {
	if r.options.GetSubscription() != nil {
		return r.subscribe()
	}
	window, keep, err := r.window()
	if err != nil {
		return err
	}
	left := r.options.GetCount()
	for i, e := range window {
		if r.backwards() {
			e = window[len(window)-1-i]
		}
		if !keep(e) {
			continue
		}
		if left == 0 {
			break
		}
		left--
		if err := r.send(e); err != nil {
			return err
		}
	}
	return nil
}

// window is what lies ahead of where the call begins, in the order of the log, and which of it is wanted.
func (r *reading) window() (all []record, keep func(record) bool, err error) {
	if r.options.GetStream() != nil {
		all, err = r.ofStream()
		return all, func(record) bool { return true }, err
	}
	if keep, err = r.filter(); err != nil {
		return nil, nil, err
	}
	all, _ = r.log.snapshot()
	i := 0
	switch from := r.options.GetAll(); {
	case from.GetEnd() != nil:
		i = len(all)
	case from.GetPosition() != nil:
		// Forwards the record at the position is the first, backwards the one before it.
		i, err = index(all, pointOf(from.GetPosition()), false)
	}
	if r.backwards() {
		return all[:i], keep, err
	}
	return all[i:], keep, err
}

// ofStream includes the event at the revision, in both directions.
func (r *reading) ofStream() ([]record, error) {
	from := r.options.GetStream()
	all, err := r.log.read(string(from.GetStreamIdentifier().GetStreamName()))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	i := 0
	switch o := from.GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_End:
		i = len(all)
	case *streams.ReadReq_Options_StreamOptions_Revision:
		i = sort.Search(len(all), func(i int) bool { return uint64(all[i].number) >= o.Revision })
	}
	if r.backwards() {
		return all[:min(i+1, len(all))], nil
	}
	return all[i:], nil
}

func (r *reading) backwards() bool {
	return r.options.GetReadDirection() == streams.ReadReq_Options_Backwards
}

func (r *reading) send(e record) error {
	sent := &streams.ReadResp_ReadEvent{
		Event:    r.recorded(&e),
		Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: e.position},
	}
	if r.options.GetResolveLinks() && e.kind == "$>" {
		sent.Link, sent.Event = sent.Event, r.recorded(r.log.target(e))
	}
	if r.positionless() {
		sent.Position = &streams.ReadResp_ReadEvent_NoPosition{NoPosition: &shared.Empty{}}
	}
	return r.call.Send(&streams.ReadResp{Content: &streams.ReadResp_Event{Event: sent}})
}

func (r *reading) recorded(e *record) *streams.ReadResp_ReadEvent_RecordedEvent {
	if e == nil {
		return nil
	}
	sent := recordOnWire(e, r.options.GetUuidOption().GetString_() != nil)
	if r.positionless() {
		sent.CommitPosition, sent.PreparePosition = math.MaxUint64, math.MaxUint64
	}
	return sent
}

// positionless: readers of one stream may be told no positions; readers of everything always are.
func (r *reading) positionless() bool {
	return r.options.GetStream() != nil && r.faults.without()
}
