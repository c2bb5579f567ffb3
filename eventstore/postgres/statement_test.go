package postgres

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// appending is a connection to append by, on a fresh log.
func appending(t *testing.T, prepares bool) *connection {
	t.Helper()
	config, err := pgx.ParseConfig(pgtest.New(t, pgtest.Template("log", Migrate)))
	if err != nil {
		t.Fatal(err)
	}
	c := &connection{config: config, logger: Options{}.withDefaults().Logger, prepares: prepares}
	if _, err := c.get(t.Context(), committerSetup); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.drop)
	return c
}

func ask(ctx context.Context, stream string, after domain.Revision, ids []uuid.UUID) *request {
	events := make([]eventstore.Event, len(ids))
	for i, id := range ids {
		events[i] = eventstore.Event{ID: id, Type: fmt.Sprint("test.", i), Data: []byte(fmt.Sprint(stream, " ", i)), Meta: []byte{0, byte(i), 0xff}}
	}
	return newRequest(ctx, stream, after, events)
}

// An append is judged alike alone and among others, prepared or not, and no append of a batch fails another.
func TestOneAndManyJudgeAlike(t *testing.T) {
	t.Parallel()
	ids := make([]uuid.UUID, 9) // the first three are in every stream but the new one
	for i := range ids {
		ids[i] = uuid.New()
	}
	cases := []struct {
		name     string
		have     int
		after    domain.Revision
		ids      []uuid.UUID
		revision domain.Revision
		conflict bool
		then     int // events in the stream
	}{
		{"new", 0, 0, ids[3:5], 2, false, 2},
		{"new, one", 0, 0, ids[3:4], 1, false, 1},
		{"new, too far", 0, 1, ids[3:5], 0, true, 0},
		{"new, one too far", 0, 1, ids[3:4], 0, true, 0},
		{"at the end", 3, 3, ids[3:5], 5, false, 5},
		{"one at the end", 3, 3, ids[3:4], 4, false, 4},
		{"stale", 3, 1, ids[3:4], 3, true, 3},
		{"beyond", 3, 4, ids[3:4], 3, true, 3},
		{"repeated", 3, 0, ids[:3], 3, false, 3},
		{"a part repeated", 3, 1, ids[1:2], 2, false, 3},
		{"half repeated", 3, 1, []uuid.UUID{ids[1], ids[5]}, 3, true, 3},
		{"repeated and more", 3, 2, ids[2:4], 3, true, 3},
		{"in another order", 3, 0, []uuid.UUID{ids[1], ids[0]}, 3, true, 3},
		{"elsewhere", 3, 1, ids[:1], 3, true, 3},
	}
	for _, prepares := range []bool{true, false} {
		c := appending(t, prepares)
		var verdicts []verdict
		var asked, batch []*request
		for _, tc := range cases {
			for _, kind := range []string{"one ", "many "} {
				if tc.have > 0 {
					if _, err := c.appendBatch(t.Context(), []*request{ask(t.Context(), kind+tc.name, 0, ids[:tc.have])}); err != nil {
						t.Fatal(err)
					}
				}
			}
			alone := ask(t.Context(), "one "+tc.name, tc.after, tc.ids)
			v, err := c.appendBatch(t.Context(), []*request{alone})
			if err != nil {
				t.Fatal(err)
			}
			verdicts, asked = append(verdicts, v...), append(asked, alone)
			batch = append(batch, ask(t.Context(), "many "+tc.name, tc.after, tc.ids))
		}
		together, err := c.appendBatch(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		verdicts, asked = append(verdicts, together...), append(asked, batch...)
		for i, v := range verdicts {
			tc, r := cases[i%len(cases)], asked[i]
			if (v.position == 0) != tc.conflict || v.revision != tc.revision {
				t.Errorf("%s, prepares %v: %+v, want revision %d, conflict %v", r.stream, prepares, v, tc.revision, tc.conflict)
			}
			check(t, c.live, r.stream, v, tc.then)
		}
	}
}

// check compares what lies in a stream with what was answered and asked.
func check(t *testing.T, conn *pgx.Conn, stream string, v verdict, events int) {
	t.Helper()
	var n int
	var right bool
	var position domain.Position
	err := conn.QueryRow(t.Context(), `select count(*), coalesce(max(position) filter (where revision = $2), 0),
		coalesce(bool_and(type ~ '^test\.\d$' and get_byte(meta, 1) = right(type, 1)::int and octet_length(meta) = 3
			and convert_from(data, 'UTF8') = stream || ' ' || right(type, 1)), true)
		from es.events where stream = $1`, stream, v.revision).Scan(&n, &position, &right)
	if err != nil || n != events || !right {
		t.Errorf("%s: %d events, want %d, bytes as written: %v, %v", stream, n, events, right, err)
	}
	if v.position != 0 && v.position != position {
		t.Errorf("%s: answered position %d, lies at %d", stream, v.position, position)
	}
}

// A batch in which all fits takes the short way; the verdicts and the bytes are the same, and the positions are dense.
func TestManyThatFit(t *testing.T) {
	t.Parallel()
	c := appending(t, true)
	for round := range 3 {
		var batch []*request
		for i := range 20 {
			var ids []uuid.UUID
			for range 1 + (i+round)%3 {
				ids = append(ids, uuid.New())
			}
			batch = append(batch, ask(t.Context(), fmt.Sprint("s-", round, "-", i), 0, ids))
		}
		verdicts, err := c.appendBatch(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range verdicts {
			check(t, c.live, batch[i].stream, v, len(batch[i].events))
			if int(v.revision) != len(batch[i].events) {
				t.Errorf("%s is at revision %d, want %d", batch[i].stream, v.revision, len(batch[i].events))
			}
		}
	}
	var dense bool
	if err := c.live.QueryRow(t.Context(), "select count(*) = max(position) and min(position) = 1 from es.events").Scan(&dense); err != nil || !dense {
		t.Errorf("positions are dense: %v, %v", dense, err)
	}
}
