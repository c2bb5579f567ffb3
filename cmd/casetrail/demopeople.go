package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// demoPerson is an account holder. Addresses are of domains that nobody can have.
type demoPerson struct {
	key, title, address, language, role, about string
	joined                                     int    // days before the first loading
	authenticator                              bool   // has an app beside the mailed code
	phone                                      string // gets codes by text message, too; of the numbers that nobody has
	questions                                  bool   // has reset questions
	stops                                      string
}

var demoPeople = []demoPerson{
	{key: "full", title: "Full access to several cases", address: "ana@example.com", language: "en", joined: 205, about: "Linked with the access codes from letters: a card that was mailed, a request for evidence with its due date, an interview, a transfer with a correction."},
	{key: "status", title: "Status only", address: "ben@example.com", language: "es", joined: 100, about: "Reads Spanish. Linked with the receipt number and the date of birth: sees status and history. Can upgrade with the code below."},
	{key: "none", title: "Nothing linked yet", address: "cleo@example.com", language: "en", joined: 3, about: "Has just signed up. Link the case below, or type the codes that no longer work."},
	{key: "locked", title: "Locked out", address: "dan@example.com", language: "en", joined: 60, about: "Typed a wrong password too often. The account unlocks by itself after 20 minutes."},
	{key: "too_late", title: "Somebody was quicker", address: "eva@example.com", language: "es", joined: 10, about: "Reads Spanish. The code in the letter below was used by somebody else. Has reported that of another case: an officer sees it under Reported codes."},
	{key: "unfinished", title: "In the middle of signing up", address: "fay@example.com", language: "en", joined: 1, stops: account.StepMethod, about: "Has confirmed the address and chosen a password. Signing in goes on with the next step."},
	{key: "authenticator", title: "Three ways to sign in", address: "gil@example.com", language: "en", joined: 38, authenticator: true, phone: "202-555-0142", questions: true, about: "Has an authenticator app, and gets codes by text message and by mail. Fingerprints are to be taken soon. The answers to the reset questions, in their order: red, blue, green, white, black."},
	{key: "decided", title: "A denied and a reopened case", address: "hana@example.com", language: "en", joined: 250, about: "One case was denied. The other was denied and then reopened."},
	{key: "representative", title: "Legal representative", address: "rita@example.com", language: "en", role: account.RoleRepresentative, joined: 150, about: "Follows the cases of several clients. A program of her office may ask for the status of cases: see Settings."},
}

// demoCast are the accounts of the demo's people by their keys.
type demoCast map[string]uuid.UUID

// signUpAll signs everybody up who is not, and locks out who is.
func (d *demo) signUpAll(ctx context.Context) (demoCast, error) {
	ids := make([]uuid.UUID, len(demoPeople))
	all, each := errgroup.WithContext(ctx)
	all.SetLimit(demoAtOnce)
	for i, p := range demoPeople {
		all.Go(func() (err error) {
			if ids[i], err = d.person(each, p); err != nil {
				err = fmt.Errorf("demo person %s: %w", p.key, err)
			}
			return err
		})
	}
	all.Go(func() error { return d.unreachable(each) })
	if err := all.Wait(); err != nil {
		return nil, err
	}
	cast := demoCast{}
	for i, p := range demoPeople {
		cast[p.key] = ids[i]
	}
	return cast, d.lockOut(ctx, "dan@example.com")
}

// signUpPlay is one person on the way to an account.
type signUpPlay struct {
	*demo
	workflow.SignUp
	who demoPerson
	id  uuid.UUID
	at  time.Time
}

func (d *demo) person(ctx context.Context, p demoPerson) (uuid.UUID, error) {
	at := d.moment(d.first, p.joined)
	if d.beside {
		at = d.now.Add(-limits.CodeLife + 2*time.Minute) // the mailed code must still be good
	}
	anyone := d.act(domain.Actor{Kind: domain.Anonymous}, "sign up "+p.key, at)
	u := &signUpPlay{d, d.signUp(), p, anyone.NewID("account"), at}
	s, err := d.accounts.Load(ctx, u.id.String())
	if err != nil || s.State.Active || s.State.Erased || p.stops != "" && s.State.NextStep() == p.stops {
		return u.id, err
	}
	if _, err := u.Begin(ctx, "demo "+p.key, p.address, p.language, anyone); err != nil {
		return u.id, err
	}
	token, err := u.confirm(ctx)
	if err != nil {
		return u.id, err
	}
	if err := u.steps(ctx); err != nil {
		return u.id, err
	}
	if p.stops == "" {
		err = u.finish(ctx, token)
	}
	return u.id, errors.Join(err, d.tokens.EndHolder(ctx, u.holder(), uuid.Nil))
}

func (u *signUpPlay) holder() domain.Actor {
	return domain.Actor{Kind: domain.Applicant, ID: u.id.String()}
}

// own is the person's next act, a minute after the last one.
func (u *signUpPlay) own(step string) domain.Act {
	u.at = u.at.Add(time.Minute)
	return u.act(u.holder(), step, u.at)
}

// confirm follows the link; after an interruption it goes on as whoever signs in does.
func (u *signUpPlay) confirm(ctx context.Context) (string, error) {
	s, err := u.accounts.Load(ctx, u.id.String())
	if err != nil {
		return "", err
	}
	if s.State.Confirmed {
		return u.tokens.Start(ctx, workflow.Token{Holder: u.holder(), Session: uuid.New(), Stage: workflow.StageSignUp})
	}
	link, err := u.revealer.Reveal(secret.ConfirmLink, s.State.Link)
	if err != nil {
		return "", err
	}
	anyone := u.act(domain.Actor{Kind: domain.Anonymous}, "confirm "+u.who.key, u.at.Add(3*time.Minute))
	return u.Confirm(ctx, u.id, "demo "+u.who.key, link, anyone)
}

// steps does what is missing, up to where the person stops.
func (u *signUpPlay) steps(ctx context.Context) error {
	for {
		s, err := u.accounts.Load(ctx, u.id.String())
		if err != nil {
			return err
		}
		next := s.State.NextStep()
		if next == u.who.stops || next == account.StepActivate {
			return nil
		}
		if err := u.step(ctx, next); err != nil {
			return fmt.Errorf("step %s: %w", next, err)
		}
	}
}

func (u *signUpPlay) step(ctx context.Context, next string) (err error) {
	switch next {
	case account.StepTerms:
		_, err = u.AcceptTerms(ctx, u.id, account.TermsVersion, u.own("terms"))
	case account.StepPassword:
		_, err = u.SetPassword(ctx, u.id, demoPassword, u.own("password"))
	case account.StepMethod:
		if u.who.authenticator {
			err = u.proveApp(ctx)
		}
		if err == nil && u.who.phone != "" {
			err = u.provePhone(ctx)
		}
		if err == nil {
			err = u.proveMail(ctx)
		}
	case account.StepBackupCodes:
		if u.who.questions {
			err = u.chooseQuestions(ctx)
		}
		if err != nil {
			return err
		}
		_, err = u.BackupCodes(ctx, u.id, u.own("backup codes"))
	case account.StepRole:
		role := account.RoleApplicant
		if u.who.role != "" {
			role = u.who.role
		}
		_, err = u.accounts.Do(ctx, u.id.String(), account.ChooseRole{Role: role}, u.own("role"))
	default:
		err = errors.New("the demo does not know it")
	}
	return err
}

// proveMail enters the mailed code. Trying again is a new code: one of before an interruption may have been used up.
func (u *signUpPlay) proveMail(ctx context.Context) error {
	if err := u.SendCode(ctx, u.id, u.own("code "+uuid.NewString())); err != nil {
		return err
	}
	return u.enterCode(ctx)
}

// provePhone does the same with a text message.
func (u *signUpPlay) provePhone(ctx context.Context) error {
	if err := u.SendText(ctx, u.id, u.who.phone, u.own("text "+uuid.NewString())); err != nil {
		return err
	}
	return u.enterCode(ctx)
}

// enterCode types what was sent last.
func (u *signUpPlay) enterCode(ctx context.Context) error {
	s, err := u.accounts.Load(ctx, u.id.String())
	if err != nil {
		return err
	}
	code, err := u.revealer.Reveal(secret.SignUpCode, s.State.Code.Ref)
	if err != nil {
		return err
	}
	_, err = u.EnterCode(ctx, u.id, code, u.own("enter code "+uuid.NewString()))
	return err
}

// demoAnswers are to the first questions of the list.
var demoAnswers = [limits.ResetQuestions]string{"red", "blue", "green", "white", "black"}

func (u *signUpPlay) chooseQuestions(ctx context.Context) error {
	var given []workflow.Answer
	for i, answer := range demoAnswers {
		given = append(given, workflow.Answer{Question: account.Questions[i].ID, Typed: answer})
	}
	_, err := u.SetQuestions(ctx, u.id, given, u.own("reset questions"))
	return err
}

// proveApp sets an authenticator app up. Trying again is a new app: the code of an old one may have been used up.
func (u *signUpPlay) proveApp(ctx context.Context) error {
	seed, err := u.OfferAuthenticator(ctx, u.id, u.own("authenticator "+uuid.NewString()))
	if err != nil {
		return err
	}
	act := u.own("enter app code " + uuid.NewString())
	code, err := totp.GenerateCode(seed, act.At)
	if err != nil {
		return err
	}
	_, err = u.ProveAuthenticator(ctx, u.id, code, act)
	return err
}

func (u *signUpPlay) finish(ctx context.Context, token string) error {
	at, err := u.tokens.Find(ctx, token)
	if err != nil {
		return err
	}
	_, err = u.Finish(ctx, token, at, uuid.Nil, u.own("finish"))
	return err
}

// unreachable are people who mistyped their address, so that the staff have failed messages to look at.
func (d *demo) unreachable(ctx context.Context) error {
	for _, address := range []string{"ivo@" + noSuchMailbox, "jana@" + fullMailbox} {
		act := d.act(domain.Actor{Kind: domain.Anonymous}, "sign up "+address, d.now)
		s, err := d.accounts.Load(ctx, act.NewID("account").String())
		if err != nil || s.State.Exists {
			return err
		}
		if _, err := d.signUp().Begin(ctx, "demo "+address, address, "en", act); err != nil {
			return err
		}
	}
	return nil
}

// lockOut types a wrong password until there is no try left.
func (d *demo) lockOut(ctx context.Context, address string) error {
	door := d.signIn(workflow.Applicants(d.accounts, d.codes))
	for range 10 {
		act := d.act(domain.Actor{Kind: domain.Anonymous}, uuid.NewString(), d.now)
		_, err := door.Password(ctx, workflow.Attempt{Network: "demo " + uuid.NewString(), Address: address, Password: "not the password"}, act)
		switch {
		case errors.Is(err, workflow.ErrWait):
			return nil
		case !errors.Is(err, workflow.ErrSignIn):
			return fmt.Errorf("demo lock: %w", err)
		}
	}
	return errors.New("the demo's lock did not hold")
}
