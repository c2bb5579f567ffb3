package workflow

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// Principal is what signing in needs to know of an account or of a member of staff.
type Principal struct {
	ID            uuid.UUID
	Active        bool // may sign in
	Unfinished    bool // has a password, but has not finished signing up
	Claim         string
	Credential    uuid.UUID
	Mail          bool          // may prove itself by a mailed code
	Phone         personal.Text // where it may prove itself by a text message; zero: nowhere
	Authenticator uuid.UUID     // zero: has none
	LockedUntil   time.Time
}

// Ways are how somebody may prove the second step with something that is set up, what we suggest first: an app is safest;
// a code that goes two ways is sure to come.
func (p Principal) Ways() (ways []string) {
	text := !p.Phone.IsZero()
	if p.Authenticator != uuid.Nil {
		ways = append(ways, session.ByAuthenticator)
	}
	if text && p.Mail {
		ways = append(ways, session.ByMailText)
	}
	if text {
		ways = append(ways, session.ByText)
	}
	if p.Mail {
		ways = append(ways, session.ByMail)
	}
	return ways
}

// Principals finds those who sign in at one door: the applicants' or the staff's.
type Principals struct {
	Realm string
	Kind  string // domain.Applicant or domain.Staff
	// Load answers the principal of an id; nobody's id answers nobody, with the same work.
	Load func(ctx context.Context, id uuid.UUID) (Principal, error)
	// Backup uses up a backup code; nil where there are none.
	Backup func(ctx context.Context, at Token, typed string, act domain.Act) error
}

// Applicants are the accounts, as principals.
func Applicants(accounts Accounts, codes Codes) Principals {
	return Principals{
		Realm: RealmAccount, Kind: domain.Applicant,
		Load: func(ctx context.Context, id uuid.UUID) (Principal, error) {
			a, err := accounts.Load(ctx, id.String())
			p := applicant(a.State)
			p.ID = id
			return p, err
		},
		Backup: func(ctx context.Context, at Token, typed string, act domain.Act) error {
			_, err := accounts.Do(ctx, at.Holder.ID, account.UseBackupCode{Code: codes.Presented(secret.BackupCode, typed), Session: at.Session}, act)
			return err
		},
	}
}

// applicant is the holder of an account, as a principal.
func applicant(s account.State) Principal {
	return Principal{
		ID: s.ID, Active: s.Active, Unfinished: s.Confirmed && !s.Active && !s.Erased, Claim: s.Claim, Credential: s.Credential,
		Mail: s.Has(account.MethodMail), Phone: s.Phone, Authenticator: s.Authenticator, LockedUntil: s.LockedUntil,
	}
}

// Members are the staff, as principals.
func Members(members Staff) Principals {
	return Principals{
		Realm: RealmStaff, Kind: domain.Staff,
		Load: func(ctx context.Context, id uuid.UUID) (Principal, error) {
			m, err := members.Load(ctx, id.String())
			s := m.State
			return Principal{
				ID: id, Active: s.Enrolled && !s.Disabled, Claim: s.Claim, Credential: s.Credential,
				Authenticator: s.Authenticator, LockedUntil: s.LockedUntil,
			}, err
		},
	}
}
