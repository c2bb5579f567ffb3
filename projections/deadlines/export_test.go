package deadlines

// DueSQL is the query whose plan a test looks at.
var DueSQL = dueSQL
