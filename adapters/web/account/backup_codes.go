package account

import "github.com/casetrail/casetrail/adapters/web/frame"

func (p Pages) showBackupCodes(v *frame.Visit) (frame.Page, error) {
	a, err := p.holder(v)
	if err != nil {
		return frame.Page{}, err
	}
	return backupCodesPage(v, a.Backup.Left()), nil
}

func backupCodesPage(v *frame.Visit, left int) frame.Page {
	return frame.Page{Title: v.T("backup_codes.title"), Back: up(v), Body: backupCodesBody(v.Form("renew"), left)}
}

// renewBackupCodes shows the new codes in its answer: they are shown once.
func (p Pages) renewBackupCodes(v *frame.Visit) (frame.Next, error) {
	codes, err := p.Settings.RenewBackupCodes(v.Context(), v.Bearer, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	return frame.Here(newBackupCodesPage(v, codes)), nil
}

func newBackupCodesPage(v *frame.Visit, codes []string) frame.Page {
	return frame.Page{State: "shown", Title: v.T("backup_codes.title_new"), Back: up(v), Body: newBackupCodesBody(codes), Formless: true}
}
