package limits

import (
	"strconv"
	"time"
)

// Figure is one period or count, for people to read.
type Figure struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Periods is every period and count of this package.
func Periods() []Figure {
	return []Figure{
		{"link to confirm an e-mail address", Words(ConfirmLinkLife)},
		{"links sent again to one unconfirmed account", strconv.Itoa(ConfirmLinks)},
		{"link to enroll as staff", Words(EnrolLinkLife)},
		{"link to a new password", Words(ResetLinkLife)},
		{"time for the steps after that link", Words(ResetLife)},
		{"six-digit code", Words(CodeLife)},
		{"access code in a letter", strconv.Itoa(AccessCodeDays) + " days"},
		{"wrong birth dates with the right access code, then it is void", strconv.Itoa(WrongBirthDates)},
		{"reports that somebody else used an access code, of one code", strconv.Itoa(Disputes)},
		{"backup codes in a set", strconv.Itoa(BackupCodes)},
		{"reset questions of an account", strconv.Itoa(ResetQuestions)},
		{"longest answer to one", strconv.Itoa(AnswerMax) + " characters"},
		{"session without use, applicants", Words(IdleApplicant)},
		{"session without use, staff", Words(IdleStaff)},
		{"session in all", Words(SessionLife)},
		{"time for the second step of signing in", Words(CodeStageLife)},
		{"time to change what protects the account, before proving again who you are", Words(ProvedFor)},
		{"sessions of one person", strconv.Itoa(SessionsPerHolder)},
		{"shortest password", strconv.Itoa(PasswordMin) + " characters"},
		{"longest password", strconv.Itoa(PasswordMax) + " characters"},
		{"form sent after the session was over, to be sent again", Words(KeptFormLife)},
		{"such forms of one person", strconv.Itoa(KeptForms)},
		{"size of such a form", strconv.Itoa(KeptFormSize>>10) + " kB"},
		{"access token of an API client", Words(ClientTokenLife)},
		{"credentials of an API client at a time", strconv.Itoa(ClientCredentials)},
		{"credentials of an API client in all", strconv.Itoa(ClientCredentialsEver)},
		{"wait for a turn to check a password", Words(HashQueue)},
	}
}

// Words is a period in its largest whole unit.
func Words(d time.Duration) string {
	units := []struct {
		name string
		of   time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}}
	for _, u := range units {
		if n := d / u.of; n > 0 && d%u.of == 0 && (n > 1 || u.of < 24*time.Hour) {
			s := strconv.FormatInt(int64(n), 10) + " " + u.name
			if n > 1 {
				s += "s"
			}
			return s
		}
	}
	return d.String()
}
