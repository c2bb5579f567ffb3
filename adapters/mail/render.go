package mail

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"github.com/casetrail/casetrail/adapters/outbox"
)

// content is what a template can say.
type content struct {
	Link   string
	SignIn string
	SignUp string
	Code   string
	Params map[string]string
}

// gaps are what conditions in a template leave behind.
var gaps = regexp.MustCompile(`\n{3,}`)

// Render makes the e-mail of a parcel: the same one every time.
func Render(p outbox.Parcel, links Links) (Message, error) {
	t, err := find(p.Edition, p.Language, p.Template)
	if err != nil {
		return Message{}, err
	}
	c := content{SignIn: links.SignIn(), SignUp: links.SignUp(), Code: p.Secret, Params: p.Params}
	switch p.Template {
	case Confirm:
		c.Link, c.Code = links.Confirm(p.Recipient.ID, p.Secret), ""
	case ResetPassword:
		c.Link, c.Code = links.Reset(p.Params["recovery"], p.Secret), ""
	}
	var out bytes.Buffer
	if err := t.Execute(&out, c); err != nil {
		return Message{}, fmt.Errorf("template %s in %s does not fit its facts", p.Template, p.Language)
	}
	head, text, ok := strings.Cut(gaps.ReplaceAllString(out.String(), "\n\n"), "\n\n")
	subject, named := strings.CutPrefix(head, "Subject: ")
	if !ok || !named || strings.ContainsAny(subject, "\r\n") {
		return Message{}, errors.New("template " + p.Template + " has no subject")
	}
	page, err := dress(p.Language, subject, text, c)
	if err != nil {
		return Message{}, err
	}
	return Message{
		ID: p.Delivery, To: p.To, Language: p.Language, Subject: subject, Text: text, HTML: page, Date: p.Requested,
	}, nil
}

//go:embed layout.html
var layoutSource string

var layout = template.Must(template.New("layout").Parse(layoutSource))

// block is one paragraph of the text as HTML shows it.
type block struct{ Text, Link, Code string }

// dress makes the HTML twin of a text: a paragraph that is a link becomes one, a code stands out.
func dress(language, subject, text string, c content) (string, error) {
	var blocks []block
	for p := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		switch p = strings.TrimSpace(p); {
		case p == c.Link && p != "", p == c.SignIn, p == c.SignUp:
			blocks = append(blocks, block{Link: p})
		case p == c.Code && p != "":
			blocks = append(blocks, block{Code: p})
		default:
			blocks = append(blocks, block{Text: p})
		}
	}
	var out strings.Builder
	err := layout.Execute(&out, map[string]any{"Language": language, "Subject": subject, "Blocks": blocks})
	return out.String(), err
}
