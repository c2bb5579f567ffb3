package workflow_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// attempt signs in at the applicants' door.
func (w *world) attempt(address, password, method string) (workflow.Entry, error) {
	return w.signIn().Password(w.Context(), workflow.Attempt{Network: "network", Address: address, Password: password, Method: method}, w.anyone())
}

// link tries to link a case to an account.
func (w *world) link(id uuid.UUID, receipt, born, code string) error {
	_, _, err := w.linking().Link(w.Context(), id, workflow.Proof{Network: "network", Receipt: receipt, BirthDate: born, Code: code}, w.by(id))
	return err
}

var refusals = map[string]struct {
	want *domain.Error
	try  func(w *world) error
}{
	"an address without a dot": {workflow.ErrAddress, func(w *world) error {
		_, err := w.signUp().Begin(w.Context(), "network", "ana@localhost", "en", w.anyone())
		return err
	}},
	"an address with a name before it": {workflow.ErrAddress, func(w *world) error {
		_, err := w.signUp().Begin(w.Context(), "network", "Ana <ana@example.org>", "en", w.anyone())
		return err
	}},
	"a text message where there are none": {workflow.ErrTextsOff, func(w *world) error {
		w.noTexts = true
		id, _ := w.confirmed()
		return w.signUp().SendText(w.Context(), id, mobile, w.by(id))
	}},
	"too many text messages to one number": {workflow.ErrTextLimit, func(w *world) error {
		w.full = limits.TextNumber
		id, _ := w.confirmed()
		return w.signUp().SendText(w.Context(), id, mobile, w.by(id))
	}},
	"too many accounts from one network": {workflow.ErrWait, func(w *world) error {
		w.full = limits.SignUpNetwork
		_, err := w.signUp().Begin(w.Context(), "network", address, "en", w.anyone())
		return err
	}},
	"the right password of a locked account": {workflow.ErrWait, func(w *world) error {
		id, until := w.active(), w.now.Add(time.Minute)
		lock := domain.Due("account-"+id.String(), "lock", until, w.now)
		_, err := w.accounts.Do(w.Context(), id.String(), account.Lock{Until: until, Why: account.WhyPassword}, lock)
		w.must(err)
		_, err = w.attempt(address, password, "")
		return err
	}},
	"terms that are not in force": {workflow.ErrTerms, func(w *world) error {
		id, _ := w.confirmed()
		_, err := w.signUp().AcceptTerms(w.Context(), id, "another", w.by(id))
		return err
	}},
	"a name of two lines": {workflow.ErrParty, func(w *world) error {
		_, err := w.filing(func(f *workflow.Filing) { f.FamilyName = "Example\nSincerely" })
		return err
	}},
	"an address that fits on no letter": {workflow.ErrParty, func(w *world) error {
		_, err := w.filing(func(f *workflow.Filing) { f.Address = strings.Repeat("line\n", 9) })
		return err
	}},
	"an A-Number of six digits": {workflow.ErrANumber, func(w *world) error {
		_, err := w.filing(func(f *workflow.Filing) { f.ANumber = "A123456" })
		return err
	}},
	"born after filing": {workflow.ErrBornLater, func(w *world) error {
		_, err := w.filing(func(f *workflow.Filing) { f.BirthDate = f.ReceiptDate.AddDays(1) })
		return err
	}},
	"backup codes shown again": {workflow.ErrAlreadyShown, func(w *world) error {
		id, _ := w.ready()
		act := w.by(id)
		_, err := w.signUp().BackupCodes(w.Context(), id, act)
		w.must(err)
		_, err = w.signUp().BackupCodes(w.Context(), id, act)
		return err
	}},
	"a wrong password": {workflow.ErrSignIn, func(w *world) error {
		w.active()
		_, err := w.attempt(address, "wrong", "")
		return err
	}},
	"a wrong password of who is signed in": {workflow.ErrPassword, func(w *world) error {
		id := w.active()
		_, err := w.again(id, w.comesIn(id), "wrong", "")
		return err
	}},
	"what protects the account, an hour after the proof": {workflow.ErrProveAgain, func(w *world) error {
		return workflow.Token{Proved: w.now.Add(-time.Hour)}.Fresh(w.now)
	}},
	"an address that nobody has": {workflow.ErrSignIn, func(w *world) error {
		_, err := w.attempt("bob@example.org", password, "")
		return err
	}},
	"an account without a password": {workflow.ErrSignIn, func(w *world) error {
		w.confirmed()
		_, err := w.attempt(address, "", "")
		return err
	}},
	"an authenticator that is not set up": {workflow.ErrMethod, func(w *world) error {
		w.active()
		_, err := w.attempt(address, password, account.MethodAuthenticator)
		return err
	}},
	"a way of proof that there is not": {workflow.ErrMethod, func(w *world) error {
		w.active()
		e, err := w.attempt(address, password, "")
		w.must(err)
		_, err = w.signIn().Code(w.Context(), e.Token, w.tokens[e.Token], "oath", "code", w.by(uuid.MustParse(e.Holder.ID)))
		return err
	}},
	"a status without a proof":    {workflow.ErrStatusProof, func(w *world) error { return w.check("IOE0912345678", "", "") }},
	"the status of nobody's case": {workflow.ErrNoStatus, func(w *world) error { return w.check("IOE0912345678", born, "") }},
	"a status too often": {workflow.ErrWait, func(w *world) error {
		w.full = limits.StatusCheck
		return w.check("IOE0912345678", born, "")
	}},
	"a status with a birth date in another order": {workflow.ErrBirthDate, func(w *world) error { return w.check("IOE0912345678", "31.07.1980", "") }},
	"a birth date in another order":               {workflow.ErrBirthDate, func(w *world) error { return w.link(uuid.New(), "IOE0912345678", "31.07.1980", "") }},
	"a code for a case filed online": {workflow.ErrNotPaper, func(w *world) error {
		return w.issue(func(f *workflow.Filing) { f.Channel = casefile.ChannelOnline })
	}},
	"a code for a protected case": {workflow.ErrNotPaper, func(w *world) error {
		return w.issue(func(f *workflow.Filing) { f.Protected = true })
	}},
	"a code for a number of a service center": {workflow.ErrNotPaper, func(w *world) error {
		return w.issue(func(f *workflow.Filing) { f.Receipt = "EAC9900123456" })
	}},
	"an API client without a name": {workflow.ErrClientName, func(w *world) error {
		return w.apply(func(a *workflow.Application) { a.Name = " " })
	}},
	"an API client with a long name": {workflow.ErrClientName, func(w *world) error {
		return w.apply(func(a *workflow.Application) { a.Name = strings.Repeat("x", 81) })
	}},
	"an API client of two lines": {workflow.ErrClientName, func(w *world) error {
		return w.apply(func(a *workflow.Application) { a.Name = "board\nboard" })
	}},
	"an API client that nobody looks after": {workflow.ErrAddress, func(w *world) error {
		return w.apply(func(a *workflow.Application) { a.Contact = "nobody" })
	}},
	"a wrong client secret": {workflow.ErrClientSecret, func(w *world) error {
		shown := w.registers(w.byOfficer())
		_, err := w.grant(shown.ID.String(), "wrong")
		return err
	}},
	"an API client in a hurry":            {workflow.ErrBurst, func(w *world) error { return w.asks(limits.SandboxSecond) }},
	"an API client at the end of its day": {workflow.ErrQuota, func(w *world) error { return w.asks(limits.SandboxDay) }},
	"an erasure under a legal hold": {workflow.ErrHeld, func(w *world) error {
		id := w.active()
		w.held = true
		_, err := w.erasure().Erase(w.Context(), id, w.by(id))
		return err
	}},
	"a reset question without an answer": {workflow.ErrAnswerMissing, func(w *world) error {
		w.questioned()
		return w.answers(w.forgotten(), answers(0, "a", ""))
	}},
	"a question that is chosen without an answer": {workflow.ErrAnswerMissing, func(w *world) error { return w.chooses("a", "b", "\t") }},
	"an answer to two questions":                  {workflow.ErrAnswerTwice, func(w *world) error { return w.chooses("a", "b", "A") }},
	"an answer as long as a book":                 {workflow.ErrAnswerLong, func(w *world) error { return w.chooses(strings.Repeat("x", limits.AnswerMax+1)) }},
	"reset questions of a sign-up while the account is in use": {workflow.ErrSignedUp, func(w *world) error {
		id := w.active()
		_, err := w.signUp().SetQuestions(w.Context(), id, answers(0), w.by(id))
		return err
	}},
	"a password while the account is in use": {workflow.ErrSignedUp, func(w *world) error {
		id := w.active()
		_, err := w.signUp().SetPassword(w.Context(), id, password, w.by(id))
		return err
	}},
	"declining the terms of an account in use": {workflow.ErrSignedUp, func(w *world) error {
		id := w.active()
		return w.signUp().Decline(w.Context(), id, w.proved(id), w.by(id))
	}},
	"a code while the account is in use": {workflow.ErrSignedUp, func(w *world) error {
		id := w.active()
		return w.signUp().SendCode(w.Context(), id, w.by(id))
	}},
	"entering a code while the account is in use": {workflow.ErrSignedUp, func(w *world) error {
		id := w.active()
		_, err := w.signUp().EnterCode(w.Context(), id, "123456", w.by(id))
		return err
	}},
	"an authenticator while the account is in use": {workflow.ErrSignedUp, func(w *world) error {
		id := w.active()
		_, err := w.signUp().OfferAuthenticator(w.Context(), id, w.by(id))
		return err
	}},
	"an authenticator offered before the account was in use": {workflow.ErrSignedUp, func(w *world) error {
		id, token := w.ready()
		seed, err := w.signUp().OfferAuthenticator(w.Context(), id, w.by(id))
		w.must(err)
		_, err = w.signUp().Finish(w.Context(), token, w.tokens[token], uuid.New(), w.by(id))
		w.must(err)
		_, err = w.signUp().ProveAuthenticator(w.Context(), id, seed, w.by(id))
		return err
	}},
	"finishing what another has finished": {workflow.ErrSignedUp, func(w *world) error {
		id, token := w.ready()
		elsewhere, at := "elsewhere", w.tokens[token]
		at.Session = uuid.New()
		_, err := w.signUp().Finish(w.Context(), token, w.tokens[token], uuid.New(), w.by(id))
		w.must(err)
		w.tokens[elsewhere] = at // it was started while the first was being finished
		_, err = w.signUp().Finish(w.Context(), elsewhere, at, uuid.New(), w.by(id))
		return err
	}},
}

func (w *world) issue(change func(*workflow.Filing)) error {
	receipt, err := w.filing(change)
	w.must(err)
	_, err = w.officer().IssueCode(w.Context(), receipt, "requested", w.byOfficer())
	return err
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			if err := c.try(newWorld(t)); !errors.Is(err, c.want) {
				t.Errorf("answered %v, want %v", err, c.want)
			}
		})
	}
}

// The list of errors is what the fronts document: each of them has a row above.
func TestEachErrorOfTheListIsGiven(t *testing.T) {
	t.Parallel()
	given := map[string]bool{}
	for _, c := range refusals {
		given[c.want.Code] = true
	}
	for _, e := range workflow.Errors {
		if !given[e.Code] {
			t.Errorf("no row is answered %s", e.Code)
		}
	}
}
