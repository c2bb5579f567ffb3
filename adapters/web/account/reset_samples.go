package account

import (
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

const sampleReset = "/reset/00000000-0000-4000-8000-000000000001/Zm9ydHktdHdv"

func resetSamples() []frame.Sample {
	password := func(v *frame.Visit) frame.Page { return newPasswordPage(v, sampleEmail) }
	all := []frame.Sample{
		{Screen: "S05", Page: forgotPage},
		{Screen: "S06", Page: forgotAddressPage},
		{Screen: "S18", Page: func(v *frame.Visit) frame.Page { return forgotSentPage(v, sampleEmail) }},
		{Screen: "S07", Path: sampleReset, Page: resetLinkPage},
		{Screen: "S08", Page: password},
		{Screen: "S20", Page: resetDonePage},
	}
	all = append(all, failures("S05", "", "", "email", forgotPage, url.Values{"email": {"ana.example.com"}}, workflow.ErrAddress, sampleWait)...)
	all = append(all, failures("S07", sampleReset, "", "", resetLinkPage, nil, recovery.ErrLinkUnknown, recovery.ErrLinkExpired, recovery.ErrLinkUsed, sampleWait)...)
	all = append(all, failures("S08", "", "", "password", password, url.Values{"end": {"yes"}}, vault.ErrTooShort, vault.ErrTooCommon)...)
	all = append(all, resetQuestionsSamples()...)
	return append(all, resetCodeSamples()...)
}

// sampleQuestions are five of the list.
func sampleQuestions() (asked []account.Asked) {
	for _, q := range account.Questions[:limits.ResetQuestions] {
		asked = append(asked, account.Asked{Question: q.ID})
	}
	return asked
}

// sampleAnswers are what somebody typed to them, but for some fields.
func sampleAnswers(but ...string) url.Values {
	typed := url.Values{}
	for i, answer := range []string{"Pelusa", "Benito Juárez", "Calle 5", "Inés", "Chela"} {
		typed.Set(questionField(i), account.Questions[i].ID)
		typed.Set(answerField(i), answer)
	}
	for i := 0; i+1 < len(but); i += 2 {
		typed.Set(but[i], but[i+1])
	}
	return typed
}

func resetQuestionsSamples() []frame.Sample {
	page := func(v *frame.Visit) frame.Page { return resetQuestionsPage(v, sampleQuestions()) }
	return []frame.Sample{
		{Screen: "S21", Page: page},
		{Screen: "S21", State: "answer_missing", Page: page, Typed: sampleAnswers("answer_3", ""), Failed: frame.At("answer_3", workflow.ErrAnswerMissing)},
		{Screen: "S21", State: "recovery_wrong_answers", Page: page, Typed: sampleAnswers(), Failed: recovery.ErrWrongAnswers.With("left", "3")},
		{Screen: "S21", State: "used_up", Page: page, Failed: workflow.ErrWait.After(22 * time.Hour)},
	}
}

func resetCodeSamples() []frame.Sample {
	byMail := resetStep{By: account.MethodMail, Ways: sampleWays, Sent: account.MethodMail}
	unsent, byApp, byBackup, byText, both, over := byMail, byMail, byMail, byMail, byMail, byMail
	byText.By, byText.Sent, both.By, both.Sent = session.ByText, session.ByText, session.ByMailText, session.ByMailText
	unsent.By, unsent.Sent, byApp.By, byBackup.By, over.Over = session.ByMailText, "", account.MethodAuthenticator, account.MethodBackup, true
	late, failed := both, byText
	late.Reach, failed.Reach = sampleLate, sampleFailed
	return []frame.Sample{
		{Screen: "S19", State: "text_late", Page: sampleResetCode(late)},
		{Screen: "S19", State: "text_failed", Page: sampleResetCode(failed)},
		{Screen: "S19", Page: sampleResetCode(byMail)},
		{Screen: "S19", State: "unsent", Page: sampleResetCode(unsent)},
		{Screen: "S19", State: "authenticator", Page: sampleResetCode(byApp)},
		{Screen: "S19", State: "backup", Page: sampleResetCode(byBackup)},
		{Screen: "S19", State: "text", Page: sampleResetCode(byText)},
		{Screen: "S19", State: "mail_text", Page: sampleResetCode(both)},
		{Screen: "S19", State: "text_limit", Page: sampleResetCode(byText), Failed: workflow.ErrTextLimit.After(8 * time.Minute)},
		{Screen: "S19", State: "recovery_wrong_code", Page: sampleResetCode(byMail), Failed: frame.At("code", recovery.ErrWrongCode.With("left", "3"))},
		{Screen: "S19", State: "used_up", Page: sampleResetCode(over)},
		{Screen: "S19", State: "wait", Page: sampleResetCode(byMail), Failed: workflow.ErrWait.After(8 * time.Minute)},
	}
}

func sampleResetCode(s resetStep) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page {
		s.Until = v.At.Add(8 * time.Minute)
		return resetCodePage(v, s)
	}
}
