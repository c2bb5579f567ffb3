package credentials

// UnnamedSQL is the query whose plan a test looks at.
var UnnamedSQL = unnamedSQL
