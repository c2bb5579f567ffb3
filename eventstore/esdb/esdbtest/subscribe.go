package esdbtest

import (
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
)

const liveBuffer = 32 // events that a live subscription may be behind

// subscription walks the log as it grows.
type subscription struct {
	*reading
	next     int // index in the log
	keep     func(record) bool
	interval int // examined events between two checkpoints; 0: none
	examined int
	live     bool
	missing  bool // the stream did not exist when it began
}

func (r *reading) subscribe() error {
	s, err := r.subscription()
	if err != nil {
		return err
	}
	dropped := r.faults.subscribed()
	err = r.call.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{
		Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: uuid.NewString()},
	}})
	for err == nil {
		all, changed := r.log.snapshot()
		if err = s.advance(all, dropped); err != nil {
			break
		}
		select {
		case <-changed:
		case <-dropped:
			err = errTooSlow
		case <-r.call.Context().Done():
			err = r.call.Context().Err()
		}
	}
	return err
}

// subscription finds where the call begins. Where a position is given, it begins behind it.
func (r *reading) subscription() (s *subscription, err error) {
	s = &subscription{reading: r}
	if r.options.GetStream() != nil {
		return s, s.toStream()
	}
	if s.keep, err = r.filter(); err != nil {
		return nil, err
	}
	if f := r.options.GetFilter(); f != nil {
		s.interval = int(f.GetMax() * f.GetCheckpointIntervalMultiplier())
	}
	all, _ := r.log.snapshot()
	switch from := r.options.GetAll(); {
	case from.GetEnd() != nil:
		s.next = len(all)
	case from.GetPosition() != nil:
		s.next, err = index(all, pointOf(from.GetPosition()), true)
	}
	return s, err
}

func (s *subscription) toStream() error {
	from := s.options.GetStream()
	name := string(from.GetStreamIdentifier().GetStreamName())
	all, _ := s.log.snapshot()
	visible, err := s.log.read(name)
	if s.missing = errors.Is(err, errNotFound); err != nil && !s.missing {
		return err
	}
	first := int64(0)
	if len(visible) > 0 {
		first = visible[0].number
	}
	if revision, ok := from.GetRevisionOption().(*streams.ReadReq_Options_StreamOptions_Revision); ok {
		first = max(first, int64(revision.Revision)+1)
	}
	if from.GetEnd() != nil {
		s.next = len(all)
	}
	s.keep = func(e record) bool { return e.stream == name && e.number >= first }
	return nil
}

// advance sends what is new.
func (s *subscription) advance(all []record, dropped <-chan struct{}) error {
	if s.live && len(all)-s.next > liveBuffer {
		if s.version.before(24, 2) {
			return errTooSlow
		}
		s.live = false
	}
	for ; s.next < len(all); s.next++ {
		select {
		case <-dropped:
			return errTooSlow
		default:
		}
		if err := s.examine(all[s.next]); err != nil {
			return err
		}
	}
	if s.live {
		return nil
	}
	s.live = true
	if s.version.before(23, 10) || s.missing && s.version.before(24, 2) {
		return nil
	}
	return s.call.Send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}})
}

func (s *subscription) examine(e record) error {
	if s.keep(e) {
		if e.kind == tombstone && s.options.GetStream() != nil {
			return streamDeleted(e.stream)
		}
		if err := s.send(e); err != nil {
			return err
		}
	}
	if s.examined++; s.interval == 0 || s.examined%s.interval > 0 {
		return nil
	}
	return s.call.Send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{
		Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: e.position, PreparePosition: e.position},
	}})
}
