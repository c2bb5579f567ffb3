// Package readmodels is the list of all read models. A new one is added here, and in the guide for analysts.
package readmodels

import (
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/clients"
	"github.com/casetrail/casetrail/projections/credentials"
	"github.com/casetrail/casetrail/projections/deadlines"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/directory"
	"github.com/casetrail/casetrail/projections/links"
)

// All is what the engine keeps in step.
func All() []projections.Projection {
	return []projections.Projection{
		cases.Projection,
		clients.Projection,
		credentials.Projection,
		deadlines.Projection,
		deliveries.Projection,
		directory.Projection,
		links.Projection,
	}
}
