package casefile

import (
	"slices"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
)

// Languages are those that every text of the product has.
var Languages = []string{"en", "es"}

// Roles are what the party of a filing can be.
var Roles = []string{"applicant", "petitioner", "requestor"}

// firstReceiptDate is older than every filing that can still be open: an earlier date is a slip of the keyboard.
var firstReceiptDate = civil.Date{Year: 1952, Month: 12, Day: 24}

// What can be wrong with a filing that is received.
var (
	ErrAlreadyReceived = &domain.Error{Kind: domain.Conflict, Code: "casefile.already_received", Message: "A filing with this receipt number was already received."}
	ErrReceipt         = &domain.Error{Kind: domain.Invalid, Code: "casefile.receipt_malformed", Message: "A receipt number has three letters and ten digits."}
	ErrChannel         = &domain.Error{Kind: domain.Invalid, Code: "casefile.channel_unknown", Message: "A filing comes in on paper or online."}
	ErrOnlineReceipt   = &domain.Error{Kind: domain.Invalid, Code: "casefile.online_receipt", Message: "A filing that came in online has a receipt number that begins with IOE."}
	ErrForm            = &domain.Error{Kind: domain.Invalid, Code: "casefile.form_unknown", Message: "Choose one of the listed forms."}
	ErrFormOnPaper     = &domain.Error{Kind: domain.Refused, Code: "casefile.form_on_paper", Message: "This form can be filed on paper only."}
	ErrReceiptDate     = &domain.Error{Kind: domain.Invalid, Code: "casefile.receipt_date", Message: "The receipt date is missing, too old or in the future."}
	ErrOffice          = &domain.Error{Kind: domain.Invalid, Code: "casefile.office_unknown", Message: "Choose one of the listed offices."}
	ErrLanguage        = &domain.Error{Kind: domain.Invalid, Code: "casefile.language_unknown", Message: "The language is English (en) or Spanish (es)."}
	ErrRole            = &domain.Error{Kind: domain.Invalid, Code: "casefile.role_unknown", Message: "The party is an applicant, a petitioner or a requestor."}
	ErrPartyIncomplete = &domain.Error{Kind: domain.Invalid, Code: "casefile.party_incomplete", Message: "The party needs a family name, a date of birth and a mailing address."}
	ErrPartySubject    = &domain.Error{Kind: domain.Invalid, Code: "casefile.party_subject", Message: "The party's data must be sealed for the party of this receipt number."}
)

// Receive opens the record of a filing.
type Receive struct {
	Receipt     Receipt
	Channel     string
	Form        string
	ReceiptDate civil.Date
	Office      string
	Language    string
	Protected   bool
	Party       Party
}

// Party is the person who filed. Whoever has one name only has it as family name.
type Party struct {
	Role       string        `json:"role" log:"public,one of a list"`
	GivenName  personal.Text `json:"given_name,omitzero" log:"sealed,who filed"`
	FamilyName personal.Text `json:"family_name" log:"sealed,who filed"`
	BirthDate  personal.Date `json:"birth_date" log:"sealed,compared when somebody links the case"`
	Address    personal.Text `json:"address" log:"sealed,where letters go"`
	ANumber    personal.Text `json:"a_number,omitzero" log:"sealed,finds the person's other files"`
}

func (c Receive) decide(s State, act domain.Act) ([]Event, error) {
	if !agency(act) {
		return nil, ErrUnknown
	}
	if s.Received {
		return nil, ErrAlreadyReceived
	}
	if err := c.filing(act); err != nil {
		return nil, err
	}
	if err := c.Party.complete(c.Receipt); err != nil {
		return nil, err
	}
	return []Event{Received(c)}, nil
}

func (c Receive) filing(act domain.Act) error {
	form, known := FindForm(c.Form)
	_, office := FindOffice(c.Office)
	switch {
	case !c.Receipt.Valid():
		return ErrReceipt
	case c.Channel != ChannelPaper && c.Channel != ChannelOnline:
		return ErrChannel
	case c.Channel == ChannelOnline && !c.Receipt.Online():
		return ErrOnlineReceipt
	case !known:
		return ErrForm
	case c.Channel == ChannelOnline && !form.Online:
		return ErrFormOnPaper
	case c.ReceiptDate.Before(firstReceiptDate) || ahead(c.ReceiptDate, act):
		return ErrReceiptDate
	case !office:
		return ErrOffice
	case !slices.Contains(Languages, c.Language):
		return ErrLanguage
	}
	return nil
}

// complete looks only at whether something was given, and for whom it will be sealed: never at what it says.
func (p Party) complete(r Receipt) error {
	if !slices.Contains(Roles, p.Role) {
		return ErrRole
	}
	if p.FamilyName.IsZero() || p.BirthDate.IsZero() || p.Address.IsZero() {
		return ErrPartyIncomplete
	}
	subject := personal.Party(string(r), p.Role)
	for _, t := range []personal.Text{p.GivenName, p.FamilyName, p.BirthDate.Text, p.Address, p.ANumber} {
		if !t.IsZero() && t.Subject() != subject {
			return ErrPartySubject
		}
	}
	return nil
}

// Received says that the agency has the filing.
type Received struct {
	Receipt     Receipt    `json:"receipt" log:"public,the number of the filing; it is the stream's name"`
	Channel     string     `json:"channel" log:"public,one of a list"`
	Form        string     `json:"form" log:"public,one of a list"`
	ReceiptDate civil.Date `json:"receipt_date" log:"public,a day of the filing"`
	Office      string     `json:"office" log:"public,one of a list"`
	Language    string     `json:"language" log:"public,one of a list"`
	Protected   bool       `json:"protected,omitzero" log:"public,keeps the case from being linked or confirmed"`
	Party       Party      `json:"party"`
}

// EventType is the stored name.
func (Received) EventType() string { return "casefile.received" }

func (e Received) evolve(s State) State {
	s.Received, s.Receipt, s.Channel, s.Form = true, e.Receipt, e.Channel, e.Form
	s.ReceiptDate, s.FirstOffice, s.Office, s.Language, s.Protected = e.ReceiptDate, e.Office, e.Office, e.Language, e.Protected
	s.FamilyName, s.BirthDate = e.Party.FamilyName, e.Party.BirthDate
	s.Role, s.PartySubject = e.Party.Role, personal.Party(string(e.Receipt), e.Party.Role)
	return s
}
