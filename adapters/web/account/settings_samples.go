package account

import (
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/phone"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

func settingsSamples() []frame.Sample {
	both := []string{account.MethodMail, account.MethodAuthenticator}
	ana := overview{"123456789012", "ana@example.com", "es", "applicant", both, 8, 2, "set", "mail"}
	few := ana
	few.Codes, few.Questions, few.Alerts = 2, "unset", "both"
	rita := ana
	rita.Role = account.RoleRepresentative
	offered := func(v *frame.Visit) frame.Page {
		return offeredAppPage(v, appOffer{"JBSWY3DPEHPK3PXP", "otpauth://totp/Casetrail:account?secret=JBSWY3DPEHPK3PXP&issuer=Casetrail"})
	}
	sent := func(v *frame.Visit) frame.Page { return mailCodesPage(v, "ana@example.com", true) }
	wrong := frame.At("code", account.ErrWrongCode.With("left", "4"))
	return []frame.Sample{
		{Screen: "T01", Page: sampleSettings(ana)},
		{Screen: "T01", State: "few_codes", Page: sampleSettings(few)},
		{Screen: "T01", State: "representative", Page: sampleSettings(rita)},
		{Screen: "T04", Page: sampleMethods(account.MethodMail)},
		{Screen: "T04", State: "both", Page: sampleMethods(both...)},
		{Screen: "T04", State: "account_last_method", Page: sampleMethods(account.MethodMail), Failed: account.ErrLastMethod},
		{Screen: "T04", State: "blocked", Page: func(v *frame.Visit) frame.Page {
			return secondStepsPage(v, secondSteps{Set: []string{account.MethodMail, account.MethodText}, Texts: true, Blocked: true})
		}},
		{Screen: "T05", Page: func(v *frame.Visit) frame.Page { return backupCodesPage(v, 8) }},
		{Screen: "T05", State: "already_shown", Page: func(v *frame.Visit) frame.Page { return backupCodesPage(v, 10) }, Failed: workflow.ErrAlreadyShown},
		{Screen: "T05", State: "shown", Page: func(v *frame.Visit) frame.Page { return newBackupCodesPage(v, madeUpCodes) }},
		{Screen: "T06", Page: sampleSessions(1)},
		{Screen: "T06", State: "several", Page: sampleSessions(3)},
		{Screen: "T06", State: "session_unknown", Page: sampleSessions(2), Failed: session.ErrUnknown},
		{Screen: "T10", Page: newAppPage},
		{Screen: "T10", State: "offered", Page: offered},
		{Screen: "T10", State: "account_wrong_code", Page: offered, Failed: wrong},
		{Screen: "T17", Page: sampleQuestionsPage(false)},
		{Screen: "T17", State: "chosen", Page: sampleQuestionsPage(true)},
		{Screen: "T17", State: "account_question_missing", Page: sampleQuestionsPage(false), Typed: sampleAnswers("question_5", ""), Failed: frame.At("question_5", account.ErrQuestionMissing)},
		{Screen: "T17", State: "account_question_twice", Page: sampleQuestionsPage(false), Typed: sampleAnswers("question_3", "first_pet"), Failed: frame.At("question_3", account.ErrQuestionTwice)},
		{Screen: "T17", State: "answer_missing", Page: sampleQuestionsPage(true), Typed: sampleAnswers("answer_2", ""), Failed: frame.At("answer_2", workflow.ErrAnswerMissing)},
		{Screen: "T17", State: "answer_twice", Page: sampleQuestionsPage(true), Typed: sampleAnswers("answer_4", "Pelusa"), Failed: frame.At("answer_4", workflow.ErrAnswerTwice)},
		{Screen: "T11", Page: func(v *frame.Visit) frame.Page { return mailCodesPage(v, "ana@example.com", false) }},
		{Screen: "T11", State: "sent", Page: sent},
		{Screen: "T11", State: "account_wrong_code", Page: sent, Failed: wrong},
	}
}

func textCodesSamples() []frame.Sample {
	page := func(s textSetUp) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return textCodesPage(v, s) }
	}
	first, sent := page(textSetUp{Now: "0199"}), page(textSetUp{Offered: "0142", Sent: true})
	late, failed := page(textSetUp{Offered: "0142", Sent: true, Reach: sampleLate}), page(textSetUp{Offered: "0142", Sent: true, Reach: sampleFailed})
	typed := url.Values{"phone": {"555-0142"}}
	return []frame.Sample{
		{Screen: "T13", Page: first},
		{Screen: "T13", State: "sent", Page: sent},
		{Screen: "T13", State: "text_late", Page: late},
		{Screen: "T13", State: "text_failed", Page: failed},
		{Screen: "T13", State: "account_wrong_code", Page: sent, Act: "code", Failed: frame.At("code", account.ErrWrongCode.With("left", "4"))},
		{Screen: "T13", State: "phone_malformed", Page: first, Act: "send", Failed: frame.At("phone", phone.ErrMalformed), Typed: typed},
		{Screen: "T13", State: "text_limit", Page: first, Act: "send", Failed: atPhone(workflow.ErrTextLimit.After(8 * time.Minute)), Typed: url.Values{"phone": {"202-555-0142"}}},
	}
}

func alertsSamples() []frame.Sample {
	page := func(s alerts) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return alertsPage(v, s) }
	}
	return []frame.Sample{
		{Screen: "T12", Page: page(alerts{Digits: "0142"})},
		{Screen: "T12", State: "on", Page: page(alerts{On: true, Digits: "0142", Done: "on"})},
		{Screen: "T12", State: "no_number", Page: page(alerts{})},
		{Screen: "T12", State: "blocked", Page: page(alerts{On: true, Digits: "0142", Blocked: true})},
	}
}

func sampleQuestionsPage(chosen bool) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page { return questionsPage(v, chosen, false) }
}

// madeUpCodes open nothing.
var madeUpCodes = []string{
	"7KQ2M-9XW4T-HP3A", "2VN8C-6RJ5D-YB1E", "9GF3Z-1TK7S-QM4W", "5HD6X-8AP2V-NC9R", "3JY7B-4WE1K-ZT6G",
	"8RM5Q-2CX9H-DV7P", "6AS1N-7ZG3F-KJ8T", "1PW4E-5BQ6Y-RH2X", "4TC9V-3ND8M-GA5S", "7XK2J-9FP1Z-WE6B",
}

func sampleSettings(o overview) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page { return settingsPage(v, o) }
}

func sampleMethods(set ...string) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page { return secondStepsPage(v, secondSteps{Set: set, Texts: true}) }
}

func sampleSessions(n int) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page {
		all := []workflow.Token{v.Bearer}
		for i := 1; i < n; i++ {
			started := v.At.Add(-time.Duration(i) * 200 * time.Minute)
			all = append(all, workflow.Token{Session: uuid.New(), Stage: workflow.StageFull, Started: started, Seen: started.Add(time.Hour)})
		}
		return sessionsPage(v, all, false)
	}
}
