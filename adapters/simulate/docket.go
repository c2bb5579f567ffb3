package simulate

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

// docket plans what officers do to one case, day after day.
type docket struct {
	h   *household
	f   *filing
	day time.Time // of the last thing planned
}

// works plans a case from the receipt notice to the card.
func (h *household) works(f *filing, c course) {
	d := &docket{h: h, f: f, day: f.received}
	d.record(1+h.random.IntN(4), "IAA", map[string]string{"form": c.form})
	if h.chance(c.biometrics) {
		d.biometrics()
	}
	if h.chance(c.transfer) {
		d.transfer(10+h.random.IntN(40), pick(h, c.offices))
	}
	rest := max(12, h.about(c.days)-int(d.day.Sub(f.received).Hours()/24))
	d.record(rest/4, "FSA0", nil)
	d.record(rest/6, "FTA0", nil)
	d.record(rest/6, "FT0", nil)
	if h.chance(c.evidence) && !d.evidence() {
		return
	}
	if h.chance(c.interview) {
		d.interview()
	}
	d.decide(rest/4, h.chance(c.denied), c.card)
}

// record plans an action some days later; one in a hundred is a slip that is taken back and recorded again.
func (d *docket) record(after int, code string, params map[string]string) {
	d.day = d.h.atWork(d.day, after)
	d.plan(d.day, casefile.Record{Code: code, Params: params})
	if d.h.chance(0.01) {
		d.correct()
		d.plan(d.day.Add(2*time.Minute), casefile.Record{Code: code, Params: params})
	}
}

// plan fills in the day when the command is given.
func (d *docket) plan(at time.Time, c casefile.Command) {
	f, h := d.f, d.h
	h.plans(at, func(ctx context.Context, p *player, at time.Time) error {
		switch r := c.(type) {
		case casefile.Record:
			r.Occurred = civil.Of(at)
			c = r
		case casefile.Transfer:
			r.Occurred = civil.Of(at)
			c = r
		}
		_, err := p.cases.Do(ctx, string(f.receipt), c, f.act(h, at))
		return err
	})
}

// correct takes the newest action back.
func (d *docket) correct() {
	f, h, why := d.f, d.h, pick(d.h, casefile.Reasons)
	h.plans(d.day.Add(time.Minute), func(ctx context.Context, p *player, at time.Time) error {
		s, err := p.cases.Load(ctx, string(f.receipt))
		if err != nil {
			return err
		}
		_, err = p.cases.Do(ctx, string(f.receipt), casefile.Correct{Action: len(s.State.Actions), How: casefile.HowVoid, Why: why}, f.act(h, at))
		return err
	})
}

func (d *docket) biometrics() {
	d.record(5+d.h.random.IntN(15), "FNA", map[string]string{"date": civil.Of(d.day).AddDays(35).String(), "time": "09:30", "office": pick(d.h, supports)})
	if d.h.chance(0.05) {
		d.record(36, "XBIONOSHOW", nil)
		return
	}
	d.record(35, "FNB", nil)
}

func (d *docket) transfer(after int, office string) {
	d.day = d.h.atWork(d.day, after)
	d.plan(d.day, casefile.Transfer{Office: office})
	d.record(7, "CA", map[string]string{"office": office})
}

// evidence asks for more; false: nobody answered, and the case is over.
func (d *docket) evidence() (answered bool) {
	d.record(5, "FBB", nil)
	d.record(1, "IKE", map[string]string{"notice": "I-797E", "due": civil.Of(d.day).AddDays(87).String()})
	if d.h.chance(0.06) {
		d.record(100, "EL", nil)
		return false
	}
	d.record(20+d.h.random.IntN(60), "HA", nil)
	return true
}

func (d *docket) interview() {
	office := pick(d.h, fields)
	d.record(10+d.h.random.IntN(30), "FH", nil)
	d.record(10, "FJ", map[string]string{"date": civil.Of(d.day).AddDays(40).String(), "time": "10:15", "office": office})
	if d.h.chance(0.04) {
		d.record(41, "FL", nil)
		d.record(12, "FM", map[string]string{"date": civil.Of(d.day).AddDays(50).String(), "time": "13:00", "office": office})
	}
	d.record(40, "XINTDONE", nil)
}

func (d *docket) decide(after int, denied, card bool) {
	switch {
	case denied:
		d.record(after, "EA", nil)
	case card:
		d.record(after, "DA", nil)
		d.record(2, "LAA", nil)
		d.record(4, "LDA", nil)
		d.record(2, "LEA", nil)
		d.record(5, "XDELIVERED", nil)
	default:
		d.record(after, "DA", nil)
		d.record(1, "IEA", map[string]string{"notice": "I-797"})
	}
}
