package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

type demoCommand struct{ stores }

// Run loads the demo beside running servers, which write the letters with the access codes.
func (c demoCommand) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	d := demo{core: core, now: time.Now()}
	tour, err := d.load(ctx)
	if err != nil {
		return err
	}
	return t.answer(tour, func(w io.Writer) { printTour(w, tour) })
}

// demo loads people and cases by the same workflows as everybody's. Its acts have fixed keys: loading it again, also after
// it was cut short, changes nothing and goes on.
type demo struct {
	*core
	now time.Time
}

const demoPassword = "Correct-Horse-7"

type demoPerson struct{ key, title, address, about string }

var demoPeople = []demoPerson{
	{"full", "Full access to two cases", "ana@example.com", "Linked with the access codes from two letters: sees everything."},
	{"status", "Status only", "ben@example.com", "Linked with the receipt number and the date of birth: sees status and history. Can upgrade."},
	{"none", "Nothing linked yet", "cleo@example.com", "Has just signed up. Link the case below."},
	{"locked", "Locked out", "dan@example.com", "Typed a wrong password too often. The account unlocks by itself after 20 minutes."},
}

func (d demo) act(by domain.Actor, key string) domain.Act {
	return domain.Attempt(by, "demo", key, d.now, nil)
}

func (d demo) load(ctx context.Context) (*web.Tour, error) {
	officer, tour, err := d.officerPerson(ctx)
	if err != nil {
		return nil, fmt.Errorf("demo officer: %w", err)
	}
	people := map[string]uuid.UUID{}
	for _, p := range demoPeople {
		if people[p.key], err = d.person(ctx, p); err != nil {
			return nil, fmt.Errorf("demo person %s: %w", p.key, err)
		}
		tour.People = append(tour.People, web.Person{Title: p.title, Email: p.address, Password: demoPassword, About: p.about})
	}
	receipts, err := d.file(ctx, officer)
	if err != nil {
		return nil, fmt.Errorf("demo cases: %w", err)
	}
	if err := d.link(ctx, people, receipts); err != nil {
		return nil, fmt.Errorf("demo links: %w", err)
	}
	if err := d.lockOut(ctx, "dan@example.com"); err != nil {
		return nil, fmt.Errorf("demo lock: %w", err)
	}
	tour.Case, err = d.unlinked(ctx, officer)
	return tour, err
}

// person signs somebody up, unless they are.
func (d demo) person(ctx context.Context, p demoPerson) (uuid.UUID, error) {
	anyone := d.act(domain.Actor{Kind: domain.Anonymous}, "sign up "+p.key)
	id := anyone.NewID("account")
	s, err := d.accounts.Load(ctx, id.String())
	if err != nil || s.State.Active {
		return id, err
	}
	up := d.signUp()
	if _, err := up.Begin(ctx, "demo "+p.key, p.address, "en", anyone); err != nil {
		return id, err
	}
	token, err := d.confirm(ctx, up, id, p.key)
	if err != nil {
		return id, err
	}
	if err := d.steps(ctx, up, id, p.key); err != nil {
		return id, err
	}
	own := d.act(domain.Actor{Kind: domain.Applicant, ID: id.String()}, "finish")
	at, err := d.tokens.Find(ctx, token)
	if err != nil {
		return id, err
	}
	if _, err := up.Finish(ctx, token, at, uuid.Nil, own); err != nil {
		return id, err
	}
	return id, d.tokens.EndHolder(ctx, own.By, uuid.Nil)
}

// confirm follows the link; after an interruption it goes on as whoever signs in does.
func (d demo) confirm(ctx context.Context, up workflow.SignUp, id uuid.UUID, key string) (string, error) {
	s, err := d.accounts.Load(ctx, id.String())
	if err != nil {
		return "", err
	}
	if s.State.Confirmed {
		holder := domain.Actor{Kind: domain.Applicant, ID: id.String()}
		return d.tokens.Start(ctx, workflow.Token{Holder: holder, Session: uuid.New(), Stage: workflow.StageSignUp})
	}
	link, err := d.revealer.Reveal(secret.ConfirmLink, s.State.Link)
	if err != nil {
		return "", err
	}
	return up.Confirm(ctx, id, "demo "+key, link, d.act(domain.Actor{Kind: domain.Anonymous}, "confirm "+key))
}

func (d demo) steps(ctx context.Context, up workflow.SignUp, id uuid.UUID, key string) error {
	own := func(step string) domain.Act {
		return d.act(domain.Actor{Kind: domain.Applicant, ID: id.String()}, step)
	}
	if _, err := d.accounts.Do(ctx, id.String(), account.AcceptTerms{Version: account.TermsVersion}, own("terms")); err != nil {
		return err
	}
	if _, err := up.SetPassword(ctx, id, demoPassword, own("password")); err != nil {
		return err
	}
	if err := d.proveMail(ctx, up, id, own); err != nil {
		return err
	}
	if _, err := up.BackupCodes(ctx, id, own("backup codes")); err != nil && !errors.Is(err, workflow.ErrAlreadyShown) {
		return err
	}
	_, err := d.accounts.Do(ctx, id.String(), account.ChooseRole{Role: account.RoleApplicant}, own("role"))
	return err
}

// proveMail enters the mailed code, unless that was done before an interruption: what is used up cannot be revealed.
func (d demo) proveMail(ctx context.Context, up workflow.SignUp, id uuid.UUID, own func(step string) domain.Act) error {
	s, err := d.accounts.Load(ctx, id.String())
	if err != nil || slices.Contains(s.State.Methods, account.MethodMail) {
		return err
	}
	if err := up.SendCode(ctx, id, own("code "+uuid.NewString())); err != nil { // an old one may have expired
		return err
	}
	if s, err = d.accounts.Load(ctx, id.String()); err != nil {
		return err
	}
	code, err := d.revealer.Reveal(secret.SignUpCode, s.State.Code.Ref)
	if err != nil {
		return err
	}
	_, err = up.EnterCode(ctx, id, code, own("enter code "+uuid.NewString()))
	return err
}

// lockOut types a wrong password until there is no try left.
func (d demo) lockOut(ctx context.Context, address string) error {
	door := d.signIn(workflow.Applicants(d.accounts, d.codes))
	for range 10 {
		act := d.act(domain.Actor{Kind: domain.Anonymous}, uuid.NewString())
		_, err := door.Password(ctx, workflow.Attempt{Network: "demo " + uuid.NewString(), Address: address, Password: "not the password"}, act)
		switch {
		case errors.Is(err, workflow.ErrWait):
			return nil
		case !errors.Is(err, workflow.ErrSignIn):
			return err
		}
	}
	return errors.New("the lock did not hold")
}

// link links the demo cases as their people would.
func (d demo) link(ctx context.Context, people map[string]uuid.UUID, receipts map[string]casefile.Receipt) error {
	for _, l := range []struct {
		person, filing string
		full           bool
	}{{"full", "approved", true}, {"full", "evidence", true}, {"status", "denied", false}} {
		id, receipt := people[l.person], receipts[l.filing]
		s, err := d.access.Load(ctx, string(receipt))
		if err != nil {
			return err
		}
		if s.State.Links[id] != "" {
			continue
		}
		proof := workflow.Proof{Network: "demo", Receipt: string(receipt), BirthDate: demoFilings[l.filing].born}
		if l.full {
			if proof.Code, err = d.letter(ctx, receipt); err != nil {
				return err
			}
		}
		act := d.act(domain.Actor{Kind: domain.Applicant, ID: id.String()}, "link "+l.filing)
		if _, _, err := d.linking().Link(ctx, id, proof, act); err != nil {
			return err
		}
	}
	return nil
}

// letter is the code of the last letter. A reactor of a running server issues it; it is waited for.
func (d demo) letter(ctx context.Context, receipt casefile.Receipt) (string, error) {
	for range 200 {
		s, err := d.access.Load(ctx, string(receipt))
		if err != nil {
			return "", err
		}
		if last, ok := s.State.Last(); ok {
			return d.revealer.Reveal(secret.AccessCode, last.Ref)
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	return "", errors.New("no access code was issued within 20 seconds: the demo needs a running server beside it")
}

// unlinked is a case that nobody has linked: the first whose code is still good.
func (d demo) unlinked(ctx context.Context, officer domain.Actor) (web.UnlinkedCase, error) {
	for n := 1; ; n++ {
		f := demoFilings["unlinked"]
		receipt, _, err := d.officer().Receive(ctx, f.filing(d.now), d.act(officer, fmt.Sprint("receive unlinked ", n)))
		if err != nil {
			return web.UnlinkedCase{}, err
		}
		code, err := d.letter(ctx, receipt)
		if err != nil {
			return web.UnlinkedCase{}, err
		}
		s, err := d.access.Load(ctx, string(receipt))
		if err != nil {
			return web.UnlinkedCase{}, err
		}
		if last, _ := s.State.Last(); last.Alive(d.now) && !full(s.State) {
			return web.UnlinkedCase{Receipt: string(receipt), Code: code, BirthDate: f.born}, nil
		}
	}
}

func full(s access.State) bool {
	for _, tier := range s.Links {
		if tier == access.TierFull {
			return true
		}
	}
	return false
}

func printTour(w io.Writer, t *web.Tour) {
	fmt.Fprintln(w, "People (password, then the code from the mailbox):")
	for _, p := range t.People {
		fmt.Fprintf(w, "  %-26s %s  %s\n", p.Title, p.Email, p.Password)
	}
	fmt.Fprintf(w, "%s:\n  %-26s %s  %s  (authenticator code on the start page)\n", t.Officer.Title, "", t.Officer.Email, t.Officer.Password)
	fmt.Fprintf(w, "A case that nobody has linked:\n  receipt number %s\n  access code    %s\n  date of birth  %s\n", t.Case.Receipt, t.Case.Code, t.Case.BirthDate)
}
