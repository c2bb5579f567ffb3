package dev

// Tour says what to try on a development server: who may sign in, and which letters and numbers there are to type.
type Tour struct {
	Loading bool         `json:"loading,omitempty"` // the demo data is still being loaded
	URL     string       `json:"url,omitempty"`
	Groups  []Group      `json:"groups"`
	Case    UnlinkedCase `json:"unlinked_case"`
	Letters []Letter     `json:"letters"`
	Numbers []Number     `json:"numbers"`
	Program Program      `json:"api_client"`
}

// Group is people who come in by one door.
type Group struct {
	Key    string   `json:"key"` // GroupApplicants or GroupStaff
	People []Person `json:"people"`
}

// The groups.
const (
	GroupApplicants = "applicants"
	GroupStaff      = "staff"
)

// People are the keys of who may be on a tour: each has a name and a few words in every language.
var People = []string{
	"full", "status", "none", "locked", "too_late", "unfinished", "authenticator", "decided", "representative", "officer", "newcomer",
}

// Person is somebody to sign in as.
type Person struct {
	Key      string `json:"key"` // one of People
	Title    string `json:"title"`
	Email    string `json:"email"`
	Password string `json:"password,omitempty"` // none yet: they were only invited
	Language string `json:"language"`
	About    string `json:"about"`
	Cases    []Case `json:"cases,omitempty"`

	AuthenticatorCode string `json:"authenticator_code,omitempty"` // for this half minute, of those who have an authenticator app
	EnrolmentLink     string `json:"enrolment_link,omitempty"`     // the path of the page where who was invited begins
}

// Case is a case that somebody sees.
type Case struct {
	Name    string `json:"name"` // of what is to be seen in it; stays the same
	Receipt string `json:"receipt"`
	Form    string `json:"form"`
	Full    bool   `json:"full"`
}

// UnlinkedCase is a case to link.
type UnlinkedCase struct {
	Receipt   string `json:"receipt_number"`
	Code      string `json:"access_code"`
	BirthDate string `json:"birth_date"`
}

// Letter is a letter with an access code, and what became of the code.
type Letter struct {
	Fate      string `json:"fate"` // LetterUnused and so on
	To        string `json:"to"`   // the address of who should type it
	Receipt   string `json:"receipt"`
	Code      string `json:"code"`
	BirthDate string `json:"born"`
}

// The fates of the codes in letters.
const (
	LetterUnused   = "unused"
	LetterUpgrade  = "upgrade" // unused; who holds it has a link already, to the status only
	LetterUsed     = "used"
	LetterReplaced = "replaced"
	LetterExpired  = "expired"
)

// Number is something to type where a receipt number is asked for, and what is said to it.
type Number struct {
	Typed  string `json:"typed"`
	Answer string `json:"answer"` // the code of the error; none: it is read, however it is written
}

// Program is an API client for the sandbox.
type Program struct {
	ID      string `json:"client_id"`
	Secret  string `json:"client_secret"`
	Receipt string `json:"receipt"` // that it may ask for
}

// Call is a line for a shell: it asks for a token, and with it for the status of the case.
func (p Program) Call(url string) string {
	return "TOKEN=$(curl -sS " + url + "/oauth/accesstoken -d grant_type=client_credentials -d client_id=" + p.ID +
		" -d client_secret=" + p.Secret + ` | sed 's/.*"access_token":"\([^"]*\)".*/\1/')` +
		` && curl -sS -H "Authorization: Bearer $TOKEN" ` + url + "/case-status/" + p.Receipt
}
