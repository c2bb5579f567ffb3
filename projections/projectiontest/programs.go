package projectiontest

import (
	"math/rand/v2"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/personal"
)

// NextOfClient is the next thing that happens to an API client, which an account or a member of staff of that id has.
func NextOfClient(r *rand.Rand, id, owner uuid.UUID, s client.State) Move[client.Command] {
	officer := domain.Actor{Kind: domain.Staff, ID: owner.String()}
	if s.Owner.ID == "" {
		by := []domain.Actor{officer, {Kind: domain.Applicant, ID: owner.String()}}[r.IntN(2)]
		of := client.Subject(id, by)
		return Move[client.Command]{By: by, Command: client.Register{
			Client: id, Name: personal.New(of, "Board"), Contact: personal.New(of, id.String()+"@example.org"),
			Environment: client.Environments[r.IntN(2)], Scopes: []string{client.CaseStatus}, Secret: ref(r),
		}}
	}
	last := s.Issued
	return Move[client.Command]{By: officer, Command: []client.Command{
		client.IssueCredential{Secret: ref(r)},
		client.IssueCredential{Secret: ref(r)},
		client.RevokeCredential{Number: max(1, last-r.IntN(2))},
		client.Suspend{Why: client.WhyMisuse},
		client.Resume{},
		client.Resume{},
		client.Close{},
	}[r.IntN(7)]}
}
