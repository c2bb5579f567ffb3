package mycases

import (
	"errors"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/workflow"
)

// The fields of the forms that link a case.
const (
	receiptField = "receipt_number"
	birthField   = "birth_date"
	codeField    = "access_code"
)

// proofFields are the fields that an error is about. What matches no case is about none of them: nobody learns which.
var proofFields = map[string][]*domain.Error{
	receiptField: casefile.ReceiptErrors,
	birthField:   {workflow.ErrBirthDate},
	codeField: {
		errCodeMissing, access.ErrCodeExpired, access.ErrCodeUsed, access.ErrCodeReplaced, access.ErrCodeVoided,
		access.ErrCodeDisputed, access.ErrCodeUnused, access.ErrDisputeOwn, access.ErrDisputeLimit,
	},
	hasCodeField: {errAnswerMissing, errNoCodeForThis},
}

// about binds an error to its field.
func about(err error) error {
	if err == nil {
		return nil
	}
	return frame.Fields(err, proofFields)
}

// typed is the proof that stands in the form, as it was typed.
func typed(v *frame.Visit) workflow.Proof {
	return workflow.Proof{
		Network: v.Network, Receipt: v.Value(receiptField), BirthDate: parts.DateValue(v.Form(""), birthField), Code: v.Value(codeField),
	}
}

// readable says at once everything that cannot be read, before anything is compared and a try is counted.
func readable(proof workflow.Proof) error {
	_, errReceipt := casefile.ParseReceipt(proof.Receipt)
	_, errBorn := civil.Parse(proof.BirthDate)
	if errBorn != nil {
		errBorn = workflow.ErrBirthDate
	}
	return errors.Join(about(errReceipt), about(errBorn))
}

// link links a case and shows what that allows. When it was linked already, it says so.
func (p Pages) link(v *frame.Visit, proof workflow.Proof) (frame.Next, error) {
	receipt, done, err := p.Linking.Link(v.Context(), v.Holder(), proof, v.Act())
	if err != nil {
		return frame.Next{}, about(err)
	}
	if len(done.Events) == 0 {
		return frame.Here(alreadyPage(v, receipt, done.State.Links[v.Holder()])), nil
	}
	v.Wrote(done.Position)
	return frame.To(caseAddress(receipt) + "/added"), nil
}

func caseAddress(receipt casefile.Receipt) string { return "/cases/" + string(receipt) }
