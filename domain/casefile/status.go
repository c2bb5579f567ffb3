package casefile

// settle derives what follows from the entries that count: status, office, whether the case is closed.
func (v View) settle() View {
	v.Status, v.Closed = Entry{}, false
	transfer := 0
	for i := len(v.History) - 1; i >= 0; i-- { // oldest first
		e := v.History[i]
		if !e.counts() {
			continue
		}
		v.Status = e
		if c, _ := FindCode(e.Code); c.Final || c.Stage == "after" {
			v.Closed = c.Final // what comes after a decision without ending the case opens it again
		}
		if e.Code == CodeReceived && transfer == 0 {
			v.Office = e.Office
		}
		if e.Code == CodeTransferred && e.Number > transfer {
			v.Office, transfer = e.Office, e.Number
		}
	}
	return v
}

// counts says that the entry can be the status: it was not corrected, and is no correction.
func (e Entry) counts() bool { return e.Corrected == "" && e.Corrects == 0 }
