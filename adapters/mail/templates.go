package mail

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

// Edition is the wording that new messages are requested with. What was sent stays as it was: a new wording is a new
// folder and a new edition, the old one is kept.
const Edition = "2026-11"

// The templates.
const (
	Confirm            = "confirm"              // the link that confirms an address
	AlreadyHaveAccount = "already_have_account" // in its place, when the address has an account
	SignUpCode         = "sign_up_code"
	MethodCode         = "method_code" // the same, when the account is in use
	SignInCode         = "sign_in_code"
	Welcome            = "welcome"
	ResetPassword      = "reset_password" // the link to a new password
	NoAccount          = "no_account"     // in its place, when nobody has the address
	ResetCode          = "reset_code"
	PasswordSet        = "password_set"
	MethodAdded        = "method_added"
	MethodRemoved      = "method_removed"
	AlertsChosen       = "alerts_chosen"
	BackupCodesMade    = "backup_codes_made"
	BackupCodeUsed     = "backup_code_used"
	QuestionsSet       = "questions_set"
	NewDevice          = "new_device"
	AccountLocked      = "account_locked"
	AccountErased      = "account_erased"
	CaseLinked         = "case_linked"
	CaseUpgraded       = "case_upgraded"
	CaseUnlinked       = "case_unlinked"
	AccessCodeVoided   = "access_code_voided"
	DisputeOpened      = "dispute_opened" // to who says that they did not use an access code
	DisputeUpheld      = "dispute_upheld" // to them, and to who used it
	DisputeRejected    = "dispute_rejected"
)

// Names is every template, in both Languages.
var Names = []string{
	Confirm, AlreadyHaveAccount, SignUpCode, MethodCode, SignInCode, Welcome, PasswordSet, MethodAdded, MethodRemoved,
	BackupCodesMade, BackupCodeUsed, NewDevice, AccountLocked, AccountErased, CaseLinked, CaseUpgraded, CaseUnlinked, AccessCodeVoided,
	ResetPassword, NoAccount, ResetCode, AlertsChosen, QuestionsSet, DisputeOpened, DisputeUpheld, DisputeRejected,
}

// Languages are those that every template has.
var Languages = []string{"en", "es"}

// ErrEdition means that a newer program asked for the message: the edition, the language or the template is not here.
var ErrEdition = errors.New("this program does not have this wording")

//go:embed templates
var files embed.FS

// find parses a template: its first line is the subject, then comes an empty line and the text. The shared parts of the
// language are in frame.txt.
func find(edition, language, name string) (*template.Template, error) {
	if edition == "" || strings.ContainsAny(edition+language+name, "/.*?[\\") {
		return nil, ErrEdition
	}
	folder := path.Join("templates", edition)
	if _, err := fs.Stat(files, path.Join(folder, language, name+".txt")); err != nil {
		return nil, ErrEdition
	}
	t, err := template.New(name+".txt").Option("missingkey=error").Funcs(functions(language)).
		ParseFS(files, path.Join(folder, language, "frame.txt"), path.Join(folder, language, name+".txt"))
	if err != nil {
		return nil, fmt.Errorf("template %s in %s: %w", name, language, err)
	}
	return t, nil
}
