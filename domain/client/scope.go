package client

// Scope is something that a client may be allowed to do.
type Scope struct {
	Name    string
	Product string // what the token call names it
}

// CaseStatus lets a client ask for the status of a case by its receipt number.
const CaseStatus = "case-status"

// Scopes is the list. A scope that a client ever had is never taken out.
var Scopes = []Scope{
	{CaseStatus, "Case Status API"},
}

// FindScope is the scope of a name.
func FindScope(name string) (Scope, bool) {
	for _, s := range Scopes {
		if s.Name == name {
			return s, true
		}
	}
	return Scope{}, false
}
