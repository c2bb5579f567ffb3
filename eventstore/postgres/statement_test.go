package postgres

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// The function for a lone append and the one for many judge alike, and no append of a batch fails another.
func TestOneAndManyJudgeAlike(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), pgtest.New(t, pgtest.Template("log", Migrate)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	ids := make([]uuid.UUID, 9) // the first three are in every stream but the new one
	for i := range ids {
		ids[i] = uuid.New()
	}
	cases := []struct {
		name     string
		have     int
		after    domain.Revision
		ids      []uuid.UUID
		word     string
		revision domain.Revision
	}{
		{"new", 0, 0, ids[3:5], "appended", 2},
		{"new, too far", 0, 1, ids[3:5], "conflict", 0},
		{"at the end", 3, 3, ids[3:5], "appended", 5},
		{"stale", 3, 1, ids[3:4], "conflict", 3},
		{"beyond", 3, 4, ids[3:4], "conflict", 3},
		{"repeated", 3, 0, ids[:3], "repeated", 3},
		{"a part repeated", 3, 1, ids[1:2], "repeated", 2},
		{"half repeated", 3, 1, []uuid.UUID{ids[1], ids[5]}, "conflict", 3},
		{"repeated and more", 3, 2, ids[2:4], "conflict", 3},
		{"in another order", 3, 0, []uuid.UUID{ids[1], ids[0]}, "conflict", 3},
		{"elsewhere", 3, 1, ids[:1], "conflict", 3},
	}
	ask := func(stream string, after domain.Revision, ids []uuid.UUID) *request {
		events := make([]eventstore.Event, len(ids))
		for i, id := range ids {
			events[i] = eventstore.Event{ID: id, Type: "t", Data: []byte(stream)}
		}
		return newRequest(t.Context(), stream, after, events)
	}
	var alone []verdict
	var batch []*request
	for _, c := range cases {
		for _, kind := range []string{"one ", "many "} {
			if c.have > 0 {
				if _, err := appendOne(t.Context(), conn, ask(kind+c.name, 0, ids[:c.have])); err != nil {
					t.Fatal(err)
				}
			}
		}
		v, err := appendOne(t.Context(), conn, ask("one "+c.name, c.after, c.ids))
		if err != nil {
			t.Fatal(err)
		}
		alone, batch = append(alone, v...), append(batch, ask("many "+c.name, c.after, c.ids))
	}
	together, err := appendMany(t.Context(), conn, batch)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		for stream, v := range map[string]verdict{"one " + c.name: alone[i], "many " + c.name: together[i]} {
			if v.word != c.word || v.revision != c.revision {
				t.Errorf("%s: %+v, want %s at %d", stream, v, c.word, c.revision)
			}
			var position domain.Position
			if c.word != "conflict" {
				err = conn.QueryRow(t.Context(), "select position from es.events where stream = $1 and revision = $2", stream, v.revision).Scan(&position)
			}
			if err != nil || v.position != position {
				t.Errorf("%s: answered position %d, lies at %d: %v", stream, v.position, position, err)
			}
		}
	}
}
