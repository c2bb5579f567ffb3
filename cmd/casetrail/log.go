package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

type logCommands struct {
	Stats  logStats  `cmd:"" help:"Count the events, streams and bytes."`
	Tail   logTail   `cmd:"" help:"Print events as they are stored; personal data stays sealed."`
	Copy   logCopy   `cmd:"" help:"Copy the whole log to another store."`
	Export logExport `cmd:"" help:"Write the whole log to a file; personal data stays sealed."`
	Import logImport `cmd:"" help:"Read a whole log from a file."`
	Verify logVerify `cmd:"" help:"Check the log, or compare it with another or with a file."`
}

type logTail struct {
	stores
	After  uint64 `name:"after" help:"Only events after this position."`
	Stream string `name:"stream" help:"Only this stream, from its beginning." placeholder:"NAME"`
	Follow bool   `name:"follow" short:"f" help:"Wait for more; without it, end at the head."`
}

type storedEvent struct {
	Position domain.Position `json:"position"`
	Stream   string          `json:"stream"`
	Revision domain.Revision `json:"revision"`
	ID       string          `json:"id"`
	Type     string          `json:"type"`
	Stored   time.Time       `json:"stored"`
	Meta     any             `json:"meta"`
	Data     any             `json:"data"`
}

// Run prints one event a line: as JSON with all its bytes, or as text.
func (c logTail) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	if c.Stream != "" {
		return c.stream(ctx, core.log, t)
	}
	for b, err := range core.log.Follow(ctx, domain.Position(c.After)) {
		if err != nil {
			return err
		}
		for _, r := range b.Events {
			if err := printEvent(t, r); err != nil {
				return err
			}
		}
		if b.CaughtUp && !c.Follow {
			return nil
		}
	}
	return nil
}

func (c logTail) stream(ctx context.Context, log eventstore.Log, t terminal) error {
	for r, err := range log.Read(ctx, c.Stream, 0) {
		if err != nil {
			return err
		}
		if err := printEvent(t, r); err != nil {
			return err
		}
	}
	return nil
}

// asJSON is what was stored; in base64 what is not JSON, as another product on the same event store may write it.
func asJSON(stored []byte) any {
	if json.Valid(stored) {
		return json.RawMessage(stored)
	}
	return stored
}

func printEvent(t terminal, r eventstore.Recorded) error {
	if t.json {
		return json.NewEncoder(t.out).Encode(storedEvent{
			r.Position, r.Stream, r.Revision, r.ID.String(), r.Type, r.Stored, asJSON(r.Meta), asJSON(r.Data),
		})
	}
	_, err := fmt.Fprintf(t.out, "%8d  %s  %-28s %s @%d\n", r.Position, r.Stored.UTC().Format(time.RFC3339), r.Type, r.Stream, r.Revision)
	return err
}
