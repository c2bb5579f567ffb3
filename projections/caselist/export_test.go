package caselist

// The queries whose plans a test looks at.
var (
	FirstSQL  = firstSQL
	NextSQL   = nextSQL
	OneSQL    = oneSQL
	ParkedSQL = parkedSQL
	CaseSQL   = caseSQL
)
