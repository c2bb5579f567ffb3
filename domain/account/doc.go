// Package account has what lasts of an account: the confirmed address, the terms, which credential and which methods are
// valid, the role, locks, erasure. What belongs to one sign-in is a session; who holds an address is a claim.
//
//	state         what may happen                                            NextStep
//	registered    SendLink, Confirm, ConfirmClaimed, Lapse, Erase            confirm
//	lapsed        nothing but Erase; its right link is ErrLinkExpired        confirm
//	confirmed     AcceptTerms, Lock, SeeDevice, Erase                        terms
//	with terms    also SetPassword, SendCode, EnterCode, OfferAuthenticator, password, method, backup_codes, role:
//	              ProveAuthenticator, ChooseRole; with a method also         the first that is missing
//	              IssueBackupCodes, UseBackupCode, RemoveMethod,
//	              ChooseAlerts, SetQuestions
//	complete      also Activate                                              activate
//	active        the same but for the role, which is settled                -
//	erased        nothing: there is no such account                          -
//
// Whoever is not allowed to do something is told that there is no such account.
package account

import "github.com/casetrail/casetrail/domain"

// Command is one of the commands of this package.
type Command interface {
	decide(State, domain.Act) ([]Event, error)
}

// Event is one of the events of this package.
type Event interface {
	domain.Event
	evolve(State) State
}

// Decider is the whole behavior of an account.
var Decider = domain.Decider[State, Command, Event]{
	Category: "account",
	Decide:   func(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) },
	Evolve:   func(s State, e Event) State { return e.evolve(s) },
	Catalog: domain.Catalog{
		domain.Stored[Registered](), domain.Stored[LinkSent](), domain.Stored[Confirmed](), domain.Stored[Lapsed](),
		domain.Stored[TermsAccepted](), domain.Stored[PasswordSet](),
		domain.Stored[CodeIssued](), domain.Stored[CodeVerified](), domain.Stored[CodeRefused](),
		domain.Stored[AuthenticatorOffered](), domain.Stored[AuthenticatorAdded](),
		domain.Stored[BackupCodesIssued](), domain.Stored[BackupCodeUsed](),
		domain.Stored[MethodRemoved](), domain.Stored[RoleChosen](), domain.Stored[Activated](),
		domain.Stored[Locked](), domain.Stored[DeviceSeen](), domain.Stored[Erased](),
		domain.Stored[PhoneOffered](), domain.Stored[AlertsChosen](), domain.Stored[QuestionsSet](),
	},
	Errors: []*domain.Error{
		ErrUnknown, ErrInvalid, ErrExists, ErrUnfinished,
		ErrLinkWrong, ErrLinkExpired, ErrLinkUsed, ErrTooManyLinks,
		ErrNoCode, ErrCodeExpired, ErrWrongCode, ErrTooManyCodes, ErrNotOffered, ErrLastMethod, ErrNoNumber,
		ErrRoleSettled, ErrPasswordReplaced, ErrQuestionTwice, ErrQuestionMissing,
	},
}

// Errors that more than one behavior gives.
var (
	ErrUnknown    = &domain.Error{Kind: domain.NotFound, Code: "account.unknown", Message: "There is no such account."}
	ErrInvalid    = &domain.Error{Kind: domain.Invalid, Code: "account.invalid", Message: "Something that is needed is missing, or is not one of the values that are known."}
	ErrUnfinished = &domain.Error{Kind: domain.Refused, Code: "account.unfinished", Message: "Another step of signing up comes first."}
)
