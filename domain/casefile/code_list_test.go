package casefile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/casefile"
)

// published are the action codes of the agency that the product knows, by stage. They stand here a second time, written down
// apart from the table, so that none of them gets lost in it.
var published = map[string]string{
	"intake":     "IAA IAF AALB ABA ACA ADA AMA AMB AMC AJA ANA ANB AF AFAA AFAB AFAC AFAD AFZZ",
	"biometrics": "FNA FNB MA70",
	"review":     "FSA0 FTA0 FT0",
	"evidence":   "FBA FBB FBC IK IKE IKF HA",
	"intent":     "FE II FC IV FD IU",
	"interview":  "FH FJ IM FM FKB HE FL",
	"transfer":   "BA BB BC CA IP",
	"decision":   "DA DB EA EL EK EZ IEA IEE IFA",
	"after":      "AGA AH EGA NJA",
	"card":       "LAA LDA LEA LFA MEA",
	"edit":       "FS FR KEA KEN KEB",
	"correction": "KK KQ",
}

// own are the product's codes for what the agency has published a title for, or a step, but no code.
var own = map[string]string{
	"intake": "XRECEIVED", "biometrics": "XBIOFEE XBIOREUSE XBIONOSHOW", "interview": "XINTDONE", "card": "XDELIVERED",
}

func TestTheTableHasEveryCode(t *testing.T) {
	t.Parallel()
	for _, stage := range casefile.Stages {
		var have []string
		for _, c := range casefile.Codes {
			if c.Stage == stage {
				have = append(have, c.Code)
			}
		}
		want := append(strings.Fields(published[stage]), strings.Fields(own[stage])...)
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("stage %s has %v, not %v", stage, have, want)
		}
	}
}

func TestOwnCodesBeginWithX(t *testing.T) {
	t.Parallel()
	for stage, codes := range published {
		if strings.HasPrefix(codes, "X") || strings.Contains(codes, " X") {
			t.Errorf("a code of the agency in stage %s begins with X: the product's must begin with something else", stage)
		}
	}
	for stage, codes := range own {
		for _, c := range strings.Fields(codes) {
			if !strings.HasPrefix(c, "X") {
				t.Errorf("%s in stage %s is the product's own, and looks like the agency's", c, stage)
			}
		}
	}
}

// titles are what the agency publishes, word for word but for its name, and the code that has each.
var titles = map[string]string{
	"Case Was Received and A Receipt Notice Was Emailed":       "IAF",
	"Fingerprint Fee Was Received":                             "XBIOFEE",
	"Fees Were Waived":                                         "ABA",
	"Case Accepted By The USCIS Lockbox":                       "AALB",
	"Case Was Rejected Because It Was Improperly Filed":        "AF",
	"Biometrics Appointment Was Scheduled":                     "FNA",
	"Case Was Updated To Show Fingerprints Were Taken":         "FNB",
	"Case Is Being Actively Reviewed By USCIS":                 "FT0",
	"Request for Initial Evidence Was Sent":                    "FBA",
	"Request for Additional Evidence Was Sent":                 "FBB",
	"Response To USCIS' Request For Evidence Was Received":     "HA",
	"Notice Explaining USCIS Actions Was Mailed":               "IFA",
	"Case is Ready to Be Scheduled for An Interview":           "FH",
	"Interview Was Scheduled":                                  "FJ",
	"Interview Was Rescheduled":                                "FM",
	"Interview Cancelled":                                      "FKB",
	"Interview Was Completed And My Case Must Be Reviewed":     "XINTDONE",
	"Case Was Transferred And A New Office Has Jurisdiction":   "BB",
	"Case Is On Hold":                                          "FS",
	"Case Was Approved":                                        "DA",
	"Case Was Denied":                                          "EA",
	"Withdrawal Acknowledgement Notice Was Sent":               "EK",
	"Case Was Reopened":                                        "AGA",
	"New Card Is Being Produced":                               "LAA",
	"Card Was Mailed To Me":                                    "LEA",
	"Card Was Delivered To Me By The Post Office":              "XDELIVERED",
	"Card Was Returned To USCIS":                               "LFA",
	"Date of Birth Was Updated":                                "KEB",
	"Name Was Updated":                                         "KEN",
	"Fee Refund Was Mailed":                                    "ANB",
	"Petition/Application Was Rejected For Insufficient Funds": "AJA",
}

func TestTitlesAreTheAgencys(t *testing.T) {
	t.Parallel()
	for title, code := range titles {
		c, known := casefile.FindCode(code)
		if got, _, _ := c.Render("en", "USCIS", samples(c)); !known || got != title {
			t.Errorf("%s is titled %q, and the agency says %q", code, got, title)
		}
	}
}

// The agency's name is configuration: a title must be English with any.
func TestTitlesWithTheNameOfAnyAgency(t *testing.T) {
	t.Parallel()
	for agency, want := range map[string]string{
		"USCIS": "Response To USCIS' Request For Evidence Was Received", "Migrationsverket": "Response To Migrationsverket's Request For Evidence Was Received",
	} {
		c, _ := casefile.FindCode("HA")
		if got, _, _ := c.Render("en", agency, nil); got != want {
			t.Errorf("of %s: %q", agency, got)
		}
		if got, _, _ := c.Render("es", agency, nil); got != "Se recibió la respuesta a la solicitud de evidencia de "+agency {
			t.Errorf("of %s: %q", agency, got)
		}
	}
}

// What was recorded under a name that a code had before is told, and does, what the code does. Nothing is recorded under it.
func TestFormerNames(t *testing.T) {
	t.Parallel()
	former := map[string]string{
		"BIOFEE": "XBIOFEE", "BIOREUSE": "XBIOREUSE", "BIONOSHOW": "XBIONOSHOW", "INTDONE": "XINTDONE", "DELIVERED": "XDELIVERED",
	}
	for was, is := range former {
		if c, known := casefile.FindCode(was); !known || c.Code != is {
			t.Errorf("%s is %q", was, c.Code)
		}
		if got, want := of("N-400", was), of("N-400", is); got.Status.Code != is || told(got.Journey()) != told(want.Journey()) {
			t.Errorf("recorded as %s, a case is at %s: %s", was, got.Status.Code, told(got.Journey()))
		}
		e, err := casefile.Decide(casefile.Decider.Replay(received), casefile.Record{Code: was, Occurred: today}, officer)
		if err != nil || e[0].(casefile.Recorded).Code != is {
			t.Errorf("asked to record %s, it records %v, %v", was, e, err)
		}
	}
	for _, c := range casefile.Codes {
		if c.Former != "" && former[c.Former] != c.Code {
			t.Errorf("%s was called %s, and no row says so", c.Code, c.Former)
		}
	}
}
