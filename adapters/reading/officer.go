package reading

import (
	"context"
	"slices"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/worklist"
)

// Work is a page of the worklist.
type Work struct {
	Items  []worklist.Item
	Next   string // cursor of the next page; empty after the last
	Behind bool   // newer changes are still being added
}

// Work lists open cases, the one that waits longest first.
func (r *Reader) Work(ctx context.Context, f worklist.Filter, after, cursor string, limit int) (w Work, err error) {
	fresh, err := r.wait(ctx, after, cases.Projection.Name)
	if err != nil {
		return Work{}, err
	}
	w.Items, w.Next, err = turn(r.Cursors, cursor, func(place string) ([]worklist.Item, string, error) {
		return r.Worklist.List(ctx, f, place, limit)
	}, "work")
	w.Behind = !fresh
	return w, err
}

// File is everything that an officer sees of a case.
type File struct {
	View     casefile.View
	Revision domain.Revision // that the view shows: what a command on it is decided upon
	Links    []links.Link
	Codes    []links.Code
	Messages []deliveries.Delivery
	Behind   bool // newer changes are still being added
}

// File finds a case by its receipt number as people type it.
func (r *Reader) File(ctx context.Context, typed, after string) (f File, err error) {
	receipt, err := casefile.ParseReceipt(typed)
	if err != nil {
		return File{}, err
	}
	fresh, err := r.fresh(ctx, after, receipt, append([]string{deliveries.Projection.Name}, shown...)...)
	if err != nil {
		return File{}, err
	}
	f.Behind = !fresh
	if f.View, f.Revision, err = r.view(ctx, string(receipt), fresh); err != nil {
		return File{}, err
	}
	if f.Links, f.Codes, err = r.whoSees(ctx, string(receipt), fresh); err != nil {
		return File{}, err
	}
	f.Messages, err = r.Deliveries.OfCase(ctx, string(receipt), maxMessages)
	return f, err
}

func (r *Reader) view(ctx context.Context, receipt string, fresh bool) (casefile.View, domain.Revision, error) {
	if !fresh {
		return r.Live(ctx, receipt)
	}
	v, at, _, err := r.Cases.Case(ctx, receipt)
	return v, at, err
}

// whoSees leaves out, while the view is behind, the links that the log no longer has.
func (r *Reader) whoSees(ctx context.Context, receipt string, fresh bool) ([]links.Link, []links.Code, error) {
	who, codes, err := r.Links.OfCase(ctx, receipt)
	if err != nil || fresh {
		return who, codes, err
	}
	now, err := r.Access.Load(ctx, receipt)
	if err != nil {
		return nil, nil, err
	}
	gone := func(l links.Link) bool { return now.State.Links[l.Account] == "" }
	return slices.DeleteFunc(who, gone), codes, nil
}

// Troubles is what has not arrived as it should, newest first.
func (r *Reader) Troubles(ctx context.Context, after string) ([]deliveries.Delivery, error) {
	if _, err := r.wait(ctx, after, deliveries.Projection.Name); err != nil {
		return nil, err
	}
	return r.Deliveries.Troubles(ctx, maxMessages)
}
