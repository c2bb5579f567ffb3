package public

import (
	"errors"
	"net/url"
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

func (p Pages) bindNumbers(b *frame.Binder) {
	b.Show("P10", func(v *frame.Visit) (frame.Page, error) { return numbersPage(v, ""), nil })
	b.Do("P10", "", func(v *frame.Visit) (frame.Next, error) {
		return frame.Here(numbersPage(v, whatIs(v.Value("number")))), nil
	})
}

// What a typed text can be, beside a receipt number. A number may be nobody's business, so it is posted and not kept.
var _ = texts.Family(
	"numbers.is.", "receipt", "missing", "malformed", "too_short", "too_long", "letter_for_digit", "letters_missing", "is_a_number",
	"is_account_number", "is_access_code", "is_form", "is_ssn", "is_phone", "is_date", "is_email",
)

// whatIs says what a typed text is.
func whatIs(typed string) string {
	_, err := casefile.ParseReceipt(typed)
	var not *domain.Error
	if !errors.As(err, &not) {
		return "receipt"
	}
	return strings.TrimPrefix(not.Code, "receipt.")
}

func numbersPage(v *frame.Visit, is string) frame.Page {
	page := frame.Page{Title: v.T("numbers.title"), Body: numbersBody(v.Form(""), is)}
	switch is {
	case "":
	case "malformed", "missing":
		page.State = "unknown"
	default:
		page.State = "answered"
	}
	return page
}

var (
	_ = texts.Family("numbers.receipt.", "name", "looks", "what", "where", "mixed")
	_ = texts.Family("numbers.account.", "name", "looks", "what", "where", "mixed")
	_ = texts.Family("numbers.access.", "name", "looks", "what", "where", "mixed")
	_ = texts.Family("numbers.person.", "name", "looks", "what", "where", "mixed")
	_ = texts.Family("numbers.passcode.", "name", "looks", "what", "where", "mixed")
	_ = texts.Family("numbers.form.", "name", "looks", "what", "where", "mixed")
	_ = texts.Family("numbers.notice.", "name", "looks", "what", "where", "mixed")
)

// onNotice and inLetter are the numbers that stand on the two notices that are drawn.
var (
	onNotice = []string{"receipt", "person", "form", "notice"}
	inLetter = []string{"access", "account", "passcode"}
)

func numbersSamples() []frame.Sample {
	shown := func(is string) func(v *frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return numbersPage(v, is) }
	}
	return []frame.Sample{
		{Screen: "P10", Page: shown("")},
		{Screen: "P10", State: "answered", Page: shown("is_a_number"), Typed: url.Values{"number": {"A123456789"}}},
		{Screen: "P10", State: "unknown", Page: shown("malformed"), Typed: url.Values{"number": {"hello"}}},
	}
}

// numberNotice colors an answer.
func numberNotice(is string) parts.NoticeKind {
	switch is {
	case "receipt":
		return parts.Success
	case "is_ssn":
		return parts.Warning
	}
	return parts.Info
}
