// Package secret is what an event may hold instead of a secret, and what a command may hold of one that somebody typed.
// One-time secrets are derived from a reference and a key outside the log; they are stored nowhere.
package secret

import "github.com/google/uuid"

// Ref says which secret, made with which generation of the key. It says nothing about the secret itself.
type Ref struct {
	ID  uuid.UUID `json:"id"`
	Key string    `json:"key"`
}

// IsZero says that there is no secret.
func (r Ref) IsZero() bool { return r.ID == uuid.Nil }

// Numbered is the reference of the n-th secret of a sheet (backup codes): one reference in the log, ten secrets.
func (r Ref) Numbered(n int) Ref {
	r.ID = uuid.NewSHA1(r.ID, []byte{byte(n)})
	return r
}

// Presented is what a person typed, as a command may carry it. Is is pure, takes constant time and needs no I/O.
// Whatever prints it prints ***.
type Presented interface{ Is(Ref) bool }

// The purposes of one-time secrets. A purpose is part of what a secret is derived from: a code for one use fits no other.
const (
	ConfirmLink = "confirm_link" // mailed at sign-up
	EnrolLink   = "enrol_link"   // handed to new staff
	ResetLink   = "reset_link"   // mailed to who forgot the password
	ResetCode   = "reset_code"   // six digits after that link
	SignUpCode  = "sign_up_code" // six digits that prove a channel
	SignInCode  = "sign_in_code" // six digits at every sign-in
	BackupCode  = "backup_code"  // ten to a sheet, shown once
	AccessCode  = "access_code"  // in a letter, opens one paper case

	ClientSecret = "client_secret" // of an API client's credential, shown once
)
