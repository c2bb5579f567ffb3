package deliveries

// The queries whose plans a test looks at.
var (
	DueSQL         = dueSQL
	OfRecipientSQL = ofRecipientSQL
	OfCaseSQL      = ofCaseSQL
	TroublesSQL    = troublesSQL
	TroublesOfSQL  = troublesOfSQL
)
