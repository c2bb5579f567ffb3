package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// filing is a case on paper and what is going to happen to it.
type filing struct {
	number   int
	receipt  casefile.Receipt
	born     civil.Date
	received time.Time
	officer  domain.Actor
	acts     int
}

// officers work on all cases.
const officers = 12

func (h *household) newFiling(number int, client bool) *filing {
	f := &filing{number: number, receipt: casefile.AllocateReceipt(h.plan.number(number)), officer: officer(h.random.IntN(officers))}
	f.received = h.atWork(h.plan.start(), h.random.IntN(h.plan.Days))
	f.born = civil.Date{Year: 1950 + h.random.IntN(55), Month: time.Month(1 + h.random.IntN(12)), Day: 1 + h.random.IntN(28)}
	if h.holder != nil && !client {
		f.born = h.holder.born
	}
	protected := h.chance(0.01)
	c := h.course()
	h.receives(f, c, protected)
	h.works(f, c)
	if h.holder != nil && !protected {
		h.links(f)
	}
	return f
}

func (h *household) course() course {
	n := h.random.IntN(100)
	for _, c := range courses {
		if n -= c.weight; n < 0 {
			return c
		}
	}
	return courses[0]
}

func officer(n int) domain.Actor {
	return domain.Actor{Kind: domain.Staff, ID: uuid.NewSHA1(space, fmt.Append(nil, "officer ", n)).String()}
}

// act is the next thing that an officer does to this case.
func (f *filing) act(h *household, at time.Time) domain.Act {
	f.acts++
	return h.act(f.officer, fmt.Sprint("case ", f.number, " act ", f.acts), at)
}

func (h *household) receives(f *filing, c course, protected bool) {
	language := "en"
	if h.chance(0.35) {
		language = "es"
	}
	given, family, office := pick(h, givenNames), pick(h, familyNames), pick(h, c.offices)
	h.plans(f.received, func(ctx context.Context, p *player, at time.Time) error {
		_, _, err := p.officer.Receive(ctx, workflow.Filing{
			Receipt: string(f.receipt), Channel: casefile.ChannelPaper, Form: c.form, ReceiptDate: civil.Of(at).AddDays(-1), Office: office,
			Language: language, Protected: protected, Role: "applicant", GivenName: given, FamilyName: family, BirthDate: f.born,
			Address: fmt.Sprintf("%d Simulated Street\nExampleville, EX 00000", 1+f.number%9000),
		}, f.act(h, at))
		return err
	})
}

// links is what the holder does with the letter: most use the code; some first try the receipt number alone, some mistype
// the date of birth once.
func (h *household) links(f *filing) {
	at := h.atWork(f.received, 5+h.random.IntN(20))
	if joined := h.holder.joins.Add(30 * time.Minute); at.Before(joined) {
		at = joined.Add(time.Duration(h.random.IntN(3600)) * time.Second)
	}
	if h.chance(0.2) {
		h.plans(at, h.linking(f, "receipt", f.born, false))
		at = at.AddDate(0, 0, 1+h.random.IntN(6))
		if h.chance(0.4) {
			return
		}
	}
	if h.chance(0.05) {
		h.plans(at, h.linking(f, "wrong date", f.born.AddDays(1), true))
		at = at.Add(time.Minute)
	}
	h.plans(at, h.linking(f, "code", f.born, true))
}

func (h *household) linking(f *filing, what string, born civil.Date, withCode bool) func(context.Context, *player, time.Time) error {
	return func(ctx context.Context, p *player, at time.Time) error {
		proof := workflow.Proof{Network: "simulated", Receipt: string(f.receipt), BirthDate: born.String()}
		if withCode {
			code, err := p.letter(ctx, f.receipt)
			if err != nil {
				return err
			}
			proof.Code = code
		}
		holder := h.holder
		_, _, err := p.linking.Link(ctx, holder.id, proof, h.act(holder.actor(), fmt.Sprint("link ", f.number, " ", what), at))
		return err
	}
}

// letter is the code that the newest letter about a case brought; one that nobody could read when there was none.
func (p *player) letter(ctx context.Context, receipt casefile.Receipt) (string, error) {
	s, err := p.access.Load(ctx, string(receipt))
	if err != nil {
		return "", err
	}
	last, ok := s.State.Last()
	if !ok {
		return "0000000000", nil
	}
	return p.world.Revealer.Reveal(secret.AccessCode, last.Ref)
}
