package main

import (
	"context"
	"os"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	log "github.com/casetrail/casetrail/eventstore/esdb"
)

// eventStore sets the log on EventStoreDB beside its client alone.
func (b *bench) eventStore(t *testing.T) {
	url := os.Getenv("CASETRAIL_ESDB_URL")
	row := figure{Scenario: "eventstoredb", Unit: "events/s", Against: "the client alone"}
	if url == "" {
		row.What, row.NotRun = "append and follow", "CASETRAIL_ESDB_URL names no server"
		b.figures.add(row)
		return
	}
	ours, err := log.Open(t.Context(), url, log.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, ours.Close()) })
	settings, err := esdb.ParseConnectionString(url)
	must(t, err)
	client, err := esdb.NewClient(settings)
	must(t, err)
	t.Cleanup(func() { must(t, client.Close()) })
	for _, callers := range []int{1, 32, 256} {
		row.What = "appends by " + callersOf(callers)
		b.race(t, row, ratio.Race{Callers: callers}, appendOne(ours), appendBare(client))
	}
	row.What, row.Unit = "follow from the start", "reads/s of 1,000 events"
	b.race(t, row, ratio.Race{}, followFirst(ours, 1000), readBare(client, 1000))
}

// appendBare starts a stream with each call.
func appendBare(client *esdb.Client) ratio.Side {
	return func(ctx context.Context, _ int) error {
		_, err := client.AppendToStream(ctx, "bench-"+uuid.NewString(), esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, esdb.EventData{
			EventID: uuid.New(), EventType: "bench.happened", ContentType: esdb.ContentTypeBinary, Data: benchData, Metadata: benchMeta,
		})
		return err
	}
}

func followFirst(l eventstore.Log, events int) ratio.Side {
	return func(ctx context.Context, _ int) error {
		seen := 0
		for batch, err := range l.Follow(ctx, domain.Position(0)) {
			if seen += len(batch.Events); err != nil || seen >= events {
				return err
			}
		}
		return context.Cause(ctx)
	}
}

func readBare(client *esdb.Client, events uint64) ratio.Side {
	return func(ctx context.Context, _ int) error {
		all, err := client.ReadAll(ctx, esdb.ReadAllOptions{From: esdb.Start{}}, events)
		if err != nil {
			return err
		}
		defer all.Close()
		for range events {
			if _, err := all.Recv(); err != nil {
				return err
			}
		}
		return nil
	}
}
