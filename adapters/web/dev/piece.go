package dev

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

func (p Pages) showPiece(v *frame.Visit) (frame.Page, error) {
	piece, err := p.piece(v.Param("id"))
	if err != nil {
		return frame.Page{}, err
	}
	return piecePage(v, piece), nil
}

// piece is what the mailbox has under an id, or the one that the samples show.
func (p Pages) piece(id string) (mail.Piece, error) {
	of, err := uuid.Parse(id)
	if err != nil {
		return mail.Piece{}, door.ErrNotHere
	}
	if of == sampleMail.ID {
		return sampleMail, nil
	}
	piece, err := p.Mailbox.Get(of)
	if errors.Is(err, mail.ErrNoPiece) {
		err = door.ErrNotHere
	}
	return piece, err
}

func piecePage(v *frame.Visit, p mail.Piece) frame.Page {
	page := frame.Page{
		Title: p.Subject, Back: &parts.Link{Text: v.T("mailbox.title"), Href: "/dev/mailbox"},
		Body: pieceBody(p, []parts.Row{
			{Key: v.T("mailbox.to"), Body: lines(p.To)},
			{Key: v.T("mailbox.kind_title"), Value: v.T("mailbox.kind." + p.Kind)},
			{Key: v.T("mailbox.at"), Value: texts.Moment(v.Context(), p.At)},
		}),
	}
	if p.Times > 1 {
		page.Notices = []parts.Notice{{Kind: parts.Warning, Text: v.T("piece.times", "Count", p.Times)}}
	}
	if p.Kind == mail.PieceLetter {
		page.State = "letter"
	}
	return page
}

// body is the message as a mail program would show it, in a frame that can do nothing but follow a link that is pressed.
func (p Pages) body(w http.ResponseWriter, r *http.Request) {
	piece, err := p.piece(chi.URLParam(r, "id"))
	if err != nil {
		p.Frame.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(piece.HTML)) // the reader has gone: nothing to do
}

func (p Pages) letter(w http.ResponseWriter, r *http.Request) {
	piece, err := p.piece(chi.URLParam(r, "id"))
	if err != nil || len(piece.PDF) == 0 {
		p.Frame.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="letter.pdf"`)
	_, _ = w.Write(piece.PDF) // the reader has gone: nothing to do
}
