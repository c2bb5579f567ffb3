package worklist

// ListSQL is the query whose plan a test looks at.
var ListSQL = listSQL
