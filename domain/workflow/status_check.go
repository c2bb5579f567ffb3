package workflow

import (
	"context"
	"crypto/subtle"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
)

// StatusCheck tells somebody without an account whether they may see the status of a case.
type StatusCheck struct {
	Cases   Cases
	Limits  Limits
	Digests Digests
	Opener  Opener // asks the key store anew at each call: known and unknown cost the same
}

// Question is what somebody typed: the receipt number, and the date of birth or the last name of the person on the case.
// Whatever is there has to be right.
type Question struct {
	Network   string
	Receipt   string
	BirthDate string
	LastName  string
}

// Check answers the receipt number of a case whose status may be shown. Unknown, protected and mismatching cases have one
// answer and do the same work.
func (w StatusCheck) Check(ctx context.Context, q Question) (casefile.Receipt, error) {
	receipt, err := casefile.ParseReceipt(q.Receipt)
	if err != nil {
		return "", err
	}
	var born string
	switch {
	case q.BirthDate != "":
		day, err := civil.Parse(q.BirthDate)
		if err != nil {
			return "", ErrBirthDate
		}
		born = day.String()
	case len(w.Digests.Name(q.LastName)) == 0:
		return "", ErrStatusProof
	}
	if err := take(ctx, w.Limits, limits.StatusCheck, w.Digests.Limit(q.Network)); err != nil {
		return "", err
	}
	c, err := w.Cases.Load(ctx, string(receipt))
	if err != nil {
		return "", err
	}
	matches, err := w.match(ctx, receipt, c.State, born, q.LastName)
	if err == nil && (!matches || !c.State.Received || c.State.Protected) {
		err = ErrNoStatus
	}
	if err != nil {
		return "", err
	}
	return receipt, nil
}

// match compares both, whichever was typed, in constant time.
func (w StatusCheck) match(ctx context.Context, receipt casefile.Receipt, s casefile.State, born, name string) (bool, error) {
	day, family := s.BirthDate.Text, s.FamilyName
	if err := openFiled(ctx, w.Opener, receipt, &day, &family); err != nil {
		return false, err
	}
	filedDay, dayIs := day.Value()
	filedName, nameIs := family.Value()
	sameDay := subtle.ConstantTimeCompare([]byte(filedDay), []byte(born)) == 1 && dayIs == personal.Clear
	typed := w.Digests.Name(name)
	sameName := subtle.ConstantTimeCompare(w.Digests.Name(filedName), typed) == 1 && nameIs == personal.Clear
	return (sameDay || born == "") && (sameName || len(typed) == 0), nil
}
