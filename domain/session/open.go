package session

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// Open begins a sign-in: the password was right, the second step is missing.
type Open struct {
	Holder  domain.Actor
	Method  string     // ByMail, ByText, ByMailText or ByAuthenticator
	Code    secret.Ref // for those that are sent; none by text: no message can go out now, and another way must do
	Expires time.Time  // of the code
	Device  uuid.UUID  // zero: not known
}

func (c Open) decide(s State, act domain.Act) ([]Event, error) {
	if err := mayBegin(s, c.Holder, act.By); err != nil {
		return nil, err
	}
	opened := Opened{Holder: c.Holder, Method: c.Method, Device: c.Device}
	switch {
	case (c.Method == ByAuthenticator || c.Method == ByText) && c.Code.IsZero():
		return []Event{opened}, nil
	case Sends(c.Method) && !c.Code.IsZero() && act.At.Before(c.Expires):
		return []Event{opened, CodeIssued{Code: c.Code, Expires: c.Expires}}, nil
	}
	return nil, ErrInvalid
}

// Begin starts a session for somebody who has just proved the password and the second step elsewhere.
type Begin struct {
	Holder domain.Actor
	By     string // BySignUp or ByEnrolment
	Device uuid.UUID
}

func (c Begin) decide(s State, act domain.Act) ([]Event, error) {
	if err := mayBegin(s, c.Holder, act.By); err != nil {
		return nil, err
	}
	if c.By != BySignUp && c.By != ByEnrolment {
		return nil, ErrInvalid
	}
	return []Event{Opened{Holder: c.Holder, Method: c.By, Device: c.Device}, Verified{By: c.By}}, nil
}

// mayBegin: who signs in is nobody yet, or is already known to be the holder.
func mayBegin(s State, holder, by domain.Actor) error {
	switch {
	case by.Kind != domain.Anonymous && (by.Kind != holder.Kind || by.ID != holder.ID):
		return ErrUnknown
	case holder.Kind != domain.Applicant && holder.Kind != domain.Staff, holder.ID == "":
		return ErrInvalid
	case s.Holder.ID != "":
		return ErrExists
	}
	return nil
}

// Opened is the first event of every session.
type Opened struct {
	Holder domain.Actor `json:"holder" log:"public,who signs in, by id"`
	Method string       `json:"method" log:"public,which second step follows"`
	Device uuid.UUID    `json:"device,omitzero" log:"public,a random id that the browser keeps"`
}

// EventType is the stored name.
func (Opened) EventType() string { return "session.opened" }

func (e Opened) evolve(s State) State {
	s.Holder, s.Method, s.Device = e.Holder, e.Method, e.Device
	return s
}
