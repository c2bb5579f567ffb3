package account

import "github.com/casetrail/casetrail/domain"

// ErrNoNumber answers who wants text messages and has proved no number for them.
var ErrNoNumber = &domain.Error{Kind: domain.Refused, Code: "account.no_number", Message: "There is no mobile number on your account. Set up codes by text message first."}

// ChooseAlerts says whether the holder is told of notices about the account's security by text message, too. It is nothing
// when it is so already.
type ChooseAlerts struct{ Text bool }

func (c ChooseAlerts) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch {
	case c.Text == s.TextAlerts:
		return nil, nil
	case c.Text && !s.Has(MethodText):
		return nil, ErrNoNumber
	}
	return []Event{AlertsChosen(c)}, nil
}

// AlertsChosen says how the holder wants to be told of notices, beside the e-mail that always goes.
type AlertsChosen struct {
	Text bool `json:"text" log:"public,whether a text message says that there is an e-mail"`
}

// EventType is the stored name.
func (AlertsChosen) EventType() string { return "account.alerts_chosen" }

func (e AlertsChosen) evolve(s State) State {
	s.TextAlerts = e.Text
	return s
}
