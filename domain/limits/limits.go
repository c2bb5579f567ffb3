// Package limits is the one list of limits and periods that protect the product. `casetrail limits` prints it; the stores
// and the fronts take every figure from here.
package limits

import "time"

// Rule is one limit on attempts, counted before anything is checked, shared between servers.
type Rule struct {
	Name    string
	Per     string // what it is counted for: "address and network", "account", "network", …
	Max     int
	Window  time.Duration
	Lock    time.Duration // when the attempts are used up: how long it is locked, doubling at each following time
	Longest time.Duration // at which the doubling ends
	Why     string
}

// The rules.
const (
	PasswordBurst  = "password_burst"
	Password       = "password"
	SignInNetwork  = "sign_in_network"
	SignUpNetwork  = "sign_up_network"
	SignUpAddress  = "sign_up_address"
	Requests       = "requests"
	LinkAccount    = "link_account"
	LinkNetwork    = "link_network"
	SessionCode    = "session_code"
	SignUpCode     = "sign_up_code"
	SignUpSteps    = "sign_up_steps"
	CodeResend     = "code_resend"
	ConfirmNetwork = "confirm_network"
	StatusCheck    = "status_check"
	TextNumber     = "text_number"
	TextNumberDay  = "text_number_day"
	TextNewNumber  = "text_new_number"
	TextAccount    = "text_account"
	TextAlert      = "text_alert"
	LetterDay      = "letter_day"
	LetterMonth    = "letter_month"
	TokenNetwork   = "token_network"
	ClientAccount  = "client_account"
	ClientSecond   = "client_second"
	ClientDay      = "client_day"
	SandboxSecond  = "sandbox_second"
	SandboxDay     = "sandbox_day"
	ResetNetwork   = "reset_network"
	ResetAddress   = "reset_address"
	ResetAnswers   = "reset_answers"
)

// Rules is the list.
var Rules = []Rule{
	{PasswordBurst, "address and network", 5, time.Minute, 0, 0, "slows guessing from one place"},
	{Password, "address", 5, 24 * time.Hour, 20 * time.Minute, 12 * time.Hour, "locks the account; unlocks by itself"},
	{SignInNetwork, "network", 20, time.Minute, 0, 0, "slows guessing over many accounts"},
	{SignUpNetwork, "network", 20, time.Hour, 0, 0, "stops mail floods"},
	{SignUpAddress, "address", 5, time.Hour, 0, 0, "stops mail floods to one person"},
	{Requests, "network", 300, 5 * time.Minute, 0, 0, "keeps the service usable for all"},
	{LinkAccount, "account", 10, 24 * time.Hour, 0, 0, "ten tries a day to add a case"},
	{LinkNetwork, "network", 30, 24 * time.Hour, 0, 0, "stops guessing of receipt numbers over many accounts"},
	{SessionCode, "session", 5, 10 * time.Minute, 0, 0, "tries, right or wrong; the rule of five wrong codes holds beside it"},
	{SignUpCode, "account", 5, 10 * time.Minute, 0, 0, "tries, right or wrong; the rule of five wrong codes holds beside it"},
	{SignUpSteps, "account", 60, time.Hour, 0, 0, "keeps the record of one sign-up short"},
	{CodeResend, "session or account", 5, 10 * time.Minute, 0, 0, "stops mail floods"},
	{ConfirmNetwork, "network", 60, time.Hour, 0, 0, "slows guessing of links"},
	{StatusCheck, "network", 10, time.Hour, 0, 0, "slows guessing of receipt numbers by those who have no account"},
	{TextNumber, "phone number", 3, 10 * time.Minute, 0, 0, "stops floods of text messages to one person"},
	{TextNumberDay, "phone number", 10, 24 * time.Hour, 0, 0, "stops floods of text messages to one person"},
	{TextNewNumber, "phone number", 5, 24 * time.Hour, 0, 0, "to a number that is not proved yet: strangers cannot use up what its holder needs"},
	{TextAccount, "account", 20, 24 * time.Hour, 0, 0, "stops who is paid for each text message"},
	{TextAlert, "phone number", 3, 24 * time.Hour, 0, 0, "alerts, counted as text messages, too; a stranger can cause some by wrong passwords: seven of ten a day stay for codes"},
	{LetterDay, "receipt number", 1, 24 * time.Hour, 0, 0, "one access code letter a day"},
	{LetterMonth, "receipt number", 4, 30 * 24 * time.Hour, 0, 0, "four access code letters a month"},
	{TokenNetwork, "network", 60, time.Minute, 0, 0, "slows guessing of client secrets"},
	{ClientAccount, "account", 5, 24 * time.Hour, 0, 0, "stops floods of API clients"},
	{ClientSecond, "API client", 10, time.Second, 0, 0, "stops bursts of a program"},
	{ClientDay, "API client", 400_000, 24 * time.Hour, 0, 0, "the daily quota of a program"},
	{SandboxSecond, "sandbox client", 5, time.Second, 0, 0, "stops bursts of a program that is being tried out"},
	{SandboxDay, "sandbox client", 1_000, 24 * time.Hour, 0, 0, "the daily quota of a program that is being tried out"},
	{ResetNetwork, "network", 20, time.Hour, 0, 0, "stops mail floods of those who ask for a new password"},
	{ResetAddress, "address", 5, time.Hour, 0, 0, "stops mail floods to one person"},
	{ResetAnswers, "account", 5, 24 * time.Hour, 0, 0, "tries at the reset questions, right or wrong, over all links of one account"},
}

// Find is the rule of a name.
func Find(name string) (Rule, bool) {
	for _, r := range Rules {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}

// Of is the rule of a name that stands in the code. A name that is not in the list is a mistake there: it panics.
func Of(name string) Rule {
	r, ok := Find(name)
	if !ok {
		panic("limits: no rule " + name)
	}
	return r
}

// Period is how long something lasts, and how many there may be.
const (
	ConfirmLinkLife   = 24 * time.Hour
	ConfirmLinks      = 10 // sent again to one unconfirmed account
	EnrolLinkLife     = 72 * time.Hour
	ResetLinkLife     = 30 * time.Minute // of the link to a new password
	ResetLife         = 30 * time.Minute // of the steps after it
	CodeLife          = 10 * time.Minute
	AccessCodeDays    = 90
	BackupCodes       = 10
	ResetQuestions    = 5
	AnswerMax         = 100 // code points
	WrongBirthDates   = 5   // with the right access code: then the code is voided
	Disputes          = 3   // of the use of one access code, in all
	IdleApplicant     = 30 * time.Minute
	IdleStaff         = 15 * time.Minute
	SessionLife       = 12 * time.Hour
	CodeStageLife     = 10 * time.Minute
	ProvedFor         = 15 * time.Minute // then proved again, before what protects the account is changed
	SessionsPerHolder = 10
	PasswordMin       = 8
	PasswordMax       = 128 // code points
	HashQueue         = 2 * time.Second
	KeptFormLife      = 30 * time.Minute // sent when the session was over, offered again after sign-in
	KeptForms         = 5                // of one person
	KeptFormSize      = 256 << 10        // bytes, sealed

	ClientTokenLife       = 30 * time.Minute
	ClientCredentials     = 2  // of one API client at a time
	ClientCredentialsEver = 60 // of one API client in all: its record stays short
)
