package cases

import (
	"errors"
	"fmt"
	"iter"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

// errNoBeginning parks a stream that misses its first event: no case begins with an action.
var errNoBeginning = errors.New("the case was never received")

// Fold is the view after one more fact.
func Fold(v casefile.View, f domain.Fact) (casefile.View, error) {
	e, ok := f.Event.(casefile.Event)
	if !ok {
		return v, fmt.Errorf("%T is no event of a case", f.Event)
	}
	act, err := f.Act()
	if err != nil {
		return v, err
	}
	v = v.Apply(e, act.At)
	if v.Receipt == "" {
		return v, errNoBeginning
	}
	return v, nil
}

// LiveFold is what the row will say when the table has passed these facts, all of one case from its first.
// It is casefile.ErrUnknown when there are none.
func LiveFold(facts iter.Seq2[domain.Fact, error]) (v casefile.View, at domain.Revision, err error) {
	for f, err := range facts {
		if err != nil {
			return casefile.View{}, 0, err
		}
		if v, err = Fold(v, f); err != nil {
			return casefile.View{}, 0, err
		}
		at = f.Revision
	}
	if at == 0 {
		return casefile.View{}, 0, casefile.ErrUnknown
	}
	return v, at, nil
}
