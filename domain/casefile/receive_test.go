package casefile_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
)

// with is the filing with one thing changed.
func with(change func(*casefile.Receive)) casefile.Receive {
	c := receive
	change(&c)
	return c
}

func TestReceive(t *testing.T) {
	t.Parallel()
	classic := personal.Party("LIN2612345678", "petitioner")
	paper := casefile.Receive{
		Receipt: "LIN2612345678", Channel: casefile.ChannelPaper, Form: "I-485", ReceiptDate: today, Office: "NSC", Language: "en", Protected: true,
		Party: casefile.Party{Role: "petitioner", FamilyName: personal.New(classic, "Suharto"), BirthDate: personal.NewDate(classic, today), Address: personal.New(classic, "1 Elm Street")},
	}
	online := with(func(c *casefile.Receive) { c.Channel = casefile.ChannelOnline })
	suite.Run(t, rows{
		{Name: "on paper, digitized", Act: officer, When: receive, Then: events{received}},
		{Name: "on paper, a classic number, one name, protected", Act: officer, When: paper, Then: events{casefile.Received(paper)}},
		{Name: "online", Act: officer, When: online, Then: events{casefile.Received(online)}},
		{Name: "by an operator", Act: by(domain.Operator), When: receive, Then: events{received}},
		{Name: "twice", Given: events{received}, Act: officer, When: receive, Err: casefile.ErrAlreadyReceived},
	})
	refuseStrangers(t, nil, receive)
}

func TestReceiveWhatCannotBe(t *testing.T) {
	t.Parallel()
	refuse := func(name string, want *domain.Error, change func(*casefile.Receive)) {
		suite.Run(t, rows{{Name: name, Act: officer, When: with(change), Err: want}})
	}
	refuse("no receipt number", casefile.ErrReceipt, func(c *casefile.Receive) { c.Receipt = "" })
	refuse("a number as it was typed", casefile.ErrReceipt, func(c *casefile.Receive) { c.Receipt = "ioe-0912345678" })
	refuse("no channel", casefile.ErrChannel, func(c *casefile.Receive) { c.Channel = "" })
	refuse("online with a classic number", casefile.ErrOnlineReceipt, func(c *casefile.Receive) {
		c.Channel, c.Receipt = casefile.ChannelOnline, "LIN2612345678"
	})
	refuse("an unknown form", casefile.ErrForm, func(c *casefile.Receive) { c.Form = "I-999" })
	refuse("online with a paper form", casefile.ErrFormOnPaper, func(c *casefile.Receive) {
		c.Channel, c.Form = casefile.ChannelOnline, "N-470"
	})
	refuse("no receipt date", casefile.ErrReceiptDate, func(c *casefile.Receive) { c.ReceiptDate = civil.Date{} })
	refuse("a day that has begun nowhere", casefile.ErrReceiptDate, func(c *casefile.Receive) { c.ReceiptDate = today.AddDays(2) })
	refuse("older than every open case", casefile.ErrReceiptDate, func(c *casefile.Receive) {
		c.ReceiptDate = civil.Date{Year: 1952, Month: time.December, Day: 23}
	})
	refuse("an unknown office", casefile.ErrOffice, func(c *casefile.Receive) { c.Office = "MOON" })
	refuse("a language without texts", casefile.ErrLanguage, func(c *casefile.Receive) { c.Language = "fr" })
	refuse("no role", casefile.ErrRole, func(c *casefile.Receive) { c.Party.Role = "lawyer" })
	refuse("no name", casefile.ErrPartyIncomplete, func(c *casefile.Receive) { c.Party.FamilyName = personal.Text{} })
	refuse("no birth date", casefile.ErrPartyIncomplete, func(c *casefile.Receive) { c.Party.BirthDate = personal.Date{} })
	refuse("no address", casefile.ErrPartyIncomplete, func(c *casefile.Receive) { c.Party.Address = personal.Text{} })
	refuse("sealed for another role", casefile.ErrPartySubject, func(c *casefile.Receive) { c.Party.Role = "petitioner" })
	other := personal.Party("IOE0000000000", "applicant")
	refuse("one field of another party", casefile.ErrPartySubject, func(c *casefile.Receive) { c.Party.ANumber = personal.New(other, "A1") })
}

func TestReceiptDateAtItsBounds(t *testing.T) {
	t.Parallel()
	for _, d := range []civil.Date{{Year: 1952, Month: time.December, Day: 24}, today, today.AddDays(1)} {
		c := with(func(c *casefile.Receive) { c.ReceiptDate = d })
		suite.Run(t, rows{{Name: d.String(), Act: officer, When: c, Then: events{casefile.Received(c)}}})
	}
}

// What workflows read of the state: whom the letters go to, what a link is compared with, in which language.
func TestStateAfterReceipt(t *testing.T) {
	t.Parallel()
	s := casefile.Decider.Replay(received)
	if !s.Received || s.Receipt != number || s.Channel != "paper" || s.Form != "I-90" || s.ReceiptDate != received.ReceiptDate {
		t.Errorf("the filing is %+v", s)
	}
	if s.Office != "NBC" || s.Language != "es" || s.Protected || s.Role != "applicant" || s.PartySubject != subject {
		t.Errorf("the case is %+v", s)
	}
	if day, state := s.BirthDate.Day(); day != (civil.Date{Year: 1990, Month: time.May, Day: 4}) || state != personal.Clear {
		t.Errorf("the birth date on file is %v", state)
	}
	hidden := received
	hidden.Protected = true
	if !casefile.Decider.Replay(hidden).Protected {
		t.Error("a protected case is not kept as protected")
	}
}
