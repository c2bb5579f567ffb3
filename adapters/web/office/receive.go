package office

import (
	"errors"
	"slices"
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/workflow"
)

// What may be left out on paper, and not here: a field of its own for each, where the rule knows only that one is missing.
var (
	errGivenName  = &domain.Error{Kind: domain.Invalid, Code: "receive.given_name_missing", Message: "Enter the given name, or mark that the person has one name only."}
	errFamilyName = &domain.Error{Kind: domain.Invalid, Code: "receive.family_name_missing", Message: "Enter the family name."}
	errAddress    = &domain.Error{Kind: domain.Invalid, Code: "receive.address_missing", Message: "Enter the mailing address."}
)

var _ = texts.Family("error.", "receive.given_name_missing", "receive.family_name_missing", "receive.address_missing")

const (
	receivePath  = "/staff/receive"
	oneNameField = "one_name"
	marked       = "yes"
)

func (p Pages) bindReceive(b *frame.Binder) {
	b.Show("O05", func(v *frame.Visit) (frame.Page, error) {
		if v.Value(stepField) == stepConfirm && v.Failed() == nil { // the answers, in another language
			return p.checked(v)
		}
		return receivePage(v), nil
	})
	b.Do("O05", "", p.receive)
	b.Show("O25", p.showReceived)
}

func receivePage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("receive.title"), Body: receiveBody(v.Form(""))}
}

// receive goes from the fields to the answers, and from there to the record or back. What was typed goes along in the
// form: personal data is stored nowhere before it is recorded.
func (p Pages) receive(v *frame.Visit) (frame.Next, error) {
	switch v.Value(stepField) {
	case stepEdit:
		return frame.Here(receivePage(v)), nil
	case stepConfirm:
		return p.recordFiling(v)
	}
	page, err := p.checked(v)
	return frame.Here(page), err
}

// checked is the page that shows the answers as they will be kept.
func (p Pages) checked(v *frame.Visit) (frame.Page, error) {
	f, err := keyed(v)
	if err != nil {
		return frame.Page{}, err
	}
	if f, err = p.Officer.Check(v.Context(), f, v.Act()); err != nil {
		return frame.Page{}, atQuestion(err)
	}
	return checkPage(v, f), nil
}

func checkPage(v *frame.Visit, f workflow.Filing) frame.Page {
	form := v.Form("")
	form.Values.Del(stepField)
	return frame.Page{State: "check", Title: v.T("receive.check_title"), Body: checkBody(form, answers(v, f), f.Protected)}
}

func (p Pages) recordFiling(v *frame.Visit) (frame.Next, error) {
	f, err := keyed(v)
	if err != nil {
		return frame.Next{}, err
	}
	receipt, done, err := p.Officer.Receive(v.Context(), f, v.Act())
	if err != nil {
		return frame.Next{}, atQuestion(err)
	}
	v.Wrote(done.Position)
	return frame.To(casePath(receipt, "/received")), nil
}

// keyed is the filing as it was typed. Whoever has one name only has no given name, whatever stands in its field.
func keyed(v *frame.Visit) (workflow.Filing, error) {
	form := v.Form("")
	received, noDay := civil.Parse(parts.DateValue(form, "received"))
	born, noBirth := civil.Parse(parts.DateValue(form, "born"))
	said := func(field string) string { return strings.TrimSpace(v.Value(field)) }
	f := workflow.Filing{
		Receipt: said("receipt"), Channel: casefile.ChannelPaper, Form: said("form_number"), ReceiptDate: received, Office: said("office"),
		Language: said("language"), Protected: said("protected") == marked, Role: said("role"), GivenName: said("given_name"),
		FamilyName: said("family_name"), BirthDate: born, Address: said("address"), ANumber: said("a_number"),
	}
	oneName := said(oneNameField) == marked
	if oneName {
		f.GivenName = ""
	}
	return f, unanswered([]asked{
		{f.Form != "", "form_number", casefile.ErrForm},
		{noDay == nil, "received", casefile.ErrReceiptDate},
		{f.Office != "", "office", casefile.ErrOffice},
		{f.Role != "", "role", casefile.ErrRole},
		{oneName || f.GivenName != "", "given_name", errGivenName},
		{f.FamilyName != "", "family_name", errFamilyName},
		{noBirth == nil, "born", workflow.ErrBirthDate},
		{f.Address != "", "address", errAddress},
		{f.Language != "", "language", casefile.ErrLanguage},
	})
}

// asked is a question of the form, and what is said when it has no answer.
type asked struct {
	answered bool
	field    string
	err      error
}

// unanswered says at once all that is missing.
func unanswered(all []asked) error {
	var missing []error
	for _, q := range all {
		if !q.answered {
			missing = append(missing, frame.At(q.field, q.err))
		}
	}
	return errors.Join(missing...)
}

// atQuestion puts an error of a rule beside the question that it is about.
func atQuestion(err error) error {
	var said *domain.Error
	if errors.As(err, &said) && said.Fields["field"] != "" {
		return frame.At(said.Fields["field"], err)
	}
	return frame.Fields(err, map[string][]*domain.Error{
		"receipt":     slices.Concat(casefile.ReceiptErrors, []*domain.Error{casefile.ErrReceipt, casefile.ErrAlreadyReceived}),
		"form_number": {casefile.ErrForm},
		"received":    {casefile.ErrReceiptDate},
		"office":      {casefile.ErrOffice},
		"role":        {casefile.ErrRole},
		"language":    {casefile.ErrLanguage},
		"born":        {workflow.ErrBornLater},
		"a_number":    {workflow.ErrANumber},
	})
}
