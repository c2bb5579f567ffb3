package projectiontest

import (
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/staff"
)

var (
	theAgency = domain.Actor{Kind: domain.Staff, ID: "1"}
	reactor   = domain.Actor{Kind: domain.Reacting, ID: "letters"}
)

// NextOfCase is something that the agency may do with a case.
func NextOfCase(r *rand.Rand, receipt string, s casefile.State, at time.Time) Move[casefile.Command] {
	m := func(c casefile.Command) Move[casefile.Command] {
		return Move[casefile.Command]{Command: c, By: theAgency}
	}
	if !s.Received {
		return m(filing(r, receipt, at))
	}
	occurred := civil.Of(at).AddDays(-r.IntN(5))
	switch r.IntN(8) {
	case 0:
		how := []string{casefile.HowCancel, casefile.HowVoid}[r.IntN(2)]
		return m(casefile.Correct{Action: 1 + r.IntN(1+len(s.Actions)), How: how, Why: casefile.Reasons[0]})
	case 1:
		return m(casefile.Transfer{Office: casefile.Offices[r.IntN(3)].Code, Occurred: occurred})
	case 2, 3:
		return m(casefile.Record{Code: "IKF", Occurred: occurred, Params: map[string]string{"due": occurred.String()}})
	}
	return m(casefile.Record{Code: []string{"FNB", "FSA0", "DA", "LDA"}[r.IntN(4)], Occurred: occurred})
}

func filing(r *rand.Rand, receipt string, at time.Time) casefile.Receive {
	of := personal.Party(receipt, "applicant")
	party := casefile.Party{
		Role: "applicant", FamilyName: personal.New(of, "Name "+receipt), Address: personal.New(of, "1 Main St"),
		BirthDate: personal.NewDate(of, civil.Date{Year: 1990, Month: 1, Day: 2}),
	}
	if r.IntN(4) > 0 {
		party.GivenName = personal.New(of, "Ana")
	}
	return casefile.Receive{
		Receipt: casefile.Receipt(receipt), Channel: casefile.ChannelPaper, Form: "I-765", ReceiptDate: civil.Of(at), Office: "NBC",
		Language: "en", Protected: r.IntN(20) == 0, Party: party,
	}
}

// NextOfDelivery is something that becomes of a message.
func NextOfDelivery(r *rand.Rand, id uuid.UUID, receipt string, s delivery.State, at time.Time) Move[delivery.Command] {
	m := func(c delivery.Command) Move[delivery.Command] {
		return Move[delivery.Command]{Command: c, By: reactor}
	}
	if !s.Requested {
		return m(delivery.Request{
			Delivery: id, Channel: delivery.ChannelMail, Template: "status_changed", Edition: "1", Language: "en",
			Recipient: domain.Actor{Kind: domain.Applicant, ID: id.String()}, To: personal.New(personal.Holder(id), id.String()+"@example.org"),
			Params: map[string]string{"receipt": receipt}, NotAfter: at.AddDate(0, 0, 1), Resend: r.IntN(2) == 0,
		})
	}
	return m([]delivery.Command{
		delivery.RecordSent{Provider: "spool"},
		delivery.RecordFailure{Class: delivery.FailureTemporary, Code: "451", RetryAt: at.Add(time.Hour)},
		delivery.RecordFailure{Class: delivery.FailurePermanent, Code: "550"},
		delivery.RecordDoubt{},
		delivery.RecordBounce{Code: "5.1.1"},
		delivery.RecordDelivered{},
	}[r.IntN(6)])
}

// NextOfStaff is the next step of an enrolment.
func NextOfStaff(r *rand.Rand, id uuid.UUID, s staff.State, at time.Time) Move[staff.Command] {
	operator, member := domain.Actor{Kind: domain.Operator, ID: "root"}, domain.Actor{Kind: domain.Staff, ID: id.String()}
	m := func(c staff.Command, by domain.Actor) Move[staff.Command] {
		return Move[staff.Command]{Command: c, By: by}
	}
	of := personal.Holder(id)
	switch {
	case !s.Invited:
		return m(staff.Invite{
			Staff: id, Name: personal.New(of, "Ana"), Address: personal.New(of, id.String()+"@example.org"), Role: staff.RoleOfficer,
			Claim: "k1:0", Link: ref(r), Expires: at.AddDate(0, 0, 1),
		}, operator)
	case s.Credential == uuid.Nil:
		return m(staff.SetPassword{Credential: ID(r)}, member)
	case s.Offered == uuid.Nil || r.IntN(3) == 0:
		return m(staff.OfferAuthenticator{Credential: ID(r)}, member)
	}
	return m(staff.ProveAuthenticator{Credential: s.Offered, Matches: true}, member)
}
