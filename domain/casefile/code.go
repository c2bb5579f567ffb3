package casefile

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// Edition names this edition of the codes, offices and forms; it goes into the metadata of what was decided with them.
const Edition = "casefile/2026-11"

// Codes that have a command of their own.
const (
	CodeReceived    = "XRECEIVED" // the record begins with it, before any code of the agency
	CodeTransferred = "BB"
	CodeCanceled    = "KK"
	CodeVoided      = "KQ"
)

// Code is an action code: what it means, and how it is told.
type Code struct {
	Code     string  `json:"code"`
	Former   string  `json:"former"`   // what it was called when the record of older cases was written
	Stage    string  `json:"-"`        // where in a case's life it belongs: the name of its file
	Public   bool    `json:"public"`   // the applicant is shown it
	Final    bool    `json:"final"`    // with this status nothing is left to decide
	Reserved bool    `json:"reserved"` // it has a command of its own and cannot be recorded
	Title    Text    `json:"title"`
	Sentence Text    `json:"sentence"`
	Next     Text    `json:"next"` // "What you need to do"
	Params   []Param `json:"params"`
}

// Text is a text in every language of the product. {agency} and the names of parameters stand for their values.
type Text struct {
	EN string `json:"en"`
	ES string `json:"es"`
}

// In is the text in a language; English when there is no other.
func (t Text) In(lang string) string {
	if lang == "es" {
		return t.ES
	}
	return t.EN
}

// Stages in the order of a case's life.
var Stages = []string{
	"intake", "biometrics", "review", "evidence", "intent", "interview", "transfer", "decision", "after", "card", "edit", "correction",
}

// Codes are all action codes, by stage: the agency's, and the product's own, which begin with X, as none of the agency's
// does. A code that was ever recorded is never taken out: records keep it for ever, and one that gets another name is found
// by its former one, too.
var Codes = loadCodes()

//go:embed codes/*.json
var codeFiles embed.FS

func loadCodes() []Code {
	var all []Code
	for _, stage := range Stages {
		codes, err := decodeCodes(codeFiles, stage)
		if err != nil {
			panic(err) // the file is part of the program: no program with a broken one starts
		}
		all = append(all, codes...)
	}
	return all
}

func decodeCodes(files fs.FS, stage string) ([]Code, error) {
	raw, err := fs.ReadFile(files, "codes/"+stage+".json")
	if err != nil {
		return nil, err
	}
	var codes []Code
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(&codes); err != nil {
		return nil, fmt.Errorf("action codes of stage %s: %w", stage, err)
	}
	for i := range codes {
		codes[i].Stage = stage
	}
	return codes, nil
}

var codeIndex = indexCodes()

func indexCodes() map[string]Code {
	index := make(map[string]Code, len(Codes))
	for _, c := range Codes {
		index[c.Code] = c
		if c.Former != "" {
			index[c.Former] = c
		}
	}
	return index
}

// FindCode is the code of a name, be it a former one.
func FindCode(code string) (Code, bool) {
	c, ok := codeIndex[code]
	return c, ok
}
