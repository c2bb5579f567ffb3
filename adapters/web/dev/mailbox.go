package dev

import (
	"net/url"
	"strconv"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

// piecesAPage is how many pieces a page of the mailbox lists.
const piecesAPage = 25

// mailList is a page of the mailbox, or of what one address got.
type mailList struct {
	to         string
	pieces     []mail.Piece
	page, last int
}

func (p Pages) showMailbox(v *frame.Visit) (frame.Page, error) {
	pieces, err := p.arrived(v.Query("to"))
	if err != nil {
		return frame.Page{}, err
	}
	list := mailList{to: v.Query("to"), page: 1, last: max(1, (len(pieces)+piecesAPage-1)/piecesAPage)}
	if n, err := strconv.Atoi(v.Query("page")); err == nil {
		list.page = min(max(1, n), list.last)
	}
	list.pieces = pieces[(list.page-1)*piecesAPage : min(len(pieces), list.page*piecesAPage)]
	return mailboxPage(v, list), nil
}

// arrived is what came to an address; to all when it is empty. Newest first.
func (p Pages) arrived(to string) ([]mail.Piece, error) {
	all, err := p.Mailbox.List()
	if err != nil || to == "" {
		return all, err
	}
	var some []mail.Piece
	for _, piece := range all {
		if piece.To == to {
			some = append(some, piece)
		}
	}
	return some, nil
}

func mailboxPage(v *frame.Visit, list mailList) frame.Page {
	page := frame.Page{Title: v.T("mailbox.title"), Body: mailboxBody(list, mailTable(v, list.pieces)), Back: toDemo(v)}
	if len(list.pieces) == 0 {
		page.State = "empty"
	}
	return page
}

func toDemo(v *frame.Visit) *parts.Link { return &parts.Link{Text: v.T("demo.title"), Href: "/dev"} }

var _ = texts.Family("mailbox.kind.", mail.PieceMail, mail.PieceLetter, mail.PieceText)

func mailTable(v *frame.Visit, pieces []mail.Piece) parts.Grid {
	g := parts.Grid{Caption: v.T("mailbox.title"), Silent: true, Columns: []parts.Column{
		{Text: v.T("mailbox.subject")}, {Text: v.T("mailbox.to")}, {Text: v.T("mailbox.kind_title")}, {Text: v.T("mailbox.at")},
	}}
	for _, p := range pieces {
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: p.Subject, Href: "/dev/mailbox/" + p.ID.String()},
			{Text: p.To},
			{Text: v.T("mailbox.kind." + p.Kind)},
			{Text: texts.Ago(v.Context(), p.At, v.At)},
		})
	}
	return g
}

// at is the address of a page of the list.
func (l mailList) at(page int) string {
	q := url.Values{"page": {strconv.Itoa(page)}}
	if l.to != "" {
		q.Set("to", l.to)
	}
	return "/dev/mailbox?" + q.Encode()
}
