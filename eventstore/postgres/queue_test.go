package postgres

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// A batch has each stream once and keeps the order of those who asked.
func TestBatch(t *testing.T) {
	t.Parallel()
	q := newQueue(10)
	for i, stream := range []string{"a", "b", "a", "c", "a", "large", "d", "b"} {
		size := 1
		if stream == "large" {
			size = batchBytes
		}
		if err := q.put(&request{stream: stream, after: int64(i), size: size}); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range [][]int64{{0, 1, 3, 6}, {2, 7}, {4}, {5}} {
		var got []int64
		for _, r := range q.take() {
			got = append(got, r.after)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the batch is %v, want %v", got, want)
		}
	}
}

// A failure that neither the database nor the connection made is not repeated for ever.
func TestFailureOnOurSide(t *testing.T) {
	t.Parallel()
	config, err := pgx.ParseConfig(pgtest.New(t, pgtest.Template("log", Migrate)))
	if err != nil {
		t.Fatal(err)
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec // in which ids cannot be sent
	c := &committer{connection: connection{config: config, logger: Options{}.withDefaults().Logger}, bell: newBell()}
	defer c.drop()
	r := newRequest(t.Context(), "s", domain.Revision(0), []eventstore.Event{{ID: uuid.New(), Type: "t"}})
	c.commit(context.WithoutCancel(t.Context()), []*request{r})
	if a := <-r.answer; !errors.Is(a.err, eventstore.ErrUnknown) {
		t.Errorf("answers %v", a.err)
	}
}
