package esdb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// unlimited looks for streams whose metadata lets events vanish. It looks for a while only: in a large log a limit may stay
// unseen until its stream is read, and then misses revisions.
func (l *Log) unlimited(ctx context.Context) error {
	found, err := reading(ctx, l, l.options.Look+readFor, func(ctx context.Context, c *vendor.Client) (limits, error) {
		return look(ctx, c, l.options.Look)
	})
	if err != nil {
		return fmt.Errorf("looking for limits of streams: %w", err)
	}
	if !found.all {
		l.options.Logger.Warn("looked for limits of streams in a part of the log only", "for", l.options.Look)
	}
	return found.refused()
}

// limits are those that were found, by stream.
type limits struct {
	of  map[string]string
	all bool // there are no others
}

func look(ctx context.Context, c *vendor.Client, long time.Duration) (limits, error) {
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	found := limits{of: map[string]string{}}
	err := each(ctx, c, metadataOnly, func(i item) error {
		if i.caughtUp {
			found.all = true
			return errNoMore
		}
		if stream, ok := strings.CutPrefix(i.event.StreamID, "$$"); ok && !system(stream) {
			found.of[stream] = limit(i.event.Data)
		}
		return nil
	})
	if found.all || ctx.Err() != nil || status.Code(err) == codes.DeadlineExceeded {
		return found, nil
	}
	return found, err
}

var metadataOnly = vendor.SubscribeToAllOptions{
	From: vendor.Start{}, MaxSearchWindow: 4096, // a window a message
	Filter: &vendor.SubscriptionFilter{Type: vendor.EventFilterType, Prefixes: []string{"$metadata"}},
}

// limit is what a stream's metadata hides or removes; empty: nothing.
func limit(metadata []byte) string {
	var set struct {
		Count  json.Number `json:"$maxCount"`
		Age    json.Number `json:"$maxAge"`
		Before json.Number `json:"$tb"`
	}
	if json.Unmarshal(metadata, &set) != nil {
		return "" // nor can the server read it
	}
	for name, value := range map[string]json.Number{"$maxCount": set.Count, "$maxAge": set.Age, "$tb": set.Before} {
		if value != "" && value != "0" {
			return name
		}
	}
	return ""
}

// refused names the streams that lose events; a log that forgets is none.
func (l limits) refused() error {
	var found []string
	for stream, limit := range l.of {
		if limit != "" {
			found = append(found, fmt.Sprintf("%s (%s)", stream, limit))
		}
	}
	if len(found) == 0 {
		return nil
	}
	slices.Sort(found)
	return fmt.Errorf("the event store lets events of %d streams vanish: take the limit from the metadata of %s",
		len(found), strings.Join(found[:min(len(found), 5)], ", "))
}
