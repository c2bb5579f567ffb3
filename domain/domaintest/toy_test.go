package domaintest

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
)

// The toy is an aggregate whose rules the tests break one by one.
type toyState struct {
	Name  personal.Text
	Notes []string
}

type toyEvent interface{ domain.Event }

type named struct {
	Name  personal.Text `json:"name" log:"sealed,how it is called"`
	Born  personal.Date `json:"born" log:"sealed,since when"`
	Parts []part        `json:"parts"`
}

type part struct {
	Label personal.Text `json:"label" log:"sealed,what the owner calls it"`
	Size  int           `json:"size" log:"public,how big it is"`
}

type noted struct {
	Note string `json:"note" log:"public,what was noted"`
}

type refused struct {
	Left int `json:"left" log:"public,how many are left"`
}

func (named) EventType() string   { return "toy.named" }
func (noted) EventType() string   { return "toy.noted" }
func (refused) EventType() string { return "toy.refused" }

func (e refused) Refused() *domain.Error { return errToy.With("left", "1") }

var errToy = &domain.Error{Kind: domain.Refused, Code: "toy.no", Message: "No."}

type toyRule = func(s toyState, command string, act domain.Act) ([]toyEvent, error)

// toy notes whatever it is told, and refuses "no".
func toy(s toyState, command string, _ domain.Act) ([]toyEvent, error) {
	switch command {
	case "no":
		return []toyEvent{refused{Left: 1}}, nil
	case "error":
		return nil, errToy.After(time.Minute)
	}
	return []toyEvent{noted{command}}, nil
}

func toyEvolve(s toyState, e toyEvent) toyState {
	switch e := e.(type) {
	case named:
		s.Name = e.Name
	case noted:
		s.Notes = append(append([]string{}, s.Notes...), e.Note)
	}
	return s
}

func toySuite(rule toyRule) *Suite[toyState, string, toyEvent] {
	return New(domain.Decider[toyState, string, toyEvent]{
		Category: "toy", Decide: rule, Evolve: toyEvolve,
		Catalog: domain.Catalog{domain.Stored[named](), domain.Stored[noted](), domain.Stored[refused]()},
		Errors:  []*domain.Error{errToy},
	})
}

var owner = personal.Holder(uuid.UUID{1})

func example() named {
	born := personal.NewDate(owner, civil.Date{Year: 2001, Month: time.May, Day: 4})
	return named{Name: personal.New(owner, "Ana"), Born: born, Parts: []part{{personal.New(owner, "left"), 7}}}
}
