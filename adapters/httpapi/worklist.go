package httpapi

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/worklist"
)

type workInput struct {
	Page
	Office string `query:"office" maxLength:"20"`
	Form   string `query:"form" maxLength:"20"`
	Stage  string `query:"stage" maxLength:"20" doc:"Of the status"`
	Idle   int    `query:"idle_days" minimum:"0" maximum:"10000" doc:"Nothing has happened for so many days"`
}

type workLine struct {
	Receipt      string    `json:"receipt_number"`
	Form         string    `json:"form"`
	Office       office    `json:"office"`
	Stage        string    `json:"stage"`
	Status       status    `json:"status"`
	Protected    bool      `json:"protected"`
	Party        string    `json:"party" doc:"Name of who filed; empty when it was erased"`
	Received     string    `json:"receipt_date"`
	LastActivity time.Time `json:"last_activity"`
}

type workOutput struct {
	Body struct {
		Cases  []workLine `json:"cases"`
		Next   string     `json:"next,omitempty" doc:"Cursor of the next page; none after the last"`
		Behind bool       `json:"being_updated,omitempty" doc:"true: newer changes are still being added"`
	}
}

func (a *API) listWork(ctx context.Context, in *workInput) (*workOutput, error) {
	filter := worklist.Filter{Office: in.Office, Form: in.Form, Stage: in.Stage}
	if in.Idle > 0 {
		filter.OlderThan = a.Now().AddDate(0, 0, -in.Idle)
	}
	work, err := a.Reading.Work(ctx, filter, in.WaitFor, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &workOutput{}
	out.Body.Cases, out.Body.Next, out.Body.Behind = make([]workLine, 0, len(work.Items)), work.Next, work.Behind
	for _, i := range work.Items {
		line := workLine{
			Receipt: i.Receipt, Form: i.Form, Office: officeOf(i.Office), Stage: i.Stage, Protected: i.Protected,
			Status:   a.status(casefile.Entry{Code: i.StatusCode, Occurred: i.StatusOccurred, Params: i.StatusParams}),
			Received: i.ReceiptDate.String(), LastActivity: i.LastActivity,
		}
		if i.PartyName != nil {
			line.Party = *i.PartyName
		}
		out.Body.Cases = append(out.Body.Cases, line)
	}
	return out, nil
}
