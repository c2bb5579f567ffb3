package postgres

import (
	"context"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// verdict is what the database says of one append. Position 0 is a conflict; then the revision is where the stream is.
type verdict struct {
	revision domain.Revision
	position domain.Position
}

func (v verdict) answer(r *request) (eventstore.Appended, error) {
	if v.position == 0 {
		return eventstore.Appended{}, &eventstore.ConflictError{Stream: r.stream, Want: domain.Revision(r.after), Have: v.revision}
	}
	return eventstore.Appended{Revision: v.revision, Position: v.position}, nil
}

// statement is one that the committer sends: its types need not be asked for, and go along where nothing is prepared.
type statement struct {
	name, sql string
	types     []uint32
}

var appendOneSQL = statement{
	"es_append_one", "select revision, pos from es.append_one($1, $2, $3, $4, $5, $6)",
	[]uint32{pgtype.TextOID, pgtype.Int8OID, pgtype.UUIDOID, pgtype.TextOID, pgtype.ByteaOID, pgtype.ByteaOID},
}

var appendSQL = statement{
	"es_append", "select first, revision, pos from es.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	[]uint32{
		pgtype.TextArrayOID, pgtype.Int8ArrayOID, pgtype.Int4ArrayOID, pgtype.Int4ArrayOID, pgtype.Int4ArrayOID,
		pgtype.TextArrayOID, pgtype.UUIDArrayOID, pgtype.TextArrayOID, pgtype.ByteaArrayOID, pgtype.ByteaArrayOID,
	},
}

// appendBatch lets the database judge a batch, and answers one verdict a request.
func (c *connection) appendBatch(ctx context.Context, batch []*request) ([]verdict, error) {
	if len(batch) == 1 && len(batch[0].events) == 1 {
		return c.appendOne(ctx, batch[0])
	}
	return c.appendMany(ctx, batch)
}

func (c *connection) appendOne(ctx context.Context, r *request) ([]verdict, error) {
	e, p := &r.events[0], &c.params
	p.reset()
	p.text(r.stream)
	p.int8(r.after)
	p.blob(e.ID[:])
	p.text(e.Type)
	p.blob(e.Data)
	p.blob(e.Meta)
	row, err := c.ask(ctx, appendOneSQL, 2)
	if err != nil {
		return nil, err
	}
	revision, err := int8Of(row[0])
	if err != nil {
		return nil, err
	}
	position, err := int8Of(row[1])
	return []verdict{{domain.Revision(revision), domain.Position(position)}}, err
}

func (c *connection) appendMany(ctx context.Context, batch []*request) ([]verdict, error) {
	c.params.reset()
	c.params.batch(batch)
	row, err := c.ask(ctx, appendSQL, 3)
	if err != nil {
		return nil, err
	}
	if row[0] != nil {
		first, err := int8Of(row[0])
		return allAppended(batch, first), err
	}
	revisions, err := int8sOf(row[1], len(batch))
	if err != nil {
		return nil, err
	}
	positions, err := int8sOf(row[2], len(batch))
	if err != nil {
		return nil, err
	}
	verdicts := make([]verdict, len(batch))
	for i := range verdicts {
		verdicts[i] = verdict{domain.Revision(revisions[i]), domain.Position(positions[i])}
	}
	return verdicts, nil
}

// allAppended are the verdicts when each append of the batch was at its stream's revision.
func allAppended(batch []*request, first int64) []verdict {
	verdicts, last := make([]verdict, len(batch)), first-1
	for i, r := range batch {
		n := int64(len(r.events))
		last += n
		verdicts[i] = verdict{domain.Revision(r.after + n), domain.Position(last)}
	}
	return verdicts
}

// batch writes requests as es.append takes them: column by column, per stream and per event.
func (p *params) batch(batch []*request) {
	events := 0
	for _, r := range batch {
		events += len(r.events)
	}
	perStream := func(element uint32, write func(r *request)) {
		p.array(element, len(batch))
		for _, r := range batch {
			write(r)
		}
	}
	perEvent := func(element uint32, write func(i, j int, r *request, e *eventstore.Event)) {
		p.array(element, events)
		for i, r := range batch {
			for j := range r.events {
				write(i+1, j+1, r, &r.events[j])
			}
		}
	}
	perStream(pgtype.TextOID, func(r *request) { p.textElement(r.stream) })
	perStream(pgtype.Int8OID, func(r *request) { p.int8Element(r.after) })
	perStream(pgtype.Int4OID, func(r *request) { p.int4Element(len(r.events)) })
	perEvent(pgtype.Int4OID, func(i, _ int, _ *request, _ *eventstore.Event) { p.int4Element(i) })
	perEvent(pgtype.Int4OID, func(_, j int, _ *request, _ *eventstore.Event) { p.int4Element(j) })
	perEvent(pgtype.TextOID, func(_, _ int, r *request, _ *eventstore.Event) { p.textElement(r.stream) })
	perEvent(pgtype.UUIDOID, func(_, _ int, _ *request, e *eventstore.Event) { p.element(e.ID[:]) })
	perEvent(pgtype.TextOID, func(_, _ int, _ *request, e *eventstore.Event) { p.textElement(e.Type) })
	perEvent(pgtype.ByteaOID, func(_, _ int, _ *request, e *eventstore.Event) { p.element(e.Data) })
	perEvent(pgtype.ByteaOID, func(_, _ int, _ *request, e *eventstore.Event) { p.element(e.Meta) })
}
