package workflow

import "github.com/casetrail/casetrail/domain"

// The errors of the workflows. Those of the aggregates stand with their rules.
var (
	ErrWait         = &domain.Error{Kind: domain.Limited, Code: "wait", Message: "There were too many tries. Wait a while, then try again."}
	ErrSignIn       = &domain.Error{Kind: domain.Denied, Code: "sign_in_failed", Message: "The e-mail address or the password is not right."}
	ErrAlreadyShown = &domain.Error{Kind: domain.Conflict, Code: "already_shown", Message: "This was shown once already and cannot be shown again. Make a new one instead."}
	ErrAddress      = &domain.Error{Kind: domain.Invalid, Code: "address.malformed", Message: "Write an e-mail address like name@example.com, at most 254 characters."}
	ErrBirthDate    = &domain.Error{Kind: domain.Invalid, Code: "birth_date.malformed", Message: "Write the date of birth as year-month-day, for example 1980-07-31."}
	ErrBornLater    = &domain.Error{Kind: domain.Invalid, Code: "birth_date.after_receipt", Message: "The date of birth is after the receipt date. Check both."}
	ErrParty        = &domain.Error{Kind: domain.Invalid, Code: "party.malformed", Message: "A name is one line of at most 200 characters, an address at most 8 lines of at most 80, without control characters."}
	ErrANumber      = &domain.Error{Kind: domain.Invalid, Code: "a_number.malformed", Message: "An A-Number is the letter A and 7 to 9 digits."}
	ErrMethod       = &domain.Error{Kind: domain.Refused, Code: "method.not_set_up", Message: "This way to prove it is you is not set up."}
	ErrNotPaper     = &domain.Error{Kind: domain.Refused, Code: "access.not_for_this_case", Message: "Access codes are only for cases with an IOE receipt number that were filed on paper and are not protected."}
	ErrSignedUp     = &domain.Error{Kind: domain.Refused, Code: "sign_up_finished", Message: "This account is signed up already. Sign in to change it."}
	ErrTerms        = &domain.Error{Kind: domain.Invalid, Code: "terms_version", Message: "These are not the terms of use that are in force. Read the current ones."}
	ErrPassword     = &domain.Error{Kind: domain.Denied, Code: "wrong_password", Message: "The password is not right."}
	ErrProveAgain   = &domain.Error{Kind: domain.Denied, Code: "session.prove_again", Message: "Before you change this, prove again that it is you."}
	ErrStatusProof  = &domain.Error{Kind: domain.Invalid, Code: "status.proof_missing", Message: "Write the date of birth or the last name of the person on the case."}
	ErrNoStatus     = &domain.Error{Kind: domain.NotFound, Code: "status.no_match", Message: "We cannot show a case with these details. Check the receipt number, and the date of birth or last name."}
	ErrClientName   = &domain.Error{Kind: domain.Invalid, Code: "client.name_malformed", Message: "The name of an API client is one line of at most 80 characters, without control characters."}
	ErrClientSecret = &domain.Error{Kind: domain.Denied, Code: "client.secret_wrong", Message: "The client id or the client secret is not right."}
	ErrBurst        = &domain.Error{Kind: domain.Limited, Code: "client.burst", Message: "The API client sends too many requests a second."}
	ErrQuota        = &domain.Error{Kind: domain.Limited, Code: "client.quota", Message: "The API client has used up its requests for a day."}
	ErrHeld         = &domain.Error{Kind: domain.Refused, Code: "account.held", Message: "A legal hold protects this record. It cannot be erased now."}
)

// Errors is every error that a workflow adds, for the fronts' documentation and the tests that compare.
var Errors = []*domain.Error{ErrWait, ErrSignIn, ErrAlreadyShown, ErrAddress, ErrBirthDate, ErrBornLater, ErrParty, ErrANumber, ErrMethod, ErrNotPaper, ErrSignedUp, ErrTerms, ErrPassword, ErrProveAgain, ErrStatusProof, ErrNoStatus, ErrClientName, ErrClientSecret, ErrBurst, ErrQuota, ErrHeld, ErrTextsOff, ErrTextLimit, ErrAnswerMissing, ErrAnswerTwice, ErrAnswerLong}
