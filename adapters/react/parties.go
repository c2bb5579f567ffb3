package react

import (
	"context"
	"strings"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// Party is whom a letter about a case goes to.
type Party struct {
	Subject  personal.Subject
	To       personal.Text // name and address in lines, in clear; zero when the key is gone or there is no such case
	Language string
}

// CaseParties reads the party from the case's stream.
type CaseParties struct {
	Log    eventstore.Log
	Codec  feed.Decoder
	Opener workflow.Opener
}

var _ Parties = CaseParties{}

// Address is the party of record, as the filing gave it.
func (p CaseParties) Address(ctx context.Context, receipt string) (Party, error) {
	for r, err := range p.Log.Read(ctx, eventstore.Stream(casefile.Decider.Category, receipt), 0) {
		if err != nil {
			return Party{}, err
		}
		fact, err := p.Codec.Fact(r)
		if err != nil {
			return Party{}, err
		}
		if e, ok := fact.Event.(casefile.Received); ok {
			return p.party(ctx, e)
		}
	}
	return Party{Language: "en"}, nil
}

func (p CaseParties) party(ctx context.Context, e casefile.Received) (Party, error) {
	given, family, address := e.Party.GivenName, e.Party.FamilyName, e.Party.Address
	if err := p.Opener.OpenTexts(ctx, &given, &family, &address); err != nil {
		return Party{}, err
	}
	found := Party{Subject: personal.Party(string(e.Receipt), e.Party.Role), Language: e.Language}
	street, state := address.Value()
	if state != personal.Clear {
		return found, nil
	}
	first, _ := given.Value()
	last, _ := family.Value()
	name := strings.TrimSpace(first + " " + last)
	found.To = personal.New(found.Subject, name+"\n"+street)
	return found, nil
}
