package workflow

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
)

// Filing is what an officer keys in from paper.
type Filing struct {
	Receipt     string // "" allocates one
	Channel     string
	Form        string
	ReceiptDate civil.Date
	Office      string
	Language    string
	Protected   bool
	Role        string // of the party: applicant, petitioner, …
	GivenName   string // "": has only one name
	FamilyName  string
	BirthDate   civil.Date
	Address     string // lines
	ANumber     string // optional
}

// What fits on a letter.
const (
	maxName  = 200
	maxLines = 8
	maxLine  = 80
)

// clean brings personal data into the form in which it is kept, or says what is wrong with it: no rule looks at it later.
func (f Filing) clean() (Filing, error) {
	var given, family, address, number bool
	f.GivenName, given = oneLine(f.GivenName, maxName)
	f.FamilyName, family = oneLine(f.FamilyName, maxName)
	f.Address, address = lines(f.Address)
	f.ANumber, number = aNumber(f.ANumber)
	switch {
	case !given:
		return f, ErrParty.With("field", "given_name")
	case !family:
		return f, ErrParty.With("field", "family_name")
	case !address:
		return f, ErrParty.With("field", "address")
	case !number:
		return f, ErrANumber
	case f.BirthDate.After(f.ReceiptDate):
		return f, ErrBornLater
	}
	return f, nil
}

// oneLine is text without space around it; not right when it is too long, or has characters that do something on a
// terminal or on paper.
func oneLine(s string, longest int) (string, bool) {
	s = strings.TrimSpace(s)
	active := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
	return s, utf8.RuneCountInString(s) <= longest && !strings.ContainsFunc(s, active)
}

// lines are those that are not empty.
func lines(s string) (string, bool) {
	var kept []string
	for line := range strings.Lines(s) {
		line, right := oneLine(line, maxLine)
		if !right {
			return "", false
		}
		if line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n"), len(kept) <= maxLines
}

var aNumberDigits = regexp.MustCompile(`^A?([0-9]{7,9})$`)

// aNumber is the letter A and nine digits, however it was typed; none stays none.
func aNumber(typed string) (string, bool) {
	bare := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(typed))
	if bare == "" {
		return "", true
	}
	found := aNumberDigits.FindStringSubmatch(bare)
	if found == nil {
		return "", false
	}
	return "A" + strings.Repeat("0", 9-len(found[1])) + found[1], true
}

// receive is the command that files it under a number.
func (f Filing) receive(receipt casefile.Receipt) casefile.Receive {
	return casefile.Receive{
		Receipt: receipt, Channel: f.Channel, Form: f.Form, ReceiptDate: f.ReceiptDate, Office: f.Office,
		Language: f.Language, Protected: f.Protected, Party: f.party(receipt),
	}
}

func (f Filing) party(receipt casefile.Receipt) casefile.Party {
	of := personal.Party(string(receipt), f.Role)
	text := func(s string) personal.Text {
		if s == "" {
			return personal.Text{}
		}
		return personal.New(of, s)
	}
	return casefile.Party{
		Role: f.Role, GivenName: text(f.GivenName), FamilyName: text(f.FamilyName),
		BirthDate: personal.NewDate(of, f.BirthDate), Address: text(f.Address), ANumber: text(f.ANumber),
	}
}
