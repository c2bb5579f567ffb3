package react

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/personal"
)

const gate = "access-" + receipt

func TestAccessCodes(t *testing.T) {
	run(t, map[string]row{
		"a paper case with an electronic number": {received(nil), nil, []string{"access.code_issued case"}},
		"a case that came in online":             {received(func(e *casefile.Received) { e.Channel = casefile.ChannelOnline }), nil, nil},
		"a paper case with an old number":        {received(func(e *casefile.Received) { e.Receipt = "EAC0912345678" }), nil, nil},
		"a protected case":                       {received(func(e *casefile.Received) { e.Protected = true }), nil, nil},
		"the agency was quicker":                 {history(in(gate, access.CodeIssued{Code: code, Issued: noon, Expires: later}), received(nil)), nil, nil},
	})
}

func TestAnAccessCodeLivesNinetyDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happen(received(nil))
	w.answer(w.facts()[0])
	e, ok := w.facts()[1].Event.(access.CodeIssued)
	if !ok || !e.Expires.Equal(noon.AddDate(0, 0, 90)) || e.Why != access.WhyReceived {
		t.Errorf("%+v", e)
	}
}

func TestLetters(t *testing.T) {
	expires := noon.AddDate(0, 0, 90)
	issued := in(gate, access.CodeIssued{Code: code, Issued: noon, Expires: expires})
	const to = "party <Ana Núñez/1 Main St/Springfield>"
	run(t, map[string]row{
		"a code":             {history(received(nil), issued), nil, []string{"letter access_notice es " + to + " receipt=" + receipt + " access_code"}},
		"a new code":         {history(received(nil), issued, in(gate, access.CodeReissued{Code: other, Issued: noon, Expires: expires, Replaces: code.ID})), nil, []string{"letter access_notice es " + to + " receipt=" + receipt + " access_code"}},
		"one name only":      {history(received(func(e *casefile.Received) { e.Party.GivenName = personal.Text{} }), issued), nil, []string{"letter access_notice es party <Núñez/1 Main St/Springfield> receipt=" + receipt + " access_code"}},
		"nobody to write to": {history(received(nil), issued), func(w *world) { w.gone[personal.Party(receipt, "applicant")] = true }, []string{"letter access_notice es party <> receipt=" + receipt + " access_code"}},
		"expired before":     {history(received(nil), issued), func(w *world) { w.now = expires }, nil},
		"wrong birth dates":  {history(received(nil), issued, in(gate, access.CodeVoided{Code: code.ID, Why: access.WhyBirthDates})), nil, []string{"letter access_code_voided es " + to + " at=2027-05-03T12:00:00Z receipt=" + receipt}},
		"replaced meanwhile": {history(received(nil), issued), func(w *world) {
			w.late(gate, access.CodeReissued{Code: other, Issued: noon, Expires: expires, Replaces: code.ID})
		}, nil},
		"used meanwhile": {history(received(nil), issued), func(w *world) {
			w.late(gate, access.Linked{Account: ana, Kind: access.KindApplicant, Tier: "full", Code: code.ID, At: noon})
		}, nil},
		"voided by the agency": {history(received(nil), issued, in(gate, access.CodeVoided{Code: code.ID, Why: access.WhyLost})), nil, nil},
	})
}

func TestLinks(t *testing.T) {
	linked := func(id uuid.UUID, tier string) access.Linked {
		return access.Linked{Account: id, Kind: access.KindApplicant, Tier: tier, At: noon}
	}
	const fact = " at=2027-05-03T12:00:00Z receipt=" + receipt
	both := history(active(ana), active(bob))
	run(t, map[string]row{
		"the first":           {history(both, in(gate, linked(ana, "full"))), nil, []string{"mail case_linked es ana <ana@example.com>" + fact + " tier=full who=you again"}},
		"the second":          {history(both, in(gate, linked(bob, "full"), linked(ana, "status"))), nil, []string{"mail case_linked es ana <ana@example.com>" + fact + " tier=status who=you again", "mail case_linked es bob <bob@example.com>" + fact + " tier=status who=other again"}},
		"upgraded":            {history(both, in(gate, linked(bob, "full"), linked(ana, "status"), access.Upgraded{Account: ana, At: noon})), nil, []string{"mail case_upgraded es ana <ana@example.com>" + fact + " who=you again", "mail case_upgraded es bob <bob@example.com>" + fact + " who=other again"}},
		"unlinked":            {history(both, in(gate, linked(bob, "full"), linked(ana, "status"), access.Unlinked{Account: ana})), nil, []string{"mail case_unlinked es ana <ana@example.com>" + fact + " who=you again", "mail case_unlinked es bob <bob@example.com>" + fact + " who=other again"}},
		"the code is stopped": {history(both, received(nil), in(gate, linked(bob, "full"), access.CodeVoided{Why: access.WhyBirthDates})), nil, []string{"letter access_code_voided es party <Ana Núñez/1 Main St/Springfield>" + fact, "mail access_code_voided es bob <bob@example.com>" + fact + " who=other again"}},
		"after an erasure":    {history(active(ana), in("account-"+ana.String(), account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}}), in(gate, linked(ana, "full"))), nil, []string{"access.unlinked case"}},
	})
}

func TestDisputes(t *testing.T) {
	const fact = " at=2027-05-03T12:00:00Z receipt=" + receipt
	used := history(active(ana), active(bob), in(gate,
		access.CodeIssued{Code: code, Issued: noon, Expires: later}, access.Linked{Account: bob, Kind: access.KindApplicant, Tier: "full", Code: code.ID, At: noon}))
	third := history(active(olga), in(gate, access.Linked{Account: olga, Kind: access.KindApplicant, Tier: "status", At: noon}))
	disputed := in(gate, access.CodeDisputed{Code: code.ID, By: ana, Account: bob, At: noon})
	upheld := in(gate, access.DisputeUpheld{Code: code.ID, By: ana, Account: bob})
	run(t, map[string]row{
		"said":                            {history(used, disputed), nil, []string{"mail dispute_opened es ana <ana@example.com>" + fact + " again"}},
		"upheld":                          {history(used, disputed, upheld), nil, []string{"mail dispute_upheld es ana <ana@example.com>" + fact + " who=you again", "mail dispute_upheld es bob <bob@example.com>" + fact + " who=other again"}},
		"upheld, and others look":         {history(used, third, disputed, upheld), nil, []string{"mail case_unlinked es olga <olga@example.com>" + fact + " who=other again", "mail dispute_upheld es ana <ana@example.com>" + fact + " who=you again", "mail dispute_upheld es bob <bob@example.com>" + fact + " who=other again"}},
		"upheld, for who sees the status": {history(used, in(gate, access.Linked{Account: ana, Kind: access.KindApplicant, Tier: "status", At: noon}), disputed, upheld), nil, []string{"mail dispute_upheld es ana <ana@example.com>" + fact + " who=you again", "mail dispute_upheld es bob <bob@example.com>" + fact + " who=other again"}},
		"rejected":                        {history(used, third, disputed, in(gate, access.DisputeRejected{Code: code.ID, By: ana, Account: bob, Why: access.WhyTrusted})), nil, []string{"mail dispute_rejected es ana <ana@example.com>" + fact + " who=you why=trusted again", "mail dispute_rejected es bob <bob@example.com>" + fact + " who=other why=trusted again"}},
		"who said it is gone":             {history(used, in("account-"+ana.String(), account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}}), disputed), nil, nil},
	})
}

func TestErasure(t *testing.T) {
	mine := "account-" + ana.String()
	erased := in(mine, account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}})
	ended := []string{"claim.released k1:ana", "sign out applicant ana", "drop the forms of applicant ana"}
	const farewell = "mail account_erased es ana <ana@example.com> at=2027-05-03T12:00:00Z again"
	run(t, map[string]row{
		"of an active account": {
			history(active(ana), held("ana", ana), in(mine, account.PasswordSet{Credential: olga}), erased), nil,
			append([]string{"forget olga", farewell}, ended...),
		},
		"of one with reset questions": {
			history(active(ana), held("ana", ana), in(mine, account.QuestionsSet{Questions: []string{"first_pet"}, Answers: []uuid.UUID{bob}}), erased), nil,
			append([]string{"forget bob", farewell}, ended...),
		},
		"of one that sees a case": {
			history(active(ana), held("ana", ana), in(gate, access.Linked{Account: ana, Tier: "full", At: noon}), erased),
			func(w *world) { w.links[ana] = []string{receipt} },
			append([]string{"access.unlinked case", farewell}, ended...),
		},
		"of one whose case is passed over": {
			history(active(ana), held("ana", ana), in(gate, access.Linked{Account: ana, Tier: "full", At: noon}), erased),
			func(w *world) { w.aside = []string{receipt, "IOE0912345679"} },
			append([]string{"access.unlinked case", farewell}, ended...),
		},
		"of one that was never confirmed": {history(registered(ana, "es"), erased), nil, []string{"destroy the key of ana", "sign out applicant ana", "drop the forms of applicant ana"}},
		"long ago":                        {history(active(ana), erased), func(w *world) { w.now = noon.Add(2 * time.Hour) }, []string{"destroy the key of ana", "sign out applicant ana", "drop the forms of applicant ana"}},
		"with the key gone already":       {history(active(ana), erased), func(w *world) { w.gone[personal.Holder(ana)] = true }, []string{"destroy the key of ana", "sign out applicant ana", "drop the forms of applicant ana"}},
	})
}

// The reactor on links has answered the link already, and nobody else will undo it: so the erasure waits, and is not parked.
func TestAnErasureWaitsForTheReadModelOfLinks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happen(history(active(ana), in(gate, access.Linked{Account: ana, Tier: "full", At: noon}),
		in("account-"+ana.String(), account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}})))
	all := w.facts()
	w.lags = true
	if err := w.erasure().Answer(t.Context(), all[len(all)-1], w.now); !feed.Passing(err) {
		t.Errorf("while the read model lags: %v, want that it is tried again", err)
	}
	w.lags, w.links[ana] = false, []string{receipt}
	if err := w.erasure().Answer(t.Context(), all[len(all)-1], w.now); err != nil {
		t.Fatal(err)
	}
	if s, err := w.Access.Load(t.Context(), receipt); err != nil || len(s.State.Links) != 0 {
		t.Errorf("still linked: %v, %v", s.State.Links, err)
	}
}
