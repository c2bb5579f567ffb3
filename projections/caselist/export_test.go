package caselist

// The queries whose plans a test looks at.
var (
	ListSQL   = listSQL
	CountsSQL = countsSQL
	AsksSQL   = asksSQL
	OneSQL    = oneSQL
	ParkedSQL = parkedSQL
	CaseSQL   = caseSQL
)
