package simulate

import (
	"context"
	"errors"
	"time"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/adapters/react"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// player plays one household at a time: its people, and what the product does in answer.
type player struct {
	world    World
	accounts workflow.Accounts
	cases    workflow.Cases
	access   workflow.Access
	posts    outbox.Deliveries
	signUp   workflow.SignUp
	signIn   workflow.SignIn
	officer  workflow.Officer
	linking  workflow.Linking
	answers  map[string][]feed.Reactor // by the type that they answer

	now    time.Time
	number int64         // of the account that is being activated
	heard  []domain.Fact // not answered yet
	totals Totals
}

func (w World) newPlayer() *player {
	p := &player{world: w, answers: map[string][]feed.Reactor{}}
	p.accounts = overhear(p, w, account.Decider)
	p.cases = overhear(p, w, casefile.Decider)
	p.access = overhear(p, w, access.Decider)
	p.posts = overhear(p, w, delivery.Decider)
	claims, sessions := overhear(p, w, claim.Decider), overhear(p, w, session.Decider)
	p.signUp = workflow.SignUp{
		Claims: claims, Accounts: p.accounts, Sessions: sessions, Passwords: anyPassword{}, Vault: sure{}, Codes: w.Codes,
		Revealer: w.Revealer, Limits: patient{}, Tokens: noBrowsers{}, Numbers: p, Digests: w.Digests, Opener: w.Codec,
	}
	p.signIn = workflow.SignIn{
		Principals: workflow.Applicants(p.accounts, w.Codes), Claims: claims, Sessions: sessions, Vault: sure{}, Codes: w.Codes,
		Limits: patient{}, Tokens: noBrowsers{}, Digests: w.Digests,
	}
	p.officer = workflow.Officer{Cases: p.cases, Access: p.access, Codes: w.Codes, Numbers: p}
	p.linking = workflow.Linking{Accounts: p.accounts, Cases: p.cases, Access: p.access, Codes: w.Codes, Limits: patient{}, Digests: w.Digests, Opener: w.Codec}
	p.reactors(claims, sessions)
	return p
}

// reactors are the product's own. Nobody is erased or disabled here, and nothing is replaced: what that needs is left out.
func (p *player) reactors(claims workflow.Claims, sessions workflow.Sessions) {
	set := react.Set{
		Log: p.world.Log, Codec: p.world.Codec, Accounts: p.accounts, Sessions: sessions, Claims: claims,
		Staff: overhear(p, p.world, staff.Decider), Access: p.access, Deliveries: p.posts, Codes: p.world.Codes, Opener: p.world.Codec,
		Parties: react.CaseParties{Log: p.world.Log, Codec: p.world.Codec, Opener: p.world.Codec},
	}
	for _, r := range set.Reactors() {
		for _, t := range r.Answers {
			p.answers[t] = append(p.answers[t], r)
		}
	}
}

// play does a step and everything that the product does in answer to it.
func (p *player) play(ctx context.Context, s step) error {
	p.now = s.at
	err := s.do(ctx, p, s.at)
	var no *domain.Error
	if errors.As(err, &no) && no.Kind != domain.Unavailable {
		p.totals.Refused++ // people are told no; that is part of the play
		err = nil
	}
	if err != nil {
		return err
	}
	return p.settle(ctx)
}

// settle answers what was heard, and what is heard from the answers, until all is quiet.
func (p *player) settle(ctx context.Context) error {
	for len(p.heard) > 0 {
		f := p.heard[0]
		p.heard = p.heard[1:]
		p.now = p.now.Add(time.Second)
		for _, r := range p.answers[f.Event.EventType()] {
			if err := r.Answer(ctx, f, p.now); err != nil {
				return err
			}
		}
		if e, ok := f.Event.(delivery.Requested); ok {
			if err := p.send(ctx, f, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// send is the sender's first try, which succeeds, under the name that a real sender's would have.
func (p *player) send(ctx context.Context, f domain.Fact, e delivery.Requested) error {
	at := p.now.Add(2 * time.Second)
	if e.Channel == delivery.ChannelLetter {
		at = p.now.Add(5 * time.Hour) // printed in the evening
	}
	act, err := domain.Reaction(f, "sender", "try 1", at)
	if err != nil {
		return err
	}
	_, err = p.posts.Do(ctx, e.Delivery.String(), delivery.RecordSent{Provider: "simulated"}, act)
	return err
}

// overhearing is a command handler of which the player hears what it recorded.
type overhearing[S, C any, E domain.Event] struct {
	domain.Streams[S, C, E]
	category string
	player   *player
}

func overhear[S, C any, E domain.Event](p *player, w World, d domain.Decider[S, C, E]) domain.Streams[S, C, E] {
	return overhearing[S, C, E]{eventstore.NewHandler(w.Log, w.Codec, d), d.Category, p}
}

// Do implements domain.Streams.
func (o overhearing[S, C, E]) Do(ctx context.Context, id string, c C, act domain.Act) (domain.Done[S, E], error) {
	done, err := o.Streams.Do(ctx, id, c, act)
	stream, first := eventstore.Stream(o.category, id), done.Revision-domain.Revision(len(done.Events))
	for i, e := range done.Events {
		o.player.heard = append(o.player.heard, domain.Fact{
			ID: act.EventID(stream, i), Stream: stream, Revision: first + domain.Revision(i) + 1, Position: done.Position, Event: e,
			Act: func() (domain.Act, error) { return act, nil },
		})
	}
	o.player.totals.Commands++
	if !done.Repeated {
		o.player.totals.Events += len(done.Events)
	}
	return done, err
}
