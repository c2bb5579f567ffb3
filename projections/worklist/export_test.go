package worklist

// The queries whose plans a test looks at.
var (
	ListSQL   = listSQL
	DueSQL    = dueSQL
	CountsSQL = countsSQL
)
