package simulate

// course is how cases of a form usually go: how often what happens, and after how many days.
type course struct {
	form       string
	weight     int // of a hundred filings
	offices    []string
	biometrics float64
	evidence   float64
	interview  float64
	transfer   float64
	denied     float64
	days       int // from receipt to decision, usually
	card       bool
}

// courses are the forms that people file most, in proportions and with durations that look like a year of the agency's.
// Nothing is claimed about any real year.
var courses = []course{
	{"I-765", 34, []string{"NBC", "PSC", "TSC"}, 0.6, 0.08, 0, 0.05, 0.07, 90, true},
	{"I-130", 22, []string{"VSC", "TSC", "CSC", "NSC"}, 0, 0.18, 0.1, 0.2, 0.12, 330, false},
	{"I-485", 14, []string{"NBC", "NSC", "TSC"}, 0.95, 0.25, 0.7, 0.3, 0.11, 300, true},
	{"N-400", 14, []string{"NBC", "CHI", "NYC", "LOS", "MIA"}, 0.9, 0.12, 0.97, 0.05, 0.1, 180, false},
	{"I-131", 8, []string{"NBC", "NSC"}, 0.3, 0.06, 0, 0.03, 0.06, 140, false},
	{"I-90", 5, []string{"PSC"}, 0.4, 0.02, 0, 0.01, 0.03, 120, true},
	{"I-751", 3, []string{"VSC", "CSC"}, 0.8, 0.3, 0.2, 0.1, 0.06, 420, true},
}

// supports are where fingerprints are taken; fields are where people are interviewed.
var (
	supports = []string{"XCH", "XHO", "XLA", "XMI", "XNY"}
	fields   = []string{"ATL", "BOS", "CHI", "DAL", "HOU", "LOS", "MIA", "NYC", "PHO", "SEA"}
)
