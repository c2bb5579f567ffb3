package parts

import (
	"context"
	"strings"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

// Path is the way that a case has gone and may still go.
type Path struct {
	Title  string // what the drawing shows
	Stages []Stage
}

// Stage is one step of the way.
type Stage struct {
	Name    string
	Date    string // as it is written; empty: none is known
	State   StageState
	Detours []Detour
}

// Detour is what happened at a stage and is not on the usual way.
type Detour struct{ Name, Date string }

// StageState is where a stage stands.
type StageState string

// The states of a stage.
const (
	Done    StageState = "done"
	Current StageState = "current"
	Ahead   StageState = "ahead"
	Skipped StageState = "skipped"
	Stopped StageState = "stopped" // the way ended here, and not as it usually does
)

var _ = texts.Family("parts.stage.", string(Done), string(Current), string(Ahead), string(Skipped), string(Stopped))

// fact is one line of what a path says: a stage, or a detour below it.
type fact struct {
	State            StageState // empty: a detour
	Name, Date, Word string
}

// told is the path in words: what the list shows, and what those hear who cannot see the drawing.
func (p Path) told(ctx context.Context) (facts []fact) {
	for _, s := range p.Stages {
		facts = append(facts, fact{s.State, s.Name, s.Date, texts.T(ctx, "parts.stage."+string(s.State))})
		for _, d := range s.Detours {
			facts = append(facts, fact{Name: d.Name, Date: d.Date, Word: texts.T(ctx, "parts.detour")})
		}
	}
	return facts
}

// rest is what follows a fact's name: what it is, and when.
func (f fact) rest() string {
	if f.Date == "" {
		return f.Word
	}
	return f.Word + ", " + f.Date
}

func (f fact) class() string {
	if f.State == "" {
		return "ct-path-list__detour"
	}
	return "ct-path-list__" + string(f.State)
}

func (p Path) description(ctx context.Context) string {
	var said []string
	for _, f := range p.told(ctx) {
		said = append(said, f.Name+": "+f.rest()+".")
	}
	return strings.Join(said, " ")
}

// reached is the last stage that the case came to.
func (p Path) reached() int {
	for i := len(p.Stages) - 1; i >= 0; i-- {
		if s := p.Stages[i].State; s != Ahead && s != Skipped {
			return i
		}
	}
	return -1
}
