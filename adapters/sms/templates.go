package sms

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

// Edition is the wording that new messages are requested with; older ones are kept.
const Edition = "2026-11"

// The templates. Their names differ from those of mails: one event may be told both ways.
const (
	SignUpText = "sign_up_text"
	MethodText = "method_text" // the same, when the account is in use
	SignInText = "sign_in_text"
	ResetText  = "reset_text" // for a forgotten password
	// NumberGoneText goes to a number that was changed or removed.
	NumberGoneText = "number_gone_text"
	// AlertText says that a notice went by e-mail, to who chose that, and nothing of what is in it.
	AlertText = "alert_text"
)

// Names is every template, in both Languages.
var Names = []string{SignUpText, MethodText, SignInText, ResetText, NumberGoneText, AlertText}

// Languages are those that every template has.
var Languages = []string{"en", "es"}

// ErrEdition means that a newer program asked for the message: the edition, the language or the template is not here.
var ErrEdition = errors.New("this program does not have this wording")

//go:embed templates
var files embed.FS

func find(edition, language, name string) (*template.Template, error) {
	if edition == "" || strings.ContainsAny(edition+language+name, "/.*?[\\") {
		return nil, ErrEdition
	}
	file := path.Join("templates", edition, language, name+".txt")
	if _, err := fs.Stat(files, file); err != nil {
		return nil, ErrEdition
	}
	return template.New(name+".txt").Option("missingkey=error").ParseFS(files, file)
}
