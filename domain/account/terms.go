package account

import (
	"embed"

	"github.com/casetrail/casetrail/domain"
)

// TermsVersion is the edition of the terms of use that is shown now.
const TermsVersion = "2026-11"

//go:embed terms/*.txt
var terms embed.FS

// Terms is the text of the terms of use that is shown now, in a language of Languages.
func Terms(language string) string {
	text, err := terms.ReadFile("terms/" + TermsVersion + "." + language + ".txt")
	if err != nil {
		return ""
	}
	return string(text)
}

// AcceptTerms accepts a version of the terms of use; a later version may be accepted at any time.
type AcceptTerms struct{ Version string }

func (c AcceptTerms) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case !s.Confirmed:
		return nil, ErrUnfinished.With("next", StepConfirm)
	case c.Version == "":
		return nil, ErrInvalid
	case c.Version == s.Terms:
		return nil, nil
	}
	return []Event{TermsAccepted(c)}, nil
}

// TermsAccepted says which terms the holder has agreed to.
type TermsAccepted struct {
	Version string `json:"version" log:"public,the edition of the terms that the holder has read"`
}

// EventType is the stored name.
func (TermsAccepted) EventType() string { return "account.terms_accepted" }

func (e TermsAccepted) evolve(s State) State {
	s.Terms = e.Version
	return s
}
