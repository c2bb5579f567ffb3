package web

import (
	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/mycases"
	"github.com/casetrail/casetrail/adapters/web/office"
	"github.com/casetrail/casetrail/adapters/web/programs"
	"github.com/casetrail/casetrail/adapters/web/public"
)

// Screens is the table of screens: nothing is served as a page that is not here, and nothing here is left unserved. Its
// ids are those of the inventory of screens; a state without a sample, or that no test of the product reaches, fails.
var Screens = []frame.Screen{
	frame.ErrorScreen,

	// For everybody
	{ID: "P01", Name: "start", Path: "/", Who: door.Anyone, States: []string{"unnamed", "demonstration", "signed_in"}},
	{ID: "P04", Name: "status_check", Path: "/status", Who: door.Anyone, Acts: []string{""}, States: []string{
		"found", "not_a_receipt", "birth_date_malformed", "status_proof_missing", "status_no_match", "wait",
	}},
	{ID: "P05", Name: "help", Path: "/help", Who: door.Anyone, States: []string{"unnamed", "demonstration"}},
	{ID: "P06", Name: "accessibility", Path: "/accessibility", Who: door.Anyone},
	{ID: "P07", Name: "privacy", Path: "/privacy", Who: door.Anyone},
	{ID: "P08", Name: "terms", Path: "/terms", Who: door.Anyone},
	{ID: "P10", Name: "numbers", Path: "/numbers", Who: door.Anyone, Acts: []string{""}, States: []string{"answered", "unknown"}},
	{ID: "P11", Name: "edition", Path: "/edition/{notice}/{version}", Who: door.Anyone},
	{ID: "P12", Name: "developers", Path: "/developers", Who: door.Anyone},

	// Home, and adding a case
	{ID: "H01", Name: "home", Path: "/home", Who: door.Applicant, States: []string{"brand_new", "quiet", "many", "behind"}},
	{ID: "H02", Name: "add_case", Path: "/cases/add", Who: door.Applicant, Acts: []string{""}, Unkept: []string{"access_code"}, States: []string{
		"receipt_missing", "receipt_is_access_code", "birth_date_malformed", "add_case_answer_missing", "add_case_no_code_for_this", "access_no_match", "wait", "already",
	}},
	{ID: "H03", Name: "access_code", Path: "/cases/add/code", Who: door.Applicant, Acts: []string{"", "dispute"}, Unkept: []string{"access_code"}, States: []string{
		"add_case_code_missing", "receipt_too_short", "access_no_match", "access_code_used", "access_code_expired", "access_code_replaced", "access_code_voided", "access_code_disputed", "wait",
	}},
	{ID: "H04", Name: "added", Path: "/cases/{receipt}/added", Who: door.Applicant, States: []string{"limited"}},
	{ID: "H05", Name: "new_code", Path: "/help/access-code", Who: door.Anyone},
	{ID: "H10", Name: "upgrade", Path: "/cases/{receipt}/upgrade", Who: door.Applicant, Acts: []string{"", "dispute"}, Unkept: []string{"access_code"}, States: []string{
		"add_case_code_missing", "access_no_match", "access_code_used", "access_code_disputed", "access_code_expired", "full", "no_code",
	}},
	{ID: "H11", Name: "ask_code", Path: "/cases/{receipt}/access-code", Who: door.Applicant, Acts: []string{""}, States: []string{"waiting", "full", "no_code"}},
	{ID: "H12", Name: "dispute", Path: "/cases/add/dispute", Who: door.Applicant, Acts: []string{""}, Unkept: []string{"access_code"}, States: []string{
		"add_case_code_missing", "access_no_match", "access_code_disputed", "access_code_unused", "access_dispute_own", "access_dispute_limit", "wait",
	}},
	{ID: "H13", Name: "disputed", Path: "/cases/add/dispute/sent", Who: door.Applicant},

	// Cases
	{ID: "C01", Name: "cases", Path: "/cases", Who: door.Applicant, States: []string{"empty", "filtered_empty", "many", "behind"}},
	{ID: "C14", Name: "remove_case", Path: "/cases/{receipt}/remove", Who: door.Applicant, Acts: []string{""}, States: []string{"limited"}},
	{ID: "C17", Name: "find_case", Path: "/cases/find", Who: door.Applicant, Acts: []string{""}, States: []string{"found", "none", "behind"}},
	{ID: "C02", Name: "case", Path: "/cases/{receipt}", Who: door.Applicant, States: []string{
		"action_needed", "interview", "paused", "transferred", "corrected", "approved", "card", "denied", "closed", "reopened", "status_only", "quiet",
	}},
	{ID: "C03", Name: "history", Path: "/cases/{receipt}/history", Who: door.Applicant, States: []string{"corrected", "filtered", "filtered_empty"}},

	// Signing up
	{ID: "A01", Name: "sign_up", Path: "/sign-up", Who: door.Anyone, Acts: []string{""}, States: []string{"suggestion", "address_malformed", "wait"}},
	{ID: "A02", Name: "check_mail", Path: "/sign-up/{account}/sent", Who: door.Anyone, Acts: []string{"resend"}, States: []string{
		"resent", "late", "bounced", "wait", "account_too_many_links",
	}},
	{ID: "A03", Name: "confirm_address", Path: "/confirm/{account}/{token}", Who: door.Anyone, Acts: []string{""}, States: []string{
		"account_link_unknown", "account_link_expired", "account_link_used", "claim_taken_by_other", "wait",
	}},
	{ID: "A04", Name: "accept_terms", Path: "/sign-up/terms", Who: door.SigningUp, Acts: []string{"", "decline"}, States: []string{"declining", "declined"}},
	{ID: "A05", Name: "choose_password", Path: "/sign-up/password", Who: door.SigningUp, Acts: []string{""}, Secret: []string{"password"}, States: []string{
		"password_too_short", "password_too_long", "password_needs_upper", "password_needs_lower", "password_needs_special",
		"password_too_common", "password_contains_context",
	}},
	{ID: "A06", Name: "choose_methods", Path: "/sign-up/methods", Who: door.SigningUp, Acts: []string{"app", "mail"}, States: []string{
		"one", "two", "wait", "account_too_many_codes",
	}},
	{ID: "A07", Name: "set_up_app", Path: "/sign-up/app", Who: door.SigningUp, Acts: []string{""}, Secret: []string{"code"}, States: []string{
		"account_wrong_code", "account_too_many_codes", "wait",
	}},
	{ID: "A08", Name: "prove_mail", Path: "/sign-up/code", Who: door.SigningUp, Acts: []string{"", "resend"}, Secret: []string{"code"}, States: []string{
		"expired", "text", "text_late", "text_failed", "account_wrong_code", "account_code_expired", "account_too_many_codes", "text_limit", "wait",
	}},
	{ID: "A13", Name: "set_up_text", Path: "/sign-up/text", Who: door.SigningUp, Acts: []string{""}, States: []string{
		"phone_malformed", "phone_not_us", "phone_no_texts", "text_limit",
	}},
	{ID: "A09", Name: "save_codes", Path: "/sign-up/backup-codes", Who: door.SigningUp, Acts: []string{"make", "check"}, Secret: []string{"code"}, States: []string{
		"shown", "made", "already_shown", "account_wrong_code",
	}},
	{ID: "A10", Name: "ways_back", Path: "/sign-up/ways-back", Who: door.SigningUp, States: []string{"one_method", "questions_chosen", "questions_off"}},
	{ID: "A14", Name: "choose_questions", Path: "/sign-up/reset-questions", Who: door.SigningUp, Acts: []string{""}, Unkept: answerFields, States: []string{
		"account_question_missing", "account_question_twice", "answer_missing", "answer_twice",
	}},
	{ID: "A11", Name: "choose_role", Path: "/sign-up/account-type", Who: door.SigningUp, Acts: []string{""}, States: []string{"account_invalid"}},
	{ID: "A12", Name: "welcome", Path: "/welcome", Who: door.Applicant, States: []string{"mail_failed"}},

	// Signing in
	{ID: "S01", Name: "sign_in", Path: "/sign-in", Who: door.Anyone, Acts: []string{""}, Secret: []string{"password"}, States: []string{"sign_in_failed", "wait"}},
	{ID: "S02", Name: "sign_in_code", Path: "/sign-in/code", Who: door.CodePending, Acts: []string{"", "resend"}, Secret: []string{"code"}, States: []string{
		"authenticator", "backup", "text", "mail_text", "text_late", "text_failed", "unsent", "resent", "session_wrong_code", "used_up", "text_limit", "wait",
	}},
	{ID: "S03", Name: "other_methods", Path: "/sign-in/other", Who: door.CodePending, Acts: []string{"mail", "mail_text", "text"}, States: []string{"none", "text_limit", "wait"}},
	{ID: "S04", Name: "wait", Path: "/sign-in/wait", Who: door.Anyone},
	{ID: "S05", Name: "forgot_password", Path: "/forgot-password", Who: door.Anyone, Acts: []string{""}, States: []string{"address_malformed", "wait"}},
	{ID: "S06", Name: "forgot_address", Path: "/forgot-address", Who: door.Anyone},
	{ID: "S07", Name: "reset_link", Path: "/reset/{recovery}/{token}", Who: door.Anyone, Acts: []string{""}, States: []string{
		"recovery_link_unknown", "recovery_link_expired", "recovery_link_used", "wait",
	}},
	{ID: "S08", Name: "new_password", Path: "/reset-password/new", Who: door.Resetting, Acts: []string{""}, Secret: []string{"password"}, States: []string{"password_too_short", "password_too_common"}},
	{ID: "S18", Name: "forgot_sent", Path: "/forgot-password/sent", Who: door.Anyone},
	{ID: "S19", Name: "reset_code", Path: "/reset-password/code", Who: door.Resetting, Acts: []string{"", "send"}, Secret: []string{"code"}, States: []string{
		"unsent", "authenticator", "backup", "text", "mail_text", "text_late", "text_failed", "recovery_wrong_code", "used_up", "text_limit", "wait",
	}},
	{ID: "S21", Name: "reset_questions", Path: "/reset-password/questions", Who: door.Resetting, Acts: []string{""}, Unkept: answerFields, States: []string{
		"answer_missing", "recovery_wrong_answers", "used_up",
	}},
	{ID: "S20", Name: "reset_done", Path: "/reset-password/done", Who: door.Anyone},
	{ID: "S10", Name: "session", Path: "/session", Who: door.Anyone, Acts: []string{""}, States: []string{"extended"}},
	{ID: "S11", Name: "signed_out", Path: "/signed-out", Who: door.Anyone},
	{ID: "S12", Name: "prove", Path: "/confirm-it-is-you", Who: door.SignedIn, Acts: []string{""}, Secret: []string{"password", "code"}, States: []string{"session_wrong_code", "wait", "with_app", "wrong_password"}},
	{ID: "S15", Name: "kept", Path: "/kept", Who: door.SignedIn, Acts: []string{"discard"}, States: []string{"none", "unsent"}},
	{ID: "S16", Name: "sign_out", Path: "/sign-out", Who: door.Anyone, Acts: []string{""}},
	{ID: "S17", Name: "timed_out", Path: "/signed-out/timeout", Who: door.Anyone, States: []string{"kept", "lost"}},

	// Settings
	{ID: "T01", Name: "settings", Path: "/settings", Who: door.Applicant, States: []string{"few_codes", "representative"}},
	{ID: "T04", Name: "methods", Path: "/settings/methods", Who: door.Applicant, Proved: true, Acts: []string{"remove"}, States: []string{"account_last_method", "both", "blocked"}},
	{ID: "T05", Name: "backup_codes", Path: "/settings/backup-codes", Who: door.Applicant, Proved: true, Acts: []string{"renew"}, States: []string{"already_shown", "shown"}},
	{ID: "T06", Name: "sessions", Path: "/settings/sessions", Who: door.Applicant, Acts: []string{"others", "end"}, States: []string{"several", "session_unknown"}},
	{ID: "T10", Name: "new_app", Path: "/settings/authenticator", Who: door.Applicant, Proved: true, Acts: []string{"code", "offer"}, Secret: []string{"code"}, States: []string{"account_wrong_code", "offered"}},
	{ID: "T13", Name: "text_codes", Path: "/settings/text-codes", Who: door.Applicant, Proved: true, Acts: []string{"send", "again", "code"}, Secret: []string{"code"}, States: []string{
		"account_wrong_code", "phone_malformed", "sent", "text_late", "text_failed", "text_limit",
	}},
	{ID: "T12", Name: "alerts", Path: "/settings/alerts", Who: door.Applicant, Proved: true, Acts: []string{""}, States: []string{"on", "no_number", "blocked"}},
	{ID: "T17", Name: "questions", Path: "/settings/reset-questions", Who: door.Applicant, Proved: true, Acts: []string{""}, Unkept: answerFields, States: []string{
		"chosen", "account_question_missing", "account_question_twice", "answer_missing", "answer_twice",
	}},
	{ID: "T11", Name: "mail_codes", Path: "/settings/email-codes", Who: door.Applicant, Proved: true, Acts: []string{"code", "send"}, Secret: []string{"code"}, States: []string{"account_wrong_code", "sent"}},
	{ID: "T14", Name: "own_programs", Path: "/settings/programs", Who: door.Applicant, States: []string{"empty", "behind"}},
	{ID: "T15", Name: "register_own_program", Path: "/settings/programs/new", Who: door.Applicant, Acts: []string{""}, States: []string{
		"shown", "already_shown", "client_name_malformed", "address_malformed", "wait",
	}},
	{ID: "T16", Name: "own_program", Path: "/settings/programs/{client}", Who: door.Applicant, Acts: []string{"issue", "revoke", "close"}, States: []string{
		"suspended", "closed", "shown", "already_shown", "client_two_credentials",
	}},

	// The door of staff
	{ID: "E01", Name: "enrol", Path: "/enrol/{staff}/{token}", Who: door.Anyone, Acts: []string{""}, States: []string{"staff_link_unknown", "staff_link_used", "staff_link_expired"}},
	{ID: "E02", Name: "enrol_password", Path: "/enrol/password", Who: door.Enrolling, Acts: []string{""}, Secret: []string{"password"}, States: []string{"password_too_short"}},
	{ID: "E03", Name: "enrol_app", Path: "/enrol/app", Who: door.Enrolling, Acts: []string{"", "again"}, Secret: []string{"code"}, States: []string{"not_offered", "staff_wrong_code"}},
	{ID: "E04", Name: "staff_sign_in", Path: "/staff/sign-in", Who: door.Anyone, Acts: []string{""}, Secret: []string{"password"}, States: []string{"sign_in_failed", "wait"}},
	{ID: "E05", Name: "staff_sign_in_code", Path: "/staff/sign-in/code", Who: door.StaffPending, Acts: []string{""}, Secret: []string{"code"}, States: []string{"session_wrong_code", "wait"}},

	// The desk of staff
	{ID: "O01", Name: "work", Path: "/staff", Who: door.Officer, States: []string{"empty", "filtered_empty", "many", "behind"}},
	{ID: "O02", Name: "queue", Path: "/staff/queue", Who: door.Officer, States: []string{"empty", "behind"}},
	{ID: "O03", Name: "staff_search", Path: "/staff/search", Who: door.Officer, Acts: []string{""}, States: []string{"receipt_is_a_number", "receipt_too_short", "casefile_unknown"}},
	{ID: "O04", Name: "file", Path: "/staff/cases/{receipt}", Who: door.Officer, States: []string{"behind"}},
	{ID: "O05", Name: "receive", Path: "/staff/receive", Who: door.Officer, Acts: []string{""}, States: []string{
		"check", "casefile_form_unknown", "receipt_too_short", "casefile_already_received", "casefile_receipt_date", "birth_date_after_receipt",
		"a_number_malformed", "party_malformed",
	}},
	{ID: "O06", Name: "record", Path: "/staff/cases/{receipt}/record", Who: door.Officer, Acts: []string{""}, States: []string{"choose", "preview", "changed_meanwhile", "casefile_parameter_malformed"}},
	{ID: "O12", Name: "transfer", Path: "/staff/cases/{receipt}/transfer", Who: door.Officer, Acts: []string{""}, States: []string{"preview"}},
	{ID: "O13", Name: "correct", Path: "/staff/cases/{receipt}/entries/{number}/correct", Who: door.Officer, Acts: []string{""}, States: []string{"preview", "settled", "casefile_how_unknown"}},
	{ID: "O16", Name: "send_code", Path: "/staff/cases/{receipt}/access-code", Who: door.Officer, Acts: []string{""}, States: []string{"access_reason_unknown", "access_too_many_letters", "access_not_for_this_case"}},
	{ID: "O10", Name: "deliveries", Path: "/staff/deliveries", Who: door.Officer, States: []string{"empty"}},
	{ID: "O22", Name: "file_history", Path: "/staff/cases/{receipt}/history", Who: door.Officer},
	{ID: "O23", Name: "file_access", Path: "/staff/cases/{receipt}/access", Who: door.Officer},
	{ID: "O24", Name: "file_messages", Path: "/staff/cases/{receipt}/messages", Who: door.Officer},
	{ID: "O30", Name: "programs", Path: "/staff/programs", Who: door.Officer, States: []string{"empty", "behind"}},
	{ID: "O31", Name: "register_program", Path: "/staff/programs/new", Who: door.Officer, Acts: []string{""}, States: []string{
		"shown", "already_shown", "client_name_malformed", "address_malformed",
	}},
	{ID: "O32", Name: "program", Path: "/staff/programs/{client}", Who: door.Officer, Acts: []string{"issue", "revoke", "suspend", "resume", "close"}, States: []string{
		"suspended", "closed", "shown", "already_shown", "client_two_credentials",
	}},
	{ID: "O33", Name: "disputes", Path: "/staff/disputes", Who: door.Officer, States: []string{"empty", "behind"}},
	{ID: "O34", Name: "settle", Path: "/staff/cases/{receipt}/disputes/{code}", Who: door.Officer, Acts: []string{"uphold", "reject"}, States: []string{
		"upheld", "rejected", "access_reason_unknown", "access_dispute_settled",
	}},
	{ID: "O25", Name: "received", Path: "/staff/cases/{receipt}/received", Who: door.Officer, States: []string{"protected", "no_letter"}},
}

// answerFields hold answers to reset questions.
var answerFields = []string{"answer_1", "answer_2", "answer_3", "answer_4", "answer_5"}

// questionScreens are left out where no reset questions are asked: they are then like any address that is not there.
var questionScreens = []string{"A14", "S21", "T17"}

// Samples are the states of all screens.
func Samples() []frame.Sample {
	var all []frame.Sample
	for _, area := range []func() []frame.Sample{frame.Samples, public.Samples, account.Samples, mycases.Samples, office.Samples, programs.Samples} {
		all = append(all, area()...)
	}
	return all
}
