package casefile

import (
	"regexp"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
)

// Param is one parameter of a code; all are required.
type Param struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// The kinds of parameters. None is free text: parameters stand in the record for ever.
const (
	KindDate   = "date"   // YYYY-MM-DD
	KindTime   = "time"   // HH:MM, in the office's zone
	KindOffice = "office" // code of an office
	KindForm   = "form"   // number of a form
	KindNotice = "notice" // number of a notice, as I-797E
)

// What can be wrong with the parameters of an action.
var (
	ErrParamMissing   = &domain.Error{Kind: domain.Invalid, Code: "casefile.parameter_missing", Message: "This code needs one more parameter."}
	ErrParamUnknown   = &domain.Error{Kind: domain.Invalid, Code: "casefile.parameter_unknown", Message: "This code does not have one of the parameters given."}
	ErrParamMalformed = &domain.Error{Kind: domain.Invalid, Code: "casefile.parameter_malformed", Message: "A parameter is not of its kind."}
)

// check names parameters of the code in its errors, never what was given.
func (c Code) check(params map[string]string) error {
	for _, p := range c.Params {
		v, given := params[p.Name]
		if !given {
			return ErrParamMissing.With("parameter", p.Name).With("kind", p.Kind)
		}
		if !p.fits(v) {
			return ErrParamMalformed.With("parameter", p.Name).With("kind", p.Kind)
		}
	}
	if len(params) > len(c.Params) {
		return ErrParamUnknown
	}
	return nil
}

var clock = regexp.MustCompile(`^(?:[01][0-9]|2[0-3]):[0-5][0-9]$`)

func (p Param) fits(v string) (ok bool) {
	switch p.Kind {
	case KindDate:
		_, err := civil.Parse(v)
		return err == nil
	case KindTime:
		return clock.MatchString(v)
	case KindOffice:
		_, ok = FindOffice(v)
	case KindForm:
		_, ok = FindForm(v)
	case KindNotice:
		_, ok = FindNotice(v)
	}
	return ok
}

// show is a parameter's value as people read it.
func (p Param) show(lang, v string) string {
	switch p.Kind {
	case KindDate:
		if d, err := civil.Parse(v); err == nil {
			return Day(lang, d)
		}
	case KindTime:
		if t, err := time.Parse("15:04", v); err == nil {
			return hour(lang, t)
		}
	case KindOffice:
		if o, ok := FindOffice(v); ok {
			return o.Name.In(lang)
		}
	case KindForm:
		if lang == "es" {
			return "Formulario " + v
		}
		return "Form " + v
	}
	return v
}
