package projectiontest

import (
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
)

// NextOfAccess is something that one of these applicants, the agency or the scheduler may ask for.
func NextOfAccess(r *rand.Rand, applicants []uuid.UUID, s access.State, at time.Time) Move[access.Command] {
	account := applicants[r.IntN(len(applicants))]
	holder := domain.Actor{Kind: domain.Applicant, ID: account.String()}
	kind := []string{access.KindApplicant, access.KindRepresentative}[r.IntN(2)]
	m := func(c access.Command, by domain.Actor) Move[access.Command] {
		return Move[access.Command]{Command: c, By: by}
	}
	last, _ := s.Last()
	shown := domaintest.Typed{last.Ref}
	switch n := r.IntN(6); {
	case last.Disputed.Open() && n < 2:
		return m(access.UpholdDispute{Code: last.Ref.ID, New: ref(r), Expires: at.Add(24 * time.Hour)}, theAgency)
	case last.Disputed.Open() && n < 4:
		return m(access.RejectDispute{Code: last.Ref.ID, Why: access.Rejections[r.IntN(len(access.Rejections))]}, theAgency)
	case last.Fate == access.Used && n < 2:
		return m(access.Dispute{Account: account, Code: shown, BirthDateMatches: true, Known: true}, holder)
	}
	switch r.IntN(7) {
	case 0, 1:
		life := time.Duration(1+r.IntN(30)) * time.Hour
		return m(access.IssueCode{Code: ref(r), Expires: at.Add(life), Why: access.WhyRequested}, theAgency)
	case 2:
		return m(access.VoidCode{Why: access.WhyLost}, theAgency)
	case 3:
		return m(access.ExpireCode{}, domain.Actor{Kind: domain.Scheduler})
	case 4:
		return m(access.LinkByReceipt{Account: account, Kind: kind, Matches: true}, holder)
	case 5:
		return m(access.Unlink{Account: account}, holder)
	}
	return m(access.Redeem{
		Account: account, Kind: kind, Code: shown, BirthDateMatches: r.IntN(3) > 0, Known: true,
	}, holder)
}

// NextOfAccount is something that a holder, the scheduler or an operator may ask for. Most of it comes in the order of signing up.
func NextOfAccount(r *rand.Rand, id uuid.UUID, s account.State, at time.Time) Move[account.Command] {
	holder, ref := domain.Actor{Kind: domain.Applicant, ID: id.String()}, secret.Ref{ID: uuid.NewSHA1(id, []byte(at.String())), Key: "1"}
	m := func(c account.Command, by domain.Actor) Move[account.Command] {
		return Move[account.Command]{Command: c, By: by}
	}
	anonymous := domain.Actor{Kind: domain.Anonymous}
	anything := []Move[account.Command]{
		m(account.SendLink{Link: ref, Expires: at.Add(24 * time.Hour)}, anonymous),
		m(account.Lapse{}, domain.Actor{Kind: domain.Scheduler}),
		m(account.AcceptTerms{Version: "2"}, holder),
		m(account.SendCode{Method: account.MethodMail, Code: ref, Expires: at.Add(3 * time.Hour)}, holder),
		m(account.EnterCode{Code: domaintest.Typed{s.Code.Ref}}, holder),
		m(account.EnterCode{Code: domaintest.Typed{}}, holder),
		m(account.OfferAuthenticator{Credential: ref.ID}, holder),
		m(account.ProveAuthenticator{Credential: s.Offered, Matches: true}, holder),
		m(account.IssueBackupCodes{Sheet: ref}, holder),
		m(account.UseBackupCode{Code: domaintest.Typed(s.Backup.Refs()), Session: ref.ID}, holder),
		m(account.Lock{Until: at.Add(time.Hour), Why: account.WhyPassword}, domain.Actor{Kind: domain.Reacting}),
	}
	if n := r.IntN(40); n < len(anything) {
		return anything[n]
	} else if n > 20 && s.Active && len(s.Questions) == 0 {
		return m(questions(ref.ID), holder)
	} else if n == 39 && s.Active {
		return m(account.Erase{}, domain.Actor{Kind: domain.Operator})
	}
	if len(s.Methods) > 1 && r.IntN(4) == 0 { // few have two
		return m(account.RemoveMethod{Method: s.Methods[r.IntN(2)]}, holder)
	}
	switch s.NextStep() {
	case account.StepConfirm:
		if s.Exists {
			return m(account.Confirm{Link: domaintest.Typed{s.Link}}, anonymous)
		}
		address := personal.New(personal.Holder(id), id.String()+"@example.org")
		return m(account.Register{Account: id, Address: address, Language: "en", Claim: "k1:0", Link: ref, Expires: at.Add(time.Hour)}, anonymous)
	case account.StepTerms:
		return m(account.AcceptTerms{Version: "1"}, holder)
	case account.StepPassword:
		return m(account.SetPassword{Credential: ref.ID}, holder)
	case account.StepMethod:
		return anything[3+r.IntN(5)]
	case account.StepBackupCodes:
		return m(account.IssueBackupCodes{Sheet: ref}, holder)
	case account.StepRole:
		return m(account.ChooseRole{Role: account.RoleRepresentative}, holder)
	}
	return m(account.Activate{Number: id.String()[:12]}, holder)
}

// questions are the first of the list, with answers named after an id.
func questions(of uuid.UUID) (c account.SetQuestions) {
	for _, q := range account.Questions[:limits.ResetQuestions] {
		c.Set = append(c.Set, account.Asked{Question: q.ID, Answer: uuid.NewSHA1(of, []byte(q.ID))})
	}
	return c
}

// Forget is somebody who asks for the link to a new password.
func Forget(r *rand.Rand, id uuid.UUID, at time.Time) Move[recovery.Command] {
	return Move[recovery.Command]{By: domain.Actor{Kind: domain.Anonymous}, Command: recovery.Request{
		Recovery: id, Address: personal.New(personal.Holder(id), id.String()+"@example.org"), Language: "en",
		Claim: "k1:" + id.String(), Link: ref(r), Expires: at.Add(30 * time.Minute),
	}}
}
