package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// verdict is what the database says of one append: appended, repeated or conflict.
type verdict struct {
	word     string
	revision domain.Revision
	position domain.Position
}

func (v verdict) answer(r *request) (eventstore.Appended, error) {
	if v.word == "conflict" {
		return eventstore.Appended{}, &eventstore.ConflictError{Stream: r.stream, Want: domain.Revision(r.after), Have: v.revision}
	}
	return eventstore.Appended{Revision: v.revision, Position: v.position}, nil
}

// columns are events as the functions take them: set by set.
type columns struct {
	requests, places []int32
	ids              []uuid.UUID
	types            []string
	data, meta       [][]byte
}

func (c *columns) add(request int, events []eventstore.Event) {
	for i, e := range events {
		c.requests, c.places = append(c.requests, int32(request+1)), append(c.places, int32(i+1))
		c.ids, c.types = append(c.ids, e.ID), append(c.types, e.Type)
		c.data, c.meta = append(c.data, e.Data), append(c.meta, e.Meta)
	}
}

func appendOne(ctx context.Context, conn *pgx.Conn, r *request) ([]verdict, error) {
	var c columns
	c.add(0, r.events)
	var v verdict
	err := conn.QueryRow(ctx, "select verdict, revision, pos from es.append_one($1, $2, $3, $4, $5, $6)",
		r.stream, r.after, c.ids, c.types, c.data, c.meta).Scan(&v.word, &v.revision, &v.position)
	return []verdict{v}, err
}

func appendMany(ctx context.Context, conn *pgx.Conn, batch []*request) ([]verdict, error) {
	var c columns
	streams, after, counts := make([]string, len(batch)), make([]int64, len(batch)), make([]int32, len(batch))
	for i, r := range batch {
		streams[i], after[i], counts[i] = r.stream, r.after, int32(len(r.events))
		c.add(i, r.events)
	}
	rows, err := conn.Query(ctx, "select req, verdict, revision, pos from es.append($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		streams, after, counts, c.requests, c.places, c.ids, c.types, c.data, c.meta)
	if err != nil {
		return nil, err
	}
	verdicts, answered := make([]verdict, len(batch)), 0
	var request int
	var v verdict
	_, err = pgx.ForEachRow(rows, []any{&request, &v.word, &v.revision, &v.position}, func() error {
		verdicts[request-1] = v
		answered++
		return nil
	})
	if err == nil && answered != len(batch) {
		err = fmt.Errorf("%d of %d appends were answered", answered, len(batch))
	}
	return verdicts, err
}
