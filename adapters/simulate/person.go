package simulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections/deadlines"
)

// Password is that of every simulated person.
const Password = "Correct-Horse-7"

// person is the holder of an account.
type person struct {
	id       uuid.UUID // of the account
	address  string
	language string
	role     string
	born     civil.Date
	joins    time.Time
	finishes bool // signing up, instead of leaving it at the first mail
	device   uuid.UUID
}

func (p *person) actor() domain.Actor { return domain.Actor{Kind: domain.Applicant, ID: p.id.String()} }

func (h *household) newPerson() *person {
	p := &person{
		address: fmt.Sprintf("person-%d-%d@example.com", h.plan.Seed, h.number), language: "en", role: account.RoleApplicant,
		born:     civil.Date{Year: 1950 + h.random.IntN(55), Month: time.Month(1 + h.random.IntN(12)), Day: 1 + h.random.IntN(28)},
		finishes: h.chance(0.9), device: h.id("device"),
	}
	if h.chance(0.35) {
		p.language = "es"
	}
	p.joins = h.atWork(h.plan.start(), h.random.IntN(h.plan.Days))
	p.id = h.act(domain.Actor{Kind: domain.Anonymous}, "sign up", p.joins).NewID("account")
	return p
}

// act is one thing that somebody of this household does, or that is done for it.
func (h *household) act(by domain.Actor, what string, at time.Time) domain.Act {
	return domain.Attempt(by, "simulate", h.key(what), at, nil)
}

func (h *household) key(what string) string { return fmt.Sprint(h.plan.Seed, " ", h.number, " ", what) }

// signsUp plans the account's life: it is opened when the first letter is on its way, at the earliest, and its holder comes
// back every few weeks, more often when much is happening.
func (h *household) signsUp() {
	p := h.holder
	if len(h.cases) > 5 {
		p.role = account.RoleRepresentative
	}
	h.plans(p.joins, h.registers)
	if !p.finishes {
		h.plans(p.joins.AddDate(0, 0, 1).Add(time.Hour), h.lapses)
		return
	}
	every := 40
	if p.role == account.RoleRepresentative {
		every = 6
	}
	n := 0
	for at := h.atWork(p.joins, 1+h.random.IntN(every)); at.Before(h.plan.end()); at = h.atWork(at, 1+h.random.IntN(2*every)) {
		n++
		h.plans(at, h.signsIn(n))
	}
}

// registers is the sign-up from the form to the first page, within a quarter of an hour.
func (h *household) registers(ctx context.Context, p *player, at time.Time) error {
	who := h.holder
	anyone := h.act(domain.Actor{Kind: domain.Anonymous}, "sign up", at)
	if _, err := p.signUp.Begin(ctx, "simulated", who.address, who.language, anyone); err != nil {
		return err
	}
	if err := p.settle(ctx); err != nil || !who.finishes {
		return err
	}
	link, err := p.world.Revealer.Reveal(secret.ConfirmLink, p.world.Codes.Issue(secret.ConfirmLink, anyone))
	if err != nil {
		return err
	}
	at = at.Add(3 * time.Minute)
	if _, err := p.signUp.Confirm(ctx, who.id, "simulated", link, h.act(domain.Actor{Kind: domain.Anonymous}, "confirm", at)); err != nil {
		return err
	}
	return h.finishes(ctx, p, at)
}

func (h *household) finishes(ctx context.Context, p *player, at time.Time) error {
	who := h.holder
	own := func(what string) domain.Act {
		at = at.Add(time.Minute)
		p.now = at
		return h.act(who.actor(), what, at)
	}
	code := own("send code")
	code.At = code.At.Add(2 * time.Minute)
	for _, do := range []func() error{
		func() error {
			_, err := p.signUp.AcceptTerms(ctx, who.id, account.TermsVersion, own("terms"))
			return err
		},
		func() error { _, err := p.signUp.SetPassword(ctx, who.id, Password, own("password")); return err },
		func() error { return p.signUp.SendCode(ctx, who.id, code) },
		func() error {
			typed, err := p.world.Revealer.Reveal(secret.SignUpCode, p.world.Codes.Issue(secret.SignUpCode, code))
			if err == nil {
				_, err = p.signUp.EnterCode(ctx, who.id, typed, own("enter code"))
			}
			return err
		},
		func() error {
			_, err := p.signUp.BackupCodes(ctx, who.id, own("backup codes"))
			if errors.Is(err, workflow.ErrAlreadyShown) { // this plan was played before
				err = nil
			}
			return err
		},
		func() error {
			_, err := p.accounts.Do(ctx, who.id.String(), account.ChooseRole{Role: who.role}, own("role"))
			return err
		},
		func() error {
			p.number = h.plan.number(h.number)
			_, err := p.signUp.Finish(ctx, "", workflow.Token{Holder: who.actor()}, who.device, own("finish"))
			return err
		},
	} {
		if err := do(); err != nil {
			return err
		}
		if err := p.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (h *household) lapses(ctx context.Context, p *player, at time.Time) error {
	s, err := p.accounts.Load(ctx, h.holder.id.String())
	if err != nil {
		return err
	}
	due := domain.Due("account-"+h.holder.id.String(), deadlines.Lapse, s.State.LinkExpires, at)
	_, err = p.accounts.Do(ctx, h.holder.id.String(), account.Lapse{}, due)
	return err
}

// signsIn is the n-th visit: password, mailed code (now and then mistyped first), a look at the cases, and out.
func (h *household) signsIn(n int) func(context.Context, *player, time.Time) error {
	mistypes, stays := h.chance(0.04), time.Duration(2+h.random.IntN(15))*time.Minute
	return func(ctx context.Context, p *player, at time.Time) error {
		who, visit := h.holder, fmt.Sprint("visit ", n)
		open := h.act(domain.Actor{Kind: domain.Anonymous}, visit, at)
		in := workflow.Attempt{Network: "simulated", Address: who.address, Password: Password, Device: who.device}
		entry, err := p.signIn.Password(ctx, in, open)
		if err != nil {
			return err
		}
		if err := p.settle(ctx); err != nil {
			return err
		}
		held := workflow.Token{Holder: who.actor(), Session: entry.Session, Stage: workflow.StageCode}
		if mistypes {
			_, err := p.signIn.Code(ctx, "", held, session.ByMail, "000000", h.act(who.actor(), visit+" mistyped", at.Add(20*time.Second)))
			if err != nil && !errors.Is(err, session.ErrWrongCode) {
				return err
			}
		}
		typed, err := p.world.Revealer.Reveal(secret.SignInCode, p.world.Codes.Issue(secret.SignInCode, open))
		if err != nil {
			return err
		}
		if _, err := p.signIn.Code(ctx, "", held, session.ByMail, typed, h.act(who.actor(), visit+" code", at.Add(time.Minute))); err != nil {
			return err
		}
		held.Stage = workflow.StageFull
		return p.signIn.SignOut(ctx, held, h.act(who.actor(), visit+" out", at.Add(stays)))
	}
}
