package account

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) showSessions(v *frame.Visit) (frame.Page, error) {
	all, err := p.sessions(v.Context(), v.Bearer)
	if err != nil {
		return frame.Page{}, err
	}
	return sessionsPage(v, all, v.Query("done") != ""), nil
}

// sessionsPage lists where somebody is signed in.
func sessionsPage(v *frame.Visit, all []workflow.Token, ended bool) frame.Page {
	p := frame.Page{
		Title: v.T("sessions.title"), Back: up(v), Formless: len(all) < 2,
		Body: sessionsBody(v.Form("others"), v.Form("end"), sessionGrid(v, all), len(all) > 1),
	}
	if len(all) > 1 && v.Failed() == nil {
		p.State = "several"
	}
	if ended {
		p.Notices = []parts.Notice{{Kind: parts.Success, Text: v.T("sessions.ended"), Live: true}}
	}
	return p
}

func sessionGrid(v *frame.Visit, all []workflow.Token) parts.Grid {
	g := parts.Grid{Caption: v.T("word.table_sessions"), Silent: true, Columns: []parts.Column{
		{Text: v.T("sessions.since")}, {Text: v.T("sessions.used")}, {Text: v.T("word.action")},
	}}
	for _, t := range all {
		since := texts.Moment(v.Context(), t.Started)
		last := parts.Cell{Body: endButton(t.Session.String(), since)}
		if t.Session == v.Bearer.Session {
			last = parts.Cell{Body: parts.StatusTag(parts.Tag{Kind: parts.Good, Text: v.T("sessions.this")})}
		}
		g.Lines = append(g.Lines, []parts.Cell{{Text: since}, {Text: texts.Ago(v.Context(), t.Seen, v.At)}, last})
	}
	return g
}

func (p Pages) endOthers(v *frame.Visit) (frame.Next, error) {
	if err := p.SignIn.EndAllOthers(v.Context(), v.Bearer, v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/settings/sessions?done=yes"), nil
}

func (p Pages) endSession(v *frame.Visit) (frame.Next, error) {
	other, err := uuid.Parse(v.Value("session"))
	if err != nil {
		return frame.Next{}, session.ErrUnknown
	}
	if err := p.SignIn.EndOther(v.Context(), v.Bearer, other, v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/settings/sessions?done=yes"), nil
}
