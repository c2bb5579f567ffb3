package mycases

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

// duty is one thing that somebody has to do.
type duty struct {
	title string // empty: the texts say it all
	day   string // until when, or on which day
	left  string // how long that is from now
	over  bool   // the day has passed
	texts []string
}

var _ = texts.Family("case.ask.", casefile.AskEvidence, casefile.AskIntent, casefile.AskBiometrics, casefile.AskInterview)

// duties are what the agency still asks for. Only when that is nothing counts what the newest step says to do: it may say
// "nothing" while an older request is open.
func (f file) duties(ctx context.Context) (all []duty) {
	for _, a := range f.asks {
		all = append(all, f.duty(ctx, a))
	}
	switch {
	case len(all) > 0:
		return all
	case f.appointmentOver():
		return []duty{{texts: []string{texts.T(ctx, "case.appointment_over")}}}
	}
	return []duty{{texts: []string{f.tell(ctx, f.Status).next}}}
}

func (f file) duty(ctx context.Context, a casefile.Ask) duty {
	asked := f.entry(a.Number)
	said := f.tell(ctx, asked)
	d := duty{title: texts.T(ctx, "case.ask."+a.Kind), texts: []string{said.next}}
	if asked.Number != f.Status.Number { // else the page says it already
		d.texts = []string{said.means, said.next}
	}
	switch appointment := a.Kind == casefile.AskBiometrics || a.Kind == casefile.AskInterview; {
	case a.On.IsZero():
		d.day = texts.T(ctx, "case.no_day")
	case appointment:
		d.day, d.left = texts.T(ctx, "case.on_day", "Date", texts.Date(ctx, a.On)), texts.Away(ctx, a.On, f.today(ctx))
	default:
		d.due(ctx, a, f)
	}
	return d
}

// due says until when an answer is waited for. A date that has passed is still told, and what to do then.
func (d *duty) due(ctx context.Context, a casefile.Ask, f file) {
	today := f.today(ctx)
	d.day = texts.T(ctx, "case.by_day", "Date", texts.Date(ctx, a.On))
	switch days := int(a.On.In(time.UTC).Sub(today.In(time.UTC)).Hours() / 24); {
	case days > 0:
		d.left = texts.T(ctx, "case.days_left", "Count", days)
	case days == 0:
		d.left = texts.T(ctx, "case.last_day")
	default:
		d.left, d.over = texts.Away(ctx, a.On, today), true
		d.texts = []string{texts.T(ctx, "case.too_late")}
	}
}

// appointmentOver says that the newest step is an appointment, and its day is over.
func (f file) appointmentOver() bool {
	c, _ := casefile.FindCode(f.Status.Code)
	return (c.Code == "FNA" || c.Stage == "interview") && f.Status.Params["date"] != ""
}
