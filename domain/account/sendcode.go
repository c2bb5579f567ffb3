package account

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// SendCode asks for a six-digit code that proves a method; the code before works no longer, and the wrong tries still count.
// It is nothing for a method that was proved already, but for text messages to another number.
type SendCode struct {
	Method  string        // MethodMail or MethodText
	Phone   personal.Text // for MethodText: the number, in E.164; zero: the one that was offered last
	Code    secret.Ref
	Expires time.Time
}

func (c SendCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch {
	case c.Method != MethodMail && c.Method != MethodText, c.Code.IsZero(), !act.At.Before(c.Expires), !c.phoneFits(s):
		return nil, ErrInvalid
	case c.Phone.IsZero() && s.OfferedPhone.IsZero() && s.Has(c.Method), c.Method == MethodMail && s.Has(c.Method):
		return nil, nil
	case c.Method == MethodText && c.Phone.IsZero() && s.OfferedPhone.IsZero():
		return nil, ErrInvalid
	}
	if err := s.triesLeft(act.At); err != nil {
		return nil, err
	}
	issued := CodeIssued{Method: c.Method, Code: c.Code, Expires: c.Expires}
	if c.Phone.IsZero() {
		return []Event{issued}, nil
	}
	return []Event{PhoneOffered{Phone: c.Phone}, issued}, nil
}

// phoneFits: a number is for text messages only, and is sealed with the holder's key.
func (c SendCode) phoneFits(s State) bool {
	return c.Phone.IsZero() || c.Method == MethodText && c.Phone.Subject() == personal.Holder(s.ID)
}

// CodeIssued says which code works from now on, and until when.
type CodeIssued struct {
	Method  string     `json:"method" log:"public,how the code reaches the holder"`
	Code    secret.Ref `json:"code" log:"public,names the code and tells nothing about it"`
	Expires time.Time  `json:"expires" log:"public,the code works until then"`
}

// EventType is the stored name.
func (CodeIssued) EventType() string { return "account.code_issued" }

func (e CodeIssued) evolve(s State) State {
	s.Code = Code{Method: e.Method, Ref: e.Code, Expires: e.Expires}
	return s
}

// PhoneOffered says which number is the holder's once the code that went there is entered. Until then the one that was
// proved before stays. A code follows in the same act: a code for one number never proves another.
type PhoneOffered struct {
	Phone personal.Text `json:"phone" log:"sealed,the number to which codes may go"`
}

// EventType is the stored name.
func (PhoneOffered) EventType() string { return "account.phone_offered" }

func (e PhoneOffered) evolve(s State) State {
	s.OfferedPhone = e.Phone
	return s
}
