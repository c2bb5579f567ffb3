package reading

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/projections/clients"
)

// Program is an API client, and when its credentials were used last.
type Program struct {
	clients.Client
	Used map[client.ID]time.Time // to the minute; those that never were are not there
}

// LastUse is when any of its credentials was used last; the zero time when none was.
func (p Program) LastUse() (last time.Time) {
	for _, at := range p.Used {
		if at.After(last) {
			last = at
		}
	}
	return last
}

// UsedLast is when a credential was used last; the zero time when it never was.
func (p Program) UsedLast(number int) time.Time {
	return p.Used[client.ID{Client: p.ID, Number: number}]
}

// Programs is a page of API clients.
type Programs struct {
	Items  []Program
	Next   string // cursor of the next page; empty after the last
	Behind bool   // newer changes are still being added
}

// Programs lists the API clients of an account, the newest first; uuid.Nil, which is staff, all.
func (r *Reader) Programs(ctx context.Context, owner uuid.UUID, after, cursor string, limit int) (list Programs, err error) {
	fresh, err := r.wait(ctx, after, clients.Projection.Name)
	if err != nil {
		return Programs{}, err
	}
	found, next, err := turn(r.Cursors, cursor, func(place string) ([]clients.Client, string, error) {
		return r.Clients.List(ctx, owner, place, limit)
	}, "programs", owner.String())
	if err != nil {
		return Programs{}, err
	}
	list.Items, err = r.used(ctx, found...)
	list.Next, list.Behind = next, !fresh
	return list, err
}

// Program is one of them; client.ErrUnknown when there is none, or it is another's.
func (r *Reader) Program(ctx context.Context, id, owner uuid.UUID, after string) (p Program, behind bool, err error) {
	fresh, err := r.wait(ctx, after, clients.Projection.Name)
	if err != nil {
		return Program{}, false, err
	}
	found, err := r.Clients.Client(ctx, id, owner)
	if err != nil {
		return Program{}, false, err
	}
	all, err := r.used(ctx, found)
	if err != nil {
		return Program{}, false, err
	}
	return all[0], !fresh, nil
}

// used adds when each was used, in one query.
func (r *Reader) used(ctx context.Context, found ...clients.Client) ([]Program, error) {
	ids, programs := make([]uuid.UUID, len(found)), make([]Program, len(found))
	for i, c := range found {
		ids[i], programs[i] = c.ID, Program{Client: c, Used: map[client.ID]time.Time{}}
	}
	all, err := r.LastUsed(ctx, ids...)
	for i := range programs {
		for id, at := range all {
			if id.Client == programs[i].ID {
				programs[i].Used[id] = at
			}
		}
	}
	return programs, err
}
