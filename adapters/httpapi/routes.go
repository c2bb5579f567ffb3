package httpapi

import (
	"net/http"

	"github.com/casetrail/casetrail/adapters/door"
)

// Route is one line of the list of routes. Every POST wants an Idempotency-Key.
type Route struct {
	ID      string // also the operationId of the OpenAPI document, and part of every act: it never changes
	Method  string
	Path    string
	Who     door.Who
	Status  int
	Summary string
}

// Routes is the list: nothing is served under /api/v1 that is not here, and nothing here is left unserved, but the routes of
// reset questions where there are none.
var Routes = []Route{
	{"sign_up", http.MethodPost, "/sign-up", door.Anyone, http.StatusAccepted, "Open an account: a link is mailed to the address"},
	{"resend_link", http.MethodPost, "/sign-up/{account}/link", door.Anyone, http.StatusAccepted, "Mail a new link; the old one dies"},
	{"confirm_address", http.MethodPost, "/sign-up/{account}/confirmation", door.Anyone, http.StatusOK, "Confirm the address with the token of the mailed link"},

	{"show_terms", http.MethodGet, "/terms", door.Anyone, http.StatusOK, "The terms of use in force, in both languages"},
	{"show_account", http.MethodGet, "/account", door.Holder, http.StatusOK, "The account, and the next step of an unfinished sign-up"},
	{"accept_terms", http.MethodPost, "/account/terms", door.SigningUp, http.StatusOK, "Accept a version of the terms of use"},
	{"set_password", http.MethodPost, "/account/password", door.SigningUp, http.StatusOK, "Choose the password, while signing up"},
	{"send_sign_up_code", http.MethodPost, "/account/codes", door.SigningUp, http.StatusAccepted, "Mail six digits, to prove e-mail as a way to sign in"},
	{"send_sign_up_text", http.MethodPost, "/account/texts", door.SigningUp, http.StatusAccepted, "Send six digits to a US mobile number, to prove it as a way to sign in"},
	{"enter_sign_up_code", http.MethodPost, "/account/codes/entry", door.SigningUp, http.StatusOK, "Enter the six digits"},
	{"offer_authenticator", http.MethodPost, "/account/authenticator", door.SigningUp, http.StatusCreated, "Make a seed for an authenticator app"},
	{"prove_authenticator", http.MethodPost, "/account/authenticator/entry", door.SigningUp, http.StatusOK, "Enter the first code of the app"},
	{"make_backup_codes", http.MethodPost, "/account/backup-codes", door.SigningUp, http.StatusCreated, "Make ten backup codes, shown once; an old set dies"},
	{"choose_role", http.MethodPost, "/account/role", door.SigningUp, http.StatusOK, "Choose the kind of account"},
	{"activate_account", http.MethodPost, "/account/activation", door.SigningUp, http.StatusOK, "Finish signing up; answers a session"},
	{"list_questions", http.MethodGet, "/reset-questions", door.Anyone, http.StatusOK, "The reset questions to choose from"},
	{"set_questions", http.MethodPost, "/account/reset-questions", door.SigningUp, http.StatusOK, "Choose five reset questions and their answers, while signing up; nobody has to"},
	{"list_own_deliveries", http.MethodGet, "/account/deliveries", door.Applicant, http.StatusOK, "Messages to this account and what became of them"},

	{"sign_in", http.MethodPost, "/session", door.Anyone, http.StatusCreated, "The first step: e-mail address and password"},
	{"show_session", http.MethodGet, "/session", door.SignedIn, http.StatusOK, "Who is signed in, and what the next step is"},
	{"resend_code", http.MethodPost, "/session/codes", door.CodePending, http.StatusAccepted, "Send a new code, the way of the last one; the old one dies"},
	{"send_code_by", http.MethodPost, "/session/codes/{method}", door.CodePending, http.StatusAccepted, "Send a new code in a way of the caller's choice; the old one dies"},
	{"enter_code", http.MethodPost, "/session/code", door.CodePending, http.StatusOK, "The second step: a code that was sent, an authenticator's, or a backup code"},
	{"sign_out", http.MethodDelete, "/session", door.SignedIn, http.StatusNoContent, "End the session"},
	{"prove_again", http.MethodPost, "/session/proof", door.Applicant, http.StatusOK, "Prove again who you are, before what protects the account is changed"},
	{"list_sessions", http.MethodGet, "/account/sessions", door.Applicant, http.StatusOK, "Where this account is signed in"},
	{"end_session", http.MethodDelete, "/account/sessions/{session}", door.Applicant, http.StatusNoContent, "End another session"},
	{"end_other_sessions", http.MethodDelete, "/account/sessions", door.Applicant, http.StatusNoContent, "End every session but this one"},

	{"ask_reset", http.MethodPost, "/password-reset", door.Anyone, http.StatusAccepted, "Forgot the password: a link is mailed to the address"},
	{"open_reset", http.MethodPost, "/password-reset/{recovery}/opening", door.Anyone, http.StatusOK, "Spend the token of the mailed link"},
	{"show_reset", http.MethodGet, "/password-reset", door.Resetting, http.StatusOK, "The next step of a reset"},
	{"answer_questions", http.MethodPost, "/password-reset/answers", door.Resetting, http.StatusOK, "Answer all reset questions of the account at once, where it has any: before the second step"},
	{"send_reset_code", http.MethodPost, "/password-reset/codes", door.Resetting, http.StatusAccepted, "Send six digits, for the second step of a reset: in the way of the last ones, or the first of: mail_text (one code, both ways), text, mail"},
	{"send_reset_code_by", http.MethodPost, "/password-reset/codes/{method}", door.Resetting, http.StatusAccepted, "Send six digits for a reset in a way of the caller's choice; those before die"},
	{"prove_reset", http.MethodPost, "/password-reset/code", door.Resetting, http.StatusOK, "The second step of a reset: a code that was sent, an authenticator's, or a backup code"},
	{"finish_reset", http.MethodPost, "/password-reset/password", door.Resetting, http.StatusOK, "Choose the new password; other sessions end, nobody is signed in"},

	{"renew_backup_codes", http.MethodPost, "/account/backup-codes/renewal", door.Applicant, http.StatusCreated, "Make ten new backup codes, shown once; the old set dies"},
	{"change_questions", http.MethodPost, "/account/reset-questions/renewal", door.Applicant, http.StatusOK, "Choose five reset questions and their answers; those before are asked no longer"},
	{"offer_new_authenticator", http.MethodPost, "/account/methods/authenticator", door.Applicant, http.StatusCreated, "Make a seed for a new authenticator app"},
	{"prove_new_authenticator", http.MethodPost, "/account/methods/authenticator/entry", door.Applicant, http.StatusOK, "Enter the first code of the new app"},
	{"send_method_code", http.MethodPost, "/account/methods/mail", door.Applicant, http.StatusAccepted, "Mail six digits, to add e-mail as a way to sign in"},
	{"enter_method_code", http.MethodPost, "/account/methods/mail/entry", door.Applicant, http.StatusOK, "Enter those six digits"},
	{"send_method_text", http.MethodPost, "/account/methods/text", door.Applicant, http.StatusAccepted, "Send six digits to a US mobile number, to add or change it as a way to sign in"},
	{"enter_method_text_code", http.MethodPost, "/account/methods/text/entry", door.Applicant, http.StatusOK, "Enter those six digits"},
	{"remove_method", http.MethodDelete, "/account/methods/{method}", door.Applicant, http.StatusNoContent, "Remove a way to sign in, but never the last"},
	{"choose_alerts", http.MethodPost, "/account/alerts", door.Applicant, http.StatusNoContent, "Choose whether a text message, too, says that there is a notice about the account's security"},

	{"register_own_client", http.MethodPost, "/account/clients", door.Applicant, http.StatusCreated, "Register an API client of a legal representative; its first secret is shown once"},
	{"list_own_clients", http.MethodGet, "/account/clients", door.Applicant, http.StatusOK, "The API clients of this account, the newest first"},
	{"issue_own_client_credential", http.MethodPost, "/account/clients/{client}/credentials", door.Applicant, http.StatusCreated, "Make a second credential, shown once, to take the place of the first"},
	{"revoke_own_client_credential", http.MethodDelete, "/account/clients/{client}/credentials/{number}", door.Applicant, http.StatusNoContent, "Revoke a credential, and its tokens with it"},
	{"close_own_client", http.MethodDelete, "/account/clients/{client}", door.Applicant, http.StatusNoContent, "Close an API client for good"},

	{"check_status", http.MethodPost, "/status-check", door.Anyone, http.StatusOK, "The status of a case, without an account"},
	{"link_case", http.MethodPost, "/cases", door.Applicant, http.StatusCreated, "Link a paper-filed case, in full with an access code, for its status without"},
	{"list_cases", http.MethodGet, "/cases", door.Applicant, http.StatusOK, "The linked cases, newest activity first"},
	{"show_case", http.MethodGet, "/cases/{receipt}", door.Applicant, http.StatusOK, "A linked case: its status, what it means and the next step"},
	{"show_history", http.MethodGet, "/cases/{receipt}/history", door.Applicant, http.StatusOK, "Everything that happened on the case, newest first"},
	{"upgrade_link", http.MethodPost, "/cases/{receipt}/upgrade", door.Applicant, http.StatusOK, "From status only to full access, with an access code"},
	{"ask_access_code", http.MethodPost, "/cases/{receipt}/access-codes", door.Applicant, http.StatusAccepted, "Ask for a letter with a new access code, to the address of record; the old code dies"},
	{"dispute_access_code", http.MethodPost, "/cases/{receipt}/access-codes/dispute", door.Applicant, http.StatusAccepted, "Say of a used access code: that was not me, nor somebody who helps me; staff look into it"},
	{"unlink_case", http.MethodDelete, "/cases/{receipt}", door.Applicant, http.StatusNoContent, "Remove the link; the case stays as it is"},

	{"begin_enrolment", http.MethodPost, "/staff/enrolment/{staff}", door.Anyone, http.StatusOK, "Start enrolment with the token of the link"},
	{"set_staff_password", http.MethodPost, "/staff/enrolment/password", door.Enrolling, http.StatusOK, "Choose the password"},
	{"offer_staff_authenticator", http.MethodPost, "/staff/enrolment/authenticator", door.Enrolling, http.StatusCreated, "Make a seed for an authenticator app"},
	{"finish_enrolment", http.MethodPost, "/staff/enrolment/entry", door.Enrolling, http.StatusOK, "Enter the first code of the app; answers a session"},
	{"staff_sign_in", http.MethodPost, "/staff/session", door.Anyone, http.StatusCreated, "The first step for staff"},
	{"staff_enter_code", http.MethodPost, "/staff/session/code", door.StaffPending, http.StatusOK, "The second step for staff: the authenticator's code"},

	{"receive_case", http.MethodPost, "/staff/cases", door.Officer, http.StatusCreated, "Receive a paper filing"},
	{"list_work", http.MethodGet, "/staff/cases", door.Officer, http.StatusOK, "The worklist: open cases, longest without action first"},
	{"show_file", http.MethodGet, "/staff/cases/{receipt}", door.Officer, http.StatusOK, "The case file with its whole history, links and codes"},
	{"record_action", http.MethodPost, "/staff/cases/{receipt}/actions", door.Officer, http.StatusCreated, "Record an action by its code"},
	{"correct_action", http.MethodPost, "/staff/cases/{receipt}/actions/{number}/correction", door.Officer, http.StatusCreated, "Cancel or void an action that was recorded by mistake"},
	{"transfer_case", http.MethodPost, "/staff/cases/{receipt}/transfer", door.Officer, http.StatusCreated, "Transfer the case to another office"},
	{"issue_access_code", http.MethodPost, "/staff/cases/{receipt}/access-codes", door.Officer, http.StatusAccepted, "Send a letter with a new access code; the old one dies"},
	{"list_disputes", http.MethodGet, "/staff/disputes", door.Officer, http.StatusOK, "Uses of access codes that their holders say were not theirs, the one that waits longest first"},
	{"settle_dispute", http.MethodPost, "/staff/cases/{receipt}/disputes/{code}/settlement", door.Officer, http.StatusOK, "Say that the link was wrong, which ends it, or that it was right"},
	{"register_client", http.MethodPost, "/staff/clients", door.Officer, http.StatusCreated, "Register an API client; its first secret is shown once"},
	{"list_clients", http.MethodGet, "/staff/clients", door.Officer, http.StatusOK, "All API clients, the newest first, with the last use of each credential"},
	{"issue_client_credential", http.MethodPost, "/staff/clients/{client}/credentials", door.Officer, http.StatusCreated, "Make a second credential, shown once, to take the place of the first"},
	{"revoke_client_credential", http.MethodDelete, "/staff/clients/{client}/credentials/{number}", door.Officer, http.StatusNoContent, "Revoke a credential, and its tokens with it"},
	{"suspend_client", http.MethodPost, "/staff/clients/{client}/suspension", door.Officer, http.StatusOK, "Shut an API client out for now"},
	{"resume_client", http.MethodDelete, "/staff/clients/{client}/suspension", door.Officer, http.StatusNoContent, "Let a suspended API client in again"},
	{"close_client", http.MethodDelete, "/staff/clients/{client}", door.Officer, http.StatusNoContent, "Close an API client for good"},
	{"list_troubles", http.MethodGet, "/staff/deliveries", door.Officer, http.StatusOK, "Messages that failed, were given up or are in doubt"},
}
