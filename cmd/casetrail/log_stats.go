package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/casetrail/casetrail/eventstore"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

type logStats struct{ stores }

// logFigures are the figures of a log, and what its bytes are those of.
type logFigures struct {
	logpg.Stats
	BytesOf string `json:"bytes_of"`
}

// Run counts.
func (c logStats) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	s, err := core.stats(ctx)
	if err != nil {
		return err
	}
	return t.answer(s, func(w io.Writer) {
		fmt.Fprintf(w, "events   %d\nstreams  %d\nbytes    %d of %s\nhead     %d\n", s.Events, s.Streams, s.Bytes, s.BytesOf, s.Head)
		if !s.First.IsZero() {
			fmt.Fprintf(w, "first    %s\nlast     %s\n", s.First.Format(time.RFC3339), s.Last.Format(time.RFC3339))
		}
	})
}

// count passes over a whole log that keeps no count. What it takes on the disk of its server is not known here.
func count(ctx context.Context, log eventstore.Log) (f logFigures, err error) {
	info, err := log.Info(ctx)
	if err != nil {
		return f, err
	}
	f.Head, f.BytesOf = info.Head, "data and metadata"
	for r, err := range transfer.Until(ctx, log, info.Head) {
		if err != nil {
			return f, err
		}
		if f.Events++; f.Events == 1 {
			f.First = r.Stored
		}
		if f.Last = r.Stored; r.Revision == 1 {
			f.Streams++
		}
		f.Bytes += int64(len(r.Data) + len(r.Event.Meta))
	}
	return f, nil
}
