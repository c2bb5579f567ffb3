package parts

import "strconv"

// optionID is the id of a choice: the first has the field's own, so that the error summary leads to it.
func (f Form) optionID(p Field, i int) string {
	if i == 0 {
		return f.field(p.Name)
	}
	return f.field(p.Name) + "-" + strconv.Itoa(i+1)
}
