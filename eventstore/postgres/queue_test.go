package postgres

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

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
func TestAnswerOfAnotherVersion(t *testing.T) {
	t.Parallel()
	const one = "append_one(q_stream text, q_after bigint, e_id uuid, e_type text, e_data bytea, e_meta bytea"
	const many = `append(q_stream text[], q_after bigint[], q_count int[], e_req int[], e_ord int[], e_stream text[], e_id uuid[],
		e_type text[], e_data bytea[], e_meta bytea[]`
	for function, events := range map[string]int{
		one + ", out revision int, out pos bigint) language sql as $$ select 1, 1::bigint $$":                                                              1,
		many + ", out first bigint, out revision text, out pos text) language sql as $$ select null::bigint, '', '' $$":                                    2,
		many + ", out first bigint, out revision bigint[], out pos bigint[]) language sql as $$ select null::bigint, '{1,2}'::bigint[], null::bigint[] $$": 2,
	} {
		c := &committer{connection: *appending(t, true), bell: newBell()}
		defer c.drop()
		if _, err := c.live.PgConn().Exec(t.Context(), "drop function es.append_one, es.append; create function es."+function).ReadAll(); err != nil {
			t.Fatal(err)
		}
		r := ask(t.Context(), "s", 0, make([]uuid.UUID, events))
		c.commit(context.WithoutCancel(t.Context()), []*request{r})
		if a := <-r.answer; !errors.Is(a.err, eventstore.ErrUnknown) || !errors.Is(a.err, errAnswer) {
			t.Errorf("%s: answers %v", function, a.err)
		}
	}
}
