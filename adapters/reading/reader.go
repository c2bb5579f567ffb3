// Package reading is what applicants and officers see of cases. Every front asks here, so that all give the same answers:
// from the read models when they have caught up with what the reader has just done, from the log when they have not.
package reading

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/clients"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/worklist"
)

// Reader answers the queries of every front.
type Reader struct {
	Views      Views
	Epoch      uuid.UUID // of the log, part of every position that leaves the process
	Cases      *cases.Cases
	CaseList   *caselist.List
	Links      *links.Links
	Worklist   *worklist.Worklist
	Deliveries *deliveries.Deliveries
	Clients    *clients.Clients
	Access     workflow.Access
	Cursors    Cursors
	LastUsed   func(ctx context.Context, of ...uuid.UUID) (map[client.ID]time.Time, error)       // of API clients
	Live       func(ctx context.Context, receipt string) (casefile.View, domain.Revision, error) // folded from the log
}

// shown are the views that stand behind what an applicant sees of a case.
var shown = []string{links.Projection.Name, cases.Projection.Name}
