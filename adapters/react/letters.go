package react

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/letter"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/secret"
)

// letters writes to the party of a case, at the address of record: with each access code, and when one was stopped because
// somebody tried it with wrong birth dates.
func (s Set) letters() feed.Reactor {
	return feed.Reactor{
		Name: "letters", Answers: types(access.CodeIssued{}, access.CodeReissued{}, access.CodeVoided{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			switch e := f.Event.(type) {
			case access.CodeIssued:
				return s.mailCode(ctx, f, act, e.Code, e.Expires)
			case access.CodeReissued:
				return s.mailCode(ctx, f, act, e.Code, e.Expires)
			case access.CodeVoided:
				return s.mailStop(ctx, f, act, e)
			}
			return nil
		},
	}
}

// mailCode writes the notice with the code, unless the code is dead already.
func (s Set) mailCode(ctx context.Context, f domain.Fact, act func(string) domain.Act, code secret.Ref, expires time.Time) error {
	to, err := s.Access.Load(ctx, subject(f))
	if err != nil {
		return err
	}
	if last, ok := to.State.Last(); !ok || last.Ref != code || last.Fate != "" {
		return nil
	}
	return s.write(ctx, f, act, message{template: letter.AccessNotice, code: code, purpose: secret.AccessCode, notAfter: expires})
}

// stopLives is how long it makes sense to print that a code was stopped.
const stopLives = 30 * 24 * time.Hour

func (s Set) mailStop(ctx context.Context, f domain.Fact, act func(string) domain.Act, e access.CodeVoided) error {
	at, err := when(f)
	if err != nil || e.Why != access.WhyBirthDates {
		return err
	}
	return s.write(ctx, f, act, message{
		template: letter.AccessCodeVoided, params: map[string]string{"at": instant(at)}, notAfter: at.Add(stopLives),
	})
}

// write adds the party to a letter. Letters are never sent twice without anybody knowing.
func (s Set) write(ctx context.Context, f domain.Fact, act func(string) domain.Act, m message) error {
	receipt := subject(f)
	party, err := s.Parties.Address(ctx, receipt)
	if err != nil {
		return err
	}
	params := map[string]string{"receipt": receipt}
	for k, v := range m.params {
		params[k] = v
	}
	m.channel, m.language, m.to, m.params = delivery.ChannelLetter, party.Language, party.To, params
	m.recipient = domain.Actor{Kind: delivery.RecipientParty, ID: party.Subject.String(), For: receipt}
	return s.request(ctx, f, act, m)
}
