package esdb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// unlimited looks for streams whose metadata lets events vanish. It looks for a while only: in a large log a limit may stay
// unseen until its stream is read, and then misses revisions.
func (l *Log) unlimited(ctx context.Context) error {
	looking, cancel := context.WithTimeout(ctx, l.options.Look)
	defer cancel()
	s := l.client.start(looking, vendor.SubscribeToAllOptions{
		From: vendor.Start{}, MaxSearchWindow: 4096, Filter: &vendor.SubscriptionFilter{Type: vendor.EventFilterType, Prefixes: []string{"$metadata"}},
	})
	defer s.cancel()
	limits := map[string]string{}
	for i := range s.items {
		if i.caughtUp {
			return refused(limits)
		}
		if stream, ok := strings.CutPrefix(i.event.StreamID, "$$"); ok && !system(stream) {
			limits[stream] = limit(i.event.Data)
		}
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case looking.Err() == nil:
		return fmt.Errorf("looking for limits of streams: %w", s.fault())
	}
	l.options.Logger.Warn("looked for limits of streams in a part of the log only", "for", l.options.Look)
	return refused(limits)
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
func refused(limits map[string]string) error {
	var found []string
	for stream, limit := range limits {
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
