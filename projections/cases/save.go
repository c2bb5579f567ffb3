package cases

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/statements"
)

// save queues what changed.
func (r *row) save(b *pgx.Batch, stream string) error {
	if r.received != nil {
		if err := r.insert(b, stream); err != nil {
			return err
		}
	}
	if err := r.update(b, stream); err != nil {
		return err
	}
	was := entries(r.stored)
	for number, e := range entries(r.view) {
		if !reflect.DeepEqual(was[number], e) {
			r.record(b, stream, e)
		}
	}
	return nil
}

// insert writes what never changes, and who filed.
func (r *row) insert(b *pgx.Batch, stream string) error {
	e := r.received.Event.(casefile.Received)
	name, err := fullName(e.Party)
	if err != nil {
		return err
	}
	b.Queue(`
		insert into cases (stream, receipt, form, channel, language, protected, receipt_date, party, party_role, party_name,
			office, status_code, status_occurred, status_params, stage, closed, quiet, last_activity, actions, view, revision, position)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', $7, '{}', '', false, false, '-infinity', 0, '{}', 0, 0)`,
		stream, string(e.Receipt), e.Form, e.Channel, e.Language, e.Protected, day(e.ReceiptDate),
		personal.Party(string(e.Receipt), e.Party.Role), e.Party.Role, name)
	return nil
}

// update writes what every event may change.
func (r *row) update(b *pgx.Batch, stream string) error {
	view, err := json.Marshal(r.view)
	if err != nil {
		return err
	}
	v, code := r.view, code(r.view.Status)
	b.Queue(`
		update cases set office = $2, status_code = $3, status_occurred = $4, status_params = $5, stage = $6, closed = $7,
			quiet = $8, last_activity = $9, actions = $10, view = $11, revision = $12, position = $13
		where stream = $1`,
		stream, v.Office, v.Status.Code, day(v.Status.Occurred), params(v.Status), code.Stage, v.Closed,
		v.Quiet, v.LastActivity, len(v.History)+len(v.Unseen), string(view), int64(r.revision), int64(r.position))
	return nil
}

// record writes a line of the history; a later correction changes it.
func (r *row) record(b *pgx.Batch, stream string, e casefile.Entry) {
	shown := slices.ContainsFunc(r.view.History, func(x casefile.Entry) bool { return x.Number == e.Number })
	var corrects *int
	if e.Corrects != 0 {
		corrects = &e.Corrects
	}
	b.Queue(`
		insert into history (stream, number, receipt, code, stage, public, occurred, recorded, office, params, corrected, corrects)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict (stream, number) do update set corrected = excluded.corrected`,
		stream, e.Number, string(r.view.Receipt), e.Code, code(e).Stage, shown, day(e.Occurred), e.Recorded, e.Office,
		params(e), e.Corrected, corrects)
}

func entries(v casefile.View) map[int]casefile.Entry {
	all := map[int]casefile.Entry{}
	for _, e := range slices.Concat(v.History, v.Unseen) {
		all[e.Number] = e
	}
	return all
}

func code(e casefile.Entry) casefile.Code {
	c, _ := casefile.FindCode(e.Code)
	return c
}

func day(d civil.Date) time.Time { return d.In(time.UTC) }

// params are never null: who queries them need not think of it.
func params(e casefile.Entry) map[string]string {
	if e.Params == nil {
		return map[string]string{}
	}
	return e.Params
}

// fullName is who filed, as it is written on an envelope; nil when it was erased.
func fullName(p casefile.Party) (*string, error) {
	given, err := statements.Clear(p.GivenName)
	if err != nil {
		return nil, err
	}
	family, err := statements.Clear(p.FamilyName)
	if err != nil || given == nil || family == nil {
		return family, err
	}
	name := *given + " " + *family
	return &name, nil
}
