package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/simulate"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/eventstore"
)

// The logs that are measured.
const (
	tenThousand = 10_000
	middle      = 200_000
	million     = 1_000_000
	manyCases   = 2_020_000 // of a hundred thousand cases
	tenMillion  = 10_000_000
)

// filled is a product's stores with a log of so many events, and read models that have all of them.
type filled struct {
	stores
	events int
}

// bytesAnEvent is what an event takes on the disk at most: in the log, its indexes, the read models, and the write-ahead log.
const bytesAnEvent = 4_000

// room says no before a disk is full.
func (b *bench) room() error {
	events := 3*million/2 + manyCases
	if b.long {
		events += tenMillion
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(b.folder, &disk); err != nil {
		return err
	}
	free, need := disk.Bavail*uint64(disk.Bsize), uint64(events)*bytesAnEvent
	if free < need {
		return fmt.Errorf("%d GB are free below %s, and the logs that are measured need %d GB: set TMPDIR to another disk", free>>30, b.folder, need>>30)
	}
	return nil
}

// fill is the log of that size, filled when it is first asked for.
//
// A log is many copies of what a simulation of a few hundred people leaves. In each copy whatever names a stream is
// another: receipt numbers, accounts, sessions, messages, claims, everywhere in the bytes where they stand; what is sealed
// stays as it is, and opens with the key of the person who was copied. So each stream is one that the rules could have made.
// The rows go to the table of the log by COPY. Reactors begin behind them: all of it was answered in the simulation.
func (b *bench) fill(t *testing.T, events int) *filled {
	t.Helper()
	if f := b.filled[events]; f != nil {
		return f
	}
	base, template := b.simulated(t)
	f := &filled{stores: b.stores(b.t, base), events: events}
	core, err := openCore(t.Context(), f.stores, slog.New(slog.DiscardHandler))
	must(t, err)
	defer core.close()
	rows := &copies{template: template, events: events, now: time.Now()}
	columns := []string{"position", "stream", "revision", "event_id", "type", "recorded_at", "data", "meta"}
	conn, err := pgx.Connect(t.Context(), f.Database) // no timeout
	must(t, err)
	defer conn.Close(t.Context())
	_, err = conn.CopyFrom(t.Context(), pgx.Identifier{"es", "events"}, columns, rows)
	must(t, err)
	_, err = conn.Exec(t.Context(), "vacuum (freeze, analyze) es.events")
	must(t, err)
	reactors := core.reactors(nil)
	for i := range reactors {
		reactors[i].FromStart = false
	}
	must(t, core.reacting(core.pool).Prepare(t.Context(), reactors...))
	b.filled[events] = f
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// simulated is what is copied: the events of so few days that nothing has fallen due since.
func (b *bench) simulated(t *testing.T) (*stores, []part) {
	t.Helper()
	if f := b.filled[0]; f != nil {
		return &f.stores, b.template
	}
	f := &filled{stores: b.stores(b.t, nil)}
	core, err := openCore(t.Context(), f.stores, slog.New(slog.DiscardHandler))
	must(t, err)
	defer core.close()
	plan := simulate.Plan{Cases: 700, Days: 80, Seed: 1, Until: time.Now()}
	_, err = core.simulation().Play(t.Context(), plan, func(simulate.Totals) {})
	must(t, err)
	b.filled[0], b.template = f, parts(t, core.log)
	return &f.stores, b.template
}

// part is an event of the template, and where in it the names of streams stand.
type part struct {
	eventstore.Recorded
	stream, data, meta []place
}

// place is the place of a name: the ordinal of its stream.
type place struct{ at, of int }

var streamNames = regexp.MustCompile(`IOE[0-9]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|k1:[0-9a-f]{64}`)

// parts takes apart what a log has.
func parts(t *testing.T, log eventstore.Log) (all []part) {
	t.Helper()
	info, err := log.Info(t.Context())
	must(t, err)
	known := map[string]int{}
	for batch, err := range log.Follow(t.Context(), 0) {
		must(t, err)
		for _, r := range batch.Events {
			all = append(all, part{Recorded: r})
			if _, id := eventstore.Split(r.Stream); known[id] == 0 {
				known[id] = len(known) + 1
			}
		}
		if batch.Through >= info.Head {
			break
		}
	}
	find := func(in []byte) (places []place) {
		for _, at := range streamNames.FindAllIndex(in, -1) {
			if of := known[string(in[at[0]:at[1]])]; of > 0 {
				places = append(places, place{at[0], of})
			}
		}
		return places
	}
	for i, p := range all {
		all[i].stream, all[i].data, all[i].meta = find([]byte(p.Stream)), find(p.Data), find(p.Event.Meta)
	}
	return all
}

// copies are the rows of a log, made while they are copied.
type copies struct {
	template []part
	events   int
	now      time.Time
	done     int
}

// Next implements pgx.CopyFromSource.
func (c *copies) Next() bool {
	c.done++
	return c.done <= c.events
}

// Values implements pgx.CopyFromSource.
func (c *copies) Values() ([]any, error) {
	copied, i := (c.done-1)/len(c.template), (c.done-1)%len(c.template)
	p := &c.template[i]
	named := func(in []byte, places []place) []byte {
		in = slices.Clone(in)
		for _, m := range places {
			rename(in[m.at:], copied, m.of, len(c.template))
		}
		return in
	}
	return []any{
		int64(c.done), string(named([]byte(p.Stream), p.stream)), int64(p.Revision), p.ID, p.Type, c.now,
		named(p.Data, p.data), named(p.Event.Meta, p.meta),
	}, nil
}

// Err implements pgx.CopyFromSource.
func (c *copies) Err() error { return nil }

// rename gives a stream of the template the name that it has in one of the copies. Names are as long as before, are
// different in each copy, and lie as far apart as others do.
func rename(name []byte, copied, of, streams int) {
	if name[0] == 'I' {
		copy(name, casefile.AllocateReceipt(int64(1_000_000_000+copied*streams+of)))
		return
	}
	if name[0] == 'k' {
		name = name[len("k1:"):]
	}
	var bits [4]byte
	_, _ = hex.Decode(bits[:], name[:8]) // it was found because it is hexadecimal
	by := uint32(copied) * 2654435761    // odd: no two copies have the same
	for i := range bits {
		bits[i] ^= byte(by >> (8 * i))
	}
	hex.Encode(name[:8], bits[:])
}

// A copied log is one that the read models take, with a stream of its own for each stream of the template.
func TestCopiesOfALogAreLogs(t *testing.T) {
	t.Parallel()
	receipt, account := "IOE1770504620", "adb25f0b-00f7-5f49-b878-ab7ae413f72d"
	template := []part{{Recorded: eventstore.Recorded{Stream: "access-" + receipt, Event: eventstore.Event{Data: []byte(`{"account":"` + account + `"}`)}}}}
	template[0].stream, template[0].data = []place{{len("access-"), 1}}, []place{{len(`{"account":"`), 2}}
	seen := map[string]bool{}
	rows := &copies{template: template, events: 500}
	for rows.Next() {
		v, err := rows.Values()
		must(t, err)
		_, id := eventstore.Split(v[1].(string))
		if _, err := casefile.ParseReceipt(id); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		linked, err := uuid.ParseBytes(v[6].([]byte)[len(`{"account":"`):][:36])
		must(t, err)
		if seen[id] || seen[linked.String()] {
			t.Fatalf("%s or %v names two streams", id, linked)
		}
		seen[id], seen[linked.String()] = true, true
	}
	if len(seen) != 1000 {
		t.Errorf("%d names", len(seen))
	}
}

// serve serves what was filled, when all is quiet: read models filled, and nothing left that was due.
func (b *bench) serve(t *testing.T, f *filled) *product {
	t.Helper()
	p := serveAs(t, f.stores, serving{Proxies: []string{"127.0.0.0/8"}}, carriers{mail: nowhere{}, letters: nowhere{}})
	for head, since := domain.Position(0), time.Now(); time.Since(since) < time.Second; time.Sleep(50 * time.Millisecond) {
		info, err := p.core.log.Info(t.Context())
		must(t, err)
		if p.visitor().do("GET", "/readyz", nil).Status != 200 || info.Head != head {
			head, since = info.Head, time.Now()
		}
	}
	return p
}

// nowhere takes mails and letters away at no cost.
type nowhere struct{}

// Deliver implements mail.Transport.
func (nowhere) Deliver(context.Context, mail.Message) (string, error) { return "nowhere", nil }

// Print implements letter.Printer.
func (nowhere) Print(context.Context, uuid.UUID, string, string, string, []byte) (string, error) {
	return "nowhere", nil
}
