package dev

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/frame"
)

// sampleMail lies in no mailbox, and is found by its id all the same: a page of a mail loads the mail.
var sampleMail = mail.Piece{
	ID: uuid.MustParse("00000000-0000-4000-8000-0000000000d5"), Kind: mail.PieceMail, To: "ana@example.com", Subject: "Your sign-in code",
	Text: "Your code is\n\n123456\n\nIt works for 10 minutes.", HTML: `<!doctype html><html lang="en"><title>Your sign-in code</title><p>Your code is</p><p>123456</p>`,
	At: time.Date(2026, 5, 3, 14, 2, 0, 0, time.UTC), Times: 1,
}

var sampleLetter = mail.Piece{
	ID: sampleMail.ID, Kind: mail.PieceLetter, To: "Cleo Mott\n12 Elm Street\nLincoln NE 68501", Subject: "Your access code",
	PDF: []byte("%PDF"), At: sampleMail.At, Times: 1,
}

var sampleTour = &Tour{
	Groups: []Group{
		{GroupApplicants, []Person{
			{Key: "full", Email: "ana@example.com", Password: "Correct-Horse-7", Cases: []Case{{Name: "evidence", Receipt: "IOE0912345678"}, {Name: "card", Receipt: "IOE0912345686"}}},
			{Key: "authenticator", Email: "gil@example.com", Password: "Correct-Horse-7", AuthenticatorCode: "123456"},
		}},
		{GroupStaff, []Person{
			{Key: "officer", Email: "officer@example.com", Password: "Correct-Horse-7", AuthenticatorCode: "654321"},
			{Key: "newcomer", Email: "noor@example.com", EnrolmentLink: "/enrol/00000000-0000-4000-8000-0000000000d5/link"},
		}},
	},
	Letters: []Letter{
		{LetterUnused, "cleo@example.com", "IOE0912345694", "7KQF-29HM-XRT4-WB3D", "1990-04-28"},
		{LetterExpired, "cleo@example.com", "IOE0912345702", "4WQF-29HM-XRT4-7B3D", "1990-04-28"},
	},
	URL:     "http://127.0.0.1:8080",
	Program: Program{ID: "00000000000040008000000000000d05-1", Secret: "u3vQ9gWm2Zr5tYb8xKc1nDf4hJp7sLa0eRi6oTy-WqE", Receipt: "EAC9999103403"},
	Numbers: []Number{{Typed: "ioe-09-123 45694"}, {"A 098 765 432", "receipt.is_a_number"}},
}

// Samples are the states of these screens. That of the inventory lists itself.
func Samples() []frame.Sample {
	list := func(pieces ...mail.Piece) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return mailboxPage(v, mailList{pieces: pieces, page: 2, last: 3}) }
	}
	piece := "/dev/mailbox/" + sampleMail.ID.String()
	return []frame.Sample{
		{Screen: "D01", Page: func(v *frame.Visit) frame.Page { return demoPage(v, sampleTour) }},
		{Screen: "D01", State: "loading", Page: func(v *frame.Visit) frame.Page { return demoPage(v, &Tour{Loading: true}) }},
		{Screen: "D02", Page: list(slices.Repeat([]mail.Piece{sampleMail}, 3)...)},
		{Screen: "D02", State: "empty", Page: list()},
		{Screen: "D03", Page: componentsPage},
		{Screen: "D04", Page: func(v *frame.Visit) frame.Page { return screensPage(v, Screens) }},
		{Screen: "D05", Path: piece, Page: func(v *frame.Visit) frame.Page { return piecePage(v, sampleMail) }},
		{Screen: "D05", State: "letter", Path: piece, Page: func(v *frame.Visit) frame.Page { return piecePage(v, sampleLetter) }},
	}
}
