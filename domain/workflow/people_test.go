package workflow_test

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/workflow"
)

const (
	address  = "ana@example.org"
	password = "Correct-Horse-7"
	born     = "1980-07-31"
)

// anyone acts without being signed in.
func (w *world) anyone() domain.Act {
	return domain.Attempt(domain.Actor{Kind: domain.Anonymous}, "test", uuid.NewString(), w.now, nil)
}

// by is an act of an account holder.
func (w *world) by(id uuid.UUID) domain.Act {
	return domain.Attempt(domain.Actor{Kind: domain.Applicant, ID: id.String()}, "test", uuid.NewString(), w.now, nil)
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// registered is an account that nobody has confirmed.
func (w *world) registered() (id uuid.UUID, link string) {
	w.Helper()
	act := w.anyone()
	id, err := w.signUp().Begin(w.Context(), "network", address, "en", act)
	w.must(err)
	return id, act.NewID("confirm_link").String()
}

// confirmed is an account whose sign-up goes on with a token.
func (w *world) confirmed() (id uuid.UUID, token string) {
	w.Helper()
	id, link := w.registered()
	token, err := w.signUp().Confirm(w.Context(), id, "network", link, w.anyone())
	w.must(err)
	_, err = w.signUp().AcceptTerms(w.Context(), id, account.TermsVersion, w.by(id))
	w.must(err)
	return id, token
}

// otherSignUp is somebody else's, as far as the confirmed address.
func (w *world) otherSignUp() (id uuid.UUID, token string) {
	w.Helper()
	act := w.anyone()
	id, err := w.signUp().Begin(w.Context(), "network", "bob@example.org", "en", act)
	w.must(err)
	token, err = w.signUp().Confirm(w.Context(), id, "network", act.NewID("confirm_link").String(), w.anyone())
	w.must(err)
	return id, token
}

// ready is an applicant's account that has everything but its activation; mail is its second step.
func (w *world) ready() (id uuid.UUID, token string) { return w.readyAs(account.RoleApplicant) }

func (w *world) readyAs(role string) (id uuid.UUID, token string) {
	w.Helper()
	up := w.signUp()
	id, token = w.confirmed()
	_, err := up.SetPassword(w.Context(), id, password, w.by(id))
	w.must(err)
	sent := w.by(id)
	w.must(up.SendCode(w.Context(), id, sent))
	_, err = up.EnterCode(w.Context(), id, sent.NewID("sign_up_code").String(), w.by(id))
	w.must(err)
	_, err = up.BackupCodes(w.Context(), id, w.by(id))
	w.must(err)
	_, err = w.accounts.Do(w.Context(), id.String(), account.ChooseRole{Role: role}, w.by(id))
	w.must(err)
	return id, token
}

// active is an applicant's account in use.
func (w *world) active() uuid.UUID { return w.activeAs(account.RoleApplicant) }

func (w *world) activeAs(role string) uuid.UUID {
	w.Helper()
	id, token := w.readyAs(role)
	_, err := w.signUp().Finish(w.Context(), token, w.tokens[token], uuid.New(), w.by(id))
	w.must(err)
	return id
}

// keyed is a case as an officer keys it in.
func (w *world) keyed() workflow.Filing {
	return workflow.Filing{
		Channel: casefile.ChannelPaper, Form: "I-130", ReceiptDate: civil.Of(w.now).AddDays(-30), Office: "NBC", Language: "en",
		Role: "applicant", FamilyName: "Example", BirthDate: civil.Date{Year: 1980, Month: time.July, Day: 31}, Address: "Exampleville",
	}
}

// filing receives it.
func (w *world) filing(change func(*workflow.Filing)) (casefile.Receipt, error) {
	f := w.keyed()
	if change != nil {
		change(&f)
	}
	receipt, _, err := w.officer().Receive(w.Context(), f, w.byOfficer())
	return receipt, err
}

func (w *world) byOfficer() domain.Act {
	return domain.Attempt(domain.Actor{Kind: domain.Staff, ID: uuid.NewString()}, "test", uuid.NewString(), w.now, nil)
}
