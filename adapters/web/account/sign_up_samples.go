package account

import (
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/phone"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

func signUpSamples() []frame.Sample {
	all := emailSamples()
	all = append(all, termsSamples()...)
	all = append(all, methodSamples()...)
	return append(all, lastSamples()...)
}

const (
	sampleEmail = "ana@example.com"
	sampleKey   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	sampleSent  = "/sign-up/00000000-0000-4000-8000-000000000001/sent"
	sampleLink  = "/confirm/00000000-0000-4000-8000-000000000001/Zm9ydHktdHdv"
)

// failures are samples of a page after each of these errors.
func failures(screen, path, act, field string, page func(*frame.Visit) frame.Page, typed url.Values, errs ...*domain.Error) (all []frame.Sample) {
	for _, err := range errs {
		s := frame.Sample{Screen: screen, State: frame.State(err), Path: path, Page: page, Failed: err, Act: act, Typed: typed}
		if field != "" && err.Kind != domain.Limited {
			s.Failed = frame.At(field, err)
		}
		all = append(all, s)
	}
	return all
}

var sampleWait = workflow.ErrWait.After(40 * time.Minute)

func emailSamples() []frame.Sample {
	sent := func(state string) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return checkMailPage(v, sentMail{sampleEmail, state}) }
	}
	all := []frame.Sample{
		{Screen: "A01", Page: signUpPage},
		{Screen: "A01", State: "suggestion", Typed: url.Values{"email": {"ana@gmial.com"}, "language": {"en"}}, Page: func(v *frame.Visit) frame.Page {
			return suggestionPage(v, "ana@gmail.com")
		}},
		{Screen: "A02", Path: sampleSent, Page: sent("")},
		{Screen: "A03", Path: sampleLink, Page: confirmPage},
	}
	for _, state := range []string{"resent", "late", "bounced"} {
		all = append(all, frame.Sample{Screen: "A02", State: state, Path: sampleSent, Page: sent(state)})
	}
	all = append(all, failures("A01", "", "", "email", signUpPage, url.Values{"email": {"ana.example.com"}, "language": {"en"}}, workflow.ErrAddress, sampleWait)...)
	all = append(all, failures("A02", sampleSent, "resend", "", sent(""), nil, sampleWait, account.ErrTooManyLinks)...)
	return append(all, failures("A03", sampleLink, "", "", confirmPage, nil, account.ErrLinkWrong, account.ErrLinkExpired, account.ErrLinkUsed, claim.ErrTaken, sampleWait)...)
}

func termsSamples() []frame.Sample {
	password := func(v *frame.Visit) frame.Page { return passwordPage(v, sampleEmail) }
	all := []frame.Sample{
		{Screen: "A04", Page: termsPage},
		{Screen: "A04", State: "declining", Page: decliningPage},
		{Screen: "A04", State: "declined", Page: declinedPage},
		{Screen: "A05", Page: password},
	}
	return append(all, failures("A05", "", "", "password", password, url.Values{"password": {""}},
		vault.ErrTooShort, vault.ErrTooLong, vault.ErrNeedsUpper, vault.ErrNeedsLower, vault.ErrNeedsSpecial, vault.ErrTooCommon, vault.ErrContext)...)
}

func methodSamples() []frame.Sample {
	methods := func(done ...string) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return methodsPage(v, account.State{Methods: done}, true) }
	}
	app := func(v *frame.Visit) frame.Page {
		return appPage(v, "otpauth://totp/Casetrail:"+sampleEmail+"?issuer=Casetrail&secret="+sampleKey, sampleKey)
	}
	code := func(left time.Duration) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			return mailCodePage(v, sentCode{Email: sampleEmail, Expires: v.At.Add(left)})
		}
	}
	textedAs := func(r reach) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			return mailCodePage(v, sentCode{Digits: "0142", Expires: v.At.Add(9 * time.Minute), Reach: r})
		}
	}
	texted := textedAs(reach{})
	all := []frame.Sample{
		{Screen: "A06", Page: methods()},
		{Screen: "A06", State: "one", Page: methods(account.MethodAuthenticator)},
		{Screen: "A06", State: "two", Page: methods(account.MethodMail, account.MethodAuthenticator)},
		{Screen: "A07", Page: app},
		{Screen: "A08", Page: code(9 * time.Minute)},
		{Screen: "A08", State: "expired", Page: code(-time.Minute)},
		{Screen: "A08", State: "text", Page: texted},
		{Screen: "A08", State: "text_late", Page: textedAs(sampleLate)},
		{Screen: "A08", State: "text_failed", Page: textedAs(sampleFailed)},
		{Screen: "A13", Page: textPage},
	}
	typed := url.Values{"phone": {"416-555-0142"}}
	all = append(all, failures("A13", "", "", "phone", textPage, typed, phone.ErrMalformed, phone.ErrNotUS, phone.ErrNoTexts)...)
	all = append(all, failures("A13", "", "", "", textPage, typed, workflow.ErrTextLimit.After(8*time.Minute))...)
	all = append(all, failures("A08", "", "resend", "", texted, nil, workflow.ErrTextLimit.After(8*time.Minute))...)
	wrong, locked := account.ErrWrongCode.With("left", "3"), account.ErrTooManyCodes.After(9*time.Minute)
	all = append(all, failures("A06", "", "mail", "", methods(), nil, sampleWait, locked)...)
	all = append(all, failures("A07", "", "", "code", app, nil, wrong, sampleWait, locked)...)
	all = append(all, failures("A08", "", "", "code", code(9*time.Minute), nil, wrong, sampleWait)...)
	all = append(all, failures("A08", "", "", "code", code(-time.Minute), nil, account.ErrCodeExpired)...)
	return append(all, failures("A08", "", "resend", "", code(9*time.Minute), nil, locked)...)
}

func lastSamples() []frame.Sample {
	codes := func(s codeSheet) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return codesPage(v, s) }
	}
	made := codes(codeSheet{Made: true})
	shown := func(v *frame.Visit) frame.Page {
		return codesPage(v, codeSheet{Made: true, On: v.At, Email: sampleEmail, Codes: []string{
			"4KQF-29HM-V7TC", "7XRT-4WB3-J2QD", "9DPC-6JNV-M8KA", "2MHK-8QFT-R5XB", "5WBR-3XDC-T9GN",
			"8CVN-7DKP-B4WH", "3GTJ-9RMX-K6PF", "6PFB-2HWQ-D3NJ", "4NXD-5KVT-W7CR", "9RQH-8BJG-F2MX",
		}})
	}
	ways := func(asks bool, asked []account.Asked, done ...string) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			return waysBackPage(v, account.State{Methods: done, Questions: asked, Backup: account.Backup{Sheet: secret.Ref{ID: uuid.Max}}}, asks)
		}
	}
	role := func(v *frame.Visit) frame.Page { return rolePage(v, "") }
	all := []frame.Sample{
		{Screen: "A09", Page: codes(codeSheet{})},
		{Screen: "A09", State: "shown", Page: shown},
		{Screen: "A09", State: "made", Page: made},
		{Screen: "A10", Page: ways(true, nil, account.MethodMail, account.MethodAuthenticator)},
		{Screen: "A10", State: "one_method", Page: ways(true, nil, account.MethodMail)},
		{Screen: "A10", State: "questions_chosen", Page: ways(true, sampleQuestions(), account.MethodMail, account.MethodAuthenticator)},
		{Screen: "A10", State: "questions_off", Page: ways(false, nil, account.MethodMail, account.MethodAuthenticator)},
		{Screen: "A14", Page: firstQuestionsPage},
		{Screen: "A11", Page: role},
		{Screen: "A12", Page: func(v *frame.Visit) frame.Page { return welcomePage(v, "012345678904", false) }},
		{Screen: "A12", State: "mail_failed", Page: func(v *frame.Visit) frame.Page { return welcomePage(v, "012345678904", true) }},
	}
	all = append(all, failures("A09", "", "make", "", made, nil, workflow.ErrAlreadyShown)...)
	all = append(all, failures("A14", "", "", "question_2", firstQuestionsPage, sampleAnswers("question_2", ""), account.ErrQuestionMissing)...)
	all = append(all, failures("A14", "", "", "question_3", firstQuestionsPage, sampleAnswers("question_3", "first_pet"), account.ErrQuestionTwice)...)
	all = append(all, failures("A14", "", "", "answer_2", firstQuestionsPage, sampleAnswers("answer_2", ""), workflow.ErrAnswerMissing)...)
	all = append(all, failures("A14", "", "", "answer_4", firstQuestionsPage, sampleAnswers("answer_4", "Pelusa"), workflow.ErrAnswerTwice)...)
	all = append(all, failures("A09", "", "check", "code", made, nil, account.ErrWrongCode)...)
	return append(all, failures("A11", "", "", "role", role, nil, account.ErrInvalid)...)
}
