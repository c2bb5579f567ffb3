package esdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// The stream that says which log this is. Its last event counts. To followers its events are the event store's own.
const (
	originStream = "casetrail-log"
	originType   = "$casetrail-origin"
)

// origin is which log this is, and which life of it.
type origin struct {
	Store uuid.UUID `json:"store"`
	Epoch uuid.UUID `json:"epoch"` // new after every restore

	revision domain.Revision
}

// origin reads it; nil: there is no log yet.
func (l *Log) origin(ctx context.Context) (*origin, error) {
	last, err := l.last(ctx, originStream)
	if last == nil || err != nil {
		return nil, err
	}
	o := origin{revision: recorded(last).Revision}
	if err := json.Unmarshal(last.Data, &o); err != nil || last.EventType != originType || o.Store == uuid.Nil || o.Epoch == uuid.Nil {
		return nil, fmt.Errorf("stream %s does not say which log this is: its last event is not a log's", originStream)
	}
	return &o, nil
}

// begun is the origin of a log that is there or, of all who begin one at the same moment, of the first.
func (l *Log) begun(ctx context.Context) (*origin, error) {
	o, err := l.origin(ctx)
	if o != nil || err != nil {
		return o, err
	}
	if err := l.originate(ctx, origin{Store: uuid.New(), Epoch: uuid.New()}); err != nil && faultOf(err) != conflict {
		return nil, err
	}
	if o, err = l.origin(ctx); o == nil && err == nil {
		err = errors.New("the log was begun and is not there")
	}
	return o, err
}

// originate writes an origin after the one that was read.
func (l *Log) originate(ctx context.Context, o origin) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = l.write(ctx, originStream, o.revision, proposed([]eventstore.Event{{ID: uuid.New(), Type: originType, Data: data}}))
	return err
}

// NewEpoch says that the log was restored: positions after its head will be given to other events than before. Whoever
// follows it, or remembers a position, finds out.
func (l *Log) NewEpoch(ctx context.Context) (uuid.UUID, error) {
	if err := l.usable(ctx); err != nil {
		return uuid.Nil, err
	}
	o, err := l.begun(ctx)
	if err == nil {
		o.Epoch = uuid.New()
		err = l.originate(ctx, *o)
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("giving the log a new epoch: %w", err)
	}
	return o.Epoch, nil
}
