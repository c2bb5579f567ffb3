package httpapi

import (
	"github.com/danielgtaylor/huma/v2"

	"github.com/casetrail/casetrail/domain/casefile"
)

// actionParams are what codes ask for. Its schema names every one that a code has, so that a name that nobody knows is
// refused like any other unknown field.
type actionParams map[string]string

const maxParam = 40

// Schema is that of the parameters of all codes together.
func (actionParams) Schema(huma.Registry) *huma.Schema {
	longest := maxParam
	s := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: false, Properties: map[string]*huma.Schema{}}
	for _, code := range casefile.Codes {
		for _, p := range code.Params {
			s.Properties[p.Name] = &huma.Schema{Type: huma.TypeString, MaxLength: &longest, Description: inWords[p.Kind]}
		}
	}
	s.PrecomputeMessages()
	return s
}

// inWords says how the kinds of parameters are written.
var inWords = map[string]string{
	casefile.KindDate: "YYYY-MM-DD", casefile.KindTime: "HH:MM, where the office is", casefile.KindOffice: "code of an office",
	casefile.KindForm: "number of a form", casefile.KindNotice: "number of a notice",
}
