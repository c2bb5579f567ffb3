package account

import (
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// Backup is the sheet of backup codes that is valid. Its codes are numbered from 1 to Count.
type Backup struct {
	Sheet secret.Ref
	Count int
	Used  []int
}

// Refs names the codes of the sheet, in their order.
func (b Backup) Refs() []secret.Ref {
	refs := make([]secret.Ref, b.Count)
	for i := range refs {
		refs[i] = b.Sheet.Numbered(i + 1)
	}
	return refs
}

// Left is how many codes of the sheet can still be used.
func (b Backup) Left() int { return b.Count - len(b.Used) }

// Has says whether a code that can still be used was presented.
func (b Backup) Has(p secret.Presented) bool { return p != nil && b.find(p) != 0 }

// find is the number of the unused code that was presented, or 0. It compares all of them, always.
func (b Backup) find(p secret.Presented) (number int) {
	for i, ref := range b.Refs() {
		if p.Is(ref) && !slices.Contains(b.Used, i+1) {
			number = i + 1
		}
	}
	return number
}

// IssueBackupCodes makes a new sheet; the one before is void. The codes are shown once, by the workflow.
type IssueBackupCodes struct{ Sheet secret.Ref }

func (c IssueBackupCodes) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch {
	case c.Sheet.IsZero():
		return nil, ErrInvalid
	case len(s.Methods) == 0:
		return nil, ErrUnfinished.With("next", StepMethod)
	case c.Sheet == s.Backup.Sheet:
		return nil, nil
	}
	return []Event{BackupCodesIssued{Sheet: c.Sheet, Count: limits.BackupCodes}}, nil
}

// BackupCodesIssued says which sheet is valid from now on.
type BackupCodesIssued struct {
	Sheet secret.Ref `json:"sheet" log:"public,names the codes and tells nothing about them"`
	Count int        `json:"count" log:"public,how many codes there are"`
}

// EventType is the stored name.
func (BackupCodesIssued) EventType() string { return "account.backup_codes_issued" }

func (e BackupCodesIssued) evolve(s State) State {
	s.Backup = Backup{Sheet: e.Sheet, Count: e.Count}
	return s
}

// UseBackupCode spends one code in the place of the second step of a sign-in.
type UseBackupCode struct {
	Code    secret.Presented
	Session uuid.UUID
}

func (c UseBackupCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	if c.Code == nil || c.Session == uuid.Nil {
		return nil, ErrInvalid
	}
	number := s.Backup.find(c.Code)
	if number == 0 {
		return nil, ErrWrongCode
	}
	return []Event{BackupCodeUsed{Sheet: s.Backup.Sheet, Number: number, Session: c.Session}}, nil
}

// BackupCodeUsed says that a code is spent.
type BackupCodeUsed struct {
	Sheet   secret.Ref `json:"sheet" log:"public,names the codes and tells nothing about them"`
	Number  int        `json:"number" log:"public,which code of the sheet was spent"`
	Session uuid.UUID  `json:"session" log:"public,the sign-in that it was spent for"`
}

// EventType is the stored name.
func (BackupCodeUsed) EventType() string { return "account.backup_code_used" }

func (e BackupCodeUsed) evolve(s State) State {
	s.Backup.Used = append(slices.Clip(s.Backup.Used), e.Number)
	return s
}
